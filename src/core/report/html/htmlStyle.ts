/** SHA-256 of `reportStyle`, for the page's policy. A test recomputes it. */
export const reportStyleHash = 'sha256-+8stoYmvK/P3JL6rCTL39sBNBsjbIHscF5I9PC4MO30=';

/** The exported page's own style sheet. Colour marks; words stay in the text colour. */
export const reportStyle = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1f2328;--muted:#59636e;--line:#d8dee4;--soft:#f6f8fa;--accent:#0b5cad;
--critical:#c9252d;--major:#9a6700;--minor:#0969da;--note:#6e7781;--ok:#1a7f37;--mark:#fff2b3;--ins:#dafbe1;--del:#ffebe9;--warn-bg:#fff8e1;--warn-line:#bf8700;--bad-bg:#ffebe9}
@media (prefers-color-scheme:dark){:root{--bg:#16191d;--fg:#dfe3e8;--muted:#9aa4af;--line:#32383f;--soft:#1e2329;--accent:#6cb2ff;
--critical:#ff6b63;--major:#e0a82e;--minor:#58a6ff;--note:#9aa4af;--ok:#4cc36a;--mark:#574a12;--ins:#12381f;--del:#4a1d1f;--warn-bg:#2b2410;--warn-line:#a67c1a;--bad-bg:#3a1a1c}}
*{box-sizing:border-box}
body{margin:0 auto;padding:32px 28px 48px;max-width:1080px;background:var(--bg);color:var(--fg);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
h1{font-size:25px;line-height:1.25;margin:0 0 4px;font-weight:650}
h2{font-size:18px;margin:0 0 12px;font-weight:650}
h2 small{font-size:13px;font-weight:400;color:var(--muted);margin-left:6px}
h3{font-size:15px;margin:0;font-weight:650}
h4{font-size:15px;margin:0;font-weight:600;flex:1}
p{margin:0 0 10px}
a{color:var(--accent);text-decoration:none}
a:hover{text-decoration:underline}
code{font:12.5px/1.4 ui-monospace,SFMono-Regular,Consolas,"DejaVu Sans Mono",monospace}
.muted,.said,footer{color:var(--muted)}
.top{margin-bottom:18px}
.facts{display:flex;flex-wrap:wrap;gap:8px 36px;margin:16px 0 0}
.facts dt{font-size:12px;color:var(--muted)}
.facts dd{margin:0;font-weight:600}
.box{border:1px solid var(--line);border-left-width:4px;border-radius:4px;padding:10px 14px;margin:0 0 12px}
.box.warn{background:var(--warn-bg);border-color:var(--warn-line)}
.box.bad{background:var(--bad-bg);border-color:var(--critical)}
.box.rules{background:var(--soft);border-color:var(--minor)}
.covered{padding-left:24px;position:relative;font-weight:600}
.covered::before{content:"\\2713";position:absolute;left:2px;color:var(--ok);font-weight:700}
nav{display:flex;flex-wrap:wrap;align-items:center;gap:4px 22px;position:sticky;top:0;background:var(--bg);border-bottom:1px solid var(--line);padding:10px 0;margin:14px 0 0;z-index:1}
nav a{color:var(--fg);font-size:14px}
.list td.over{color:var(--critical);font-weight:600}
.chip{margin-left:auto;border:1px solid var(--line);border-radius:10px;padding:0 9px;font-size:12.5px;color:var(--muted)}
.badge{display:inline-block;min-width:19px;padding:0 6px;border-radius:10px;background:var(--line);font-size:12px;line-height:19px;text-align:center;font-weight:500}
section{padding:26px 0 4px;scroll-margin-top:34px}
section+section{border-top:1px solid var(--line);margin-top:20px}
.columns{display:grid;grid-template-columns:minmax(0,1.7fr) minmax(0,1fr);gap:36px}
.prose ul,.prose ol{margin:0 0 12px;padding-left:20px}
.prose li{margin-bottom:5px}
.prose h3{margin:18px 0 6px}
.ref{font-size:12.5px;white-space:nowrap;border:1px solid var(--line);border-radius:4px;padding:0 4px}
.verdict{border-bottom:1px solid var(--line);padding:0 0 10px;margin:0 0 12px}
.verdict:last-child{border:0}
.verdict h3{display:inline-block;margin-right:10px}
.verdict p{margin:3px 0 0}
.word{font-size:13px;font-weight:600}
.word::before{content:"";display:inline-block;width:9px;height:9px;border-radius:50%;margin-right:6px;background:var(--ok)}
.word.needsChanges::before{background:var(--critical);border-radius:1px}
.word.smallEdits::before{background:var(--minor)}
.counts{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:center;font-size:13px}
.counts .muted{margin-left:auto}
.counts span{display:inline-flex;align-items:center;gap:4px}
.icon{width:16px;height:16px;flex:none;fill:none;stroke:currentColor;stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round}
.icon.critical{color:var(--critical)}.icon.major{color:var(--major)}.icon.minor{color:var(--minor)}.icon.note{color:var(--note)}
.scroll{overflow-x:auto}
.map{border-collapse:separate;border-spacing:2px;margin:4px 0 12px}
.map th{font-size:12px;font-weight:400;color:var(--muted);text-align:left;padding:0 8px 0 0;white-space:nowrap}
.map thead th{padding:0;text-align:center;width:15px;min-width:15px;max-width:15px;overflow:visible;font-size:10.5px}
.map tbody td{height:20px;width:15px;min-width:15px;padding:0;text-align:center;font-size:10px;line-height:20px;color:#fff;font-weight:600}
.read{background:var(--line)}
td.critical,.k.critical{background:var(--critical)}
td.major,.k.major{background:linear-gradient(to top,var(--major) 75%,var(--line) 75%)}
td.minor,.k.minor{background:linear-gradient(to top,var(--minor) 50%,var(--line) 50%)}
td.note,.k.note{background:linear-gradient(to top,var(--note) 28%,var(--line) 28%)}
.map td.minor,.map td.note{color:var(--fg)}
@media (prefers-color-scheme:dark){.map tbody td{color:#16191d}.map td.minor,.map td.note{color:var(--fg)}}
td.unjudged,.k.unjudged{border:1px dotted var(--muted);color:var(--muted)!important;background:none}
td.gap,.k.gap{border:1px dashed var(--critical);color:var(--critical)!important;background:none}
.legend{display:flex;flex-wrap:wrap;gap:4px 16px;font-size:12.5px;color:var(--muted)}
.legend span{display:inline-flex;align-items:center;gap:6px}
.k{display:inline-block;width:13px;height:13px;font-style:normal;line-height:11px;text-align:center;font-size:11px}
.group{font-size:16px;margin:22px 0 10px}
.finding{border:1px solid var(--line);border-left:4px solid var(--note);border-radius:4px;padding:11px 16px 9px;margin:0 0 11px;scroll-margin-top:54px;break-inside:avoid}
.finding.critical{border-left-color:var(--critical)}.finding.major{border-left-color:var(--major)}.finding.minor{border-left-color:var(--minor)}
.finding:target{outline:2px solid var(--accent);outline-offset:1px}
.finding header{display:flex;gap:9px;align-items:flex-start}
.finding header .icon{margin-top:3px}
.finding .id{color:var(--muted);font-size:12.5px;line-height:22px}
.place{margin:1px 0 7px 25px;font-size:13px}
.finding blockquote,.finding .message,.finding ul,.fix,.said{margin-left:25px}
blockquote{margin:0 0 8px;padding:7px 12px;background:var(--soft);border-left:2px solid var(--line);white-space:pre-wrap;font-size:14px}
blockquote.lost{border-left-style:dashed;font-style:italic}
mark{background:var(--mark);color:inherit;border-radius:2px;padding:0 1px}
.around{color:var(--muted)}
.message{margin-bottom:8px;white-space:pre-line;max-width:78ch}
.fix .label{font-size:12px;color:var(--muted)}
.fix p{white-space:pre-wrap;font-size:14px;margin-bottom:8px}
del{background:var(--del);text-decoration:line-through}
ins{background:var(--ins);text-decoration:none}
.said{font-size:12.5px;margin-bottom:0}
.statements{margin:0 0 12px;padding-left:20px;max-width:90ch}
.statements li{margin-bottom:6px}
.statements code{color:var(--muted)}
.statements .conflict{border-left:3px solid var(--warn-line);padding-left:10px;list-style:none}
.level{border-left:2px solid var(--line);padding:2px 0 2px 14px;margin:4px 0}
.level>summary{cursor:pointer;padding:2px 0}
.level.file>summary,.level.folder>summary{font-weight:600}
td.conflict{border-left:3px solid var(--warn-line);padding-left:8px!important}
.list{border-collapse:collapse;width:100%;font-size:14px}
.list.narrow{width:auto}
.list th,.list td{text-align:left;vertical-align:top;padding:6px 18px 6px 0;border-bottom:1px solid var(--line)}
.list th{font-weight:600}
footer{border-top:1px solid var(--line);margin-top:28px;padding-top:12px;font-size:12.5px}
@media (max-width:760px){body{padding:20px 16px}.columns{grid-template-columns:1fr;gap:18px}.place,.finding blockquote,.finding .message,.finding ul,.fix,.said{margin-left:0}}
@page{size:A4;margin:16mm 15mm 18mm;@bottom-right{content:counter(page) " / " counter(pages);font:8pt system-ui,sans-serif;color:#444}}
@media print{:root{color-scheme:light;--bg:#fff;--fg:#000;--muted:#444;--line:#bbb;--soft:#f6f8fa;--accent:#0b5cad;--critical:#c9252d;--major:#9a6700;--minor:#0969da;--note:#6e7781;--ok:#1a7f37;--mark:#fff2b3;--ins:#dafbe1;--del:#ffebe9;--warn-bg:#fff8e1;--warn-line:#bf8700;--bad-bg:#ffebe9}
body{max-width:none;padding:0;font-size:10.5pt}nav{display:none}a{color:inherit}.map,.k,mark,del,ins,.box,.badge,blockquote,.word{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.columns{grid-template-columns:1.7fr 1fr}.scroll{overflow:visible}h1,h2,h3,h4,.finding header,.place{break-after:avoid}tr,.verdict,.box,li{break-inside:avoid}p,blockquote{orphans:3;widows:3}
.map{border-spacing:1px}.map thead th,.map tbody td{width:9px;min-width:9px;max-width:9px;height:14px;line-height:14px;font-size:7px}.map tbody td,.map td.minor,.map td.note{color:#000}
.level{border:0;padding-left:10px}.level::details-content{content-visibility:visible;display:block;block-size:auto}.level>summary{list-style:none;font-weight:600}}
.box a,.covered a{text-decoration:underline}
@media (forced-colors:active){mark{background:Mark;color:MarkText}}
`;
