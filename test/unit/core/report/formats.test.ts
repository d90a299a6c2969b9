import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { csvCell } from '../../../../src/core/report/data/csvCell.ts';
import type { Document } from '../../../../src/core/report/sections/model.ts';
import { documentOf } from '../../../../src/core/report/sections/document.ts';
import { documentText } from '../../../../src/core/report/text/text.ts';
import { formats } from '../../../../src/core/report/formats.ts';
import type { Report } from '../../../../src/core/report/reportFormat.ts';
import { reportStyle, reportStyleHash } from '../../../../src/core/report/html/htmlStyle.ts';
import { terminalText, withoutCiCommands } from '../../../../src/core/report/text/terminalText.ts';
import { escapeMarkdown } from '../../../../src/core/report/markdown/markdownText.ts';
import { NO_RULE } from '../../../../src/core/domain/review/perspective.ts';
import type { Outcome } from '../../../../src/core/domain/branch.ts';
import { failed, findingAt, report, rules, source, type RunShape } from './fixtures.ts';

/** A run in which every text that a document, a model or a file name can set is `evil`. */
function hostile(evil: string): RunShape {
  return {
    name: evil,
    source: { ...source, path: `docs/${evil}`, text: `${source.text}${evil}` },
    findings: [
      findingAt('ten per cent (10%)', {
        title: evil,
        message: evil,
        suggestion: evil,
        rule: evil,
      }),
      findingAt('not in the text', { id: 'F2', quote: evil, title: evil, message: evil }),
    ],
    summary: `${evil}\n\n- ${evil} [F1] [F99]\n\n**${evil}**`,
    outcomes: {
      'c0/tone': { ...failed, failure: { code: 'badAnswer', message: evil } } as typeof failed,
    },
    skipped: [{ path: evil, reason: evil }],
  };
}

const textOf = (made: string | readonly { readonly text: string }[]): string =>
  typeof made === 'string' ? made : made.map(({ text }) => text).join('\n');
const named = Object.entries(formats).map(
  ([name, { render }]) =>
    [name, { render: (of: ReturnType<typeof report>) => textOf(render(of)) }] as const,
);

describe('every format', () => {
  for (const [name, { render }] of named) {
    // Rows only, for programs.
    if (name === 'csv' || name === 'jsonl') continue;
    it(`${name} states the coverage beside the findings`, () => {
      const out = render(report({ outcomes: { 'c0/tone': failed } }));
      if (name === 'json') assert.match(out, /"reviewedFraction": 0\.65/);
      else assert.match(out, /3 of 4 branches answered, 65\.4 % of the text read; 1 gap/);
    });

    it(`${name} calls the rules what they are`, () => {
      assert.match(render(report({ model: rules })), /[Rr]ules, not a model/);
    });
  }

  for (const [name, { render }] of named.filter(([n]) =>
    ['text', 'markdown', 'html', 'docx'].includes(n),
  ))
    it(`${name} never says that there are no issues: it says how much was read`, () => {
      const out = render(
        report({ findings: [], synthesis: false, outcomes: { 'c0/tone': failed } }),
      );
      assert.match(out, /No findings in 3 of 4 branches/);
      assert.doesNotMatch(out, /no (?:issues|problems|errors)/i);
    });
});

describe('a perspective that no offline rule serves', () => {
  const unserved: Outcome = {
    status: 'succeeded',
    findings: [],
    assessment: NO_RULE,
    dropped: 0,
    usage: {
      inputTokens: 0,
      outputTokens: 0,
      cachedTokens: 0,
      cacheWriteTokens: 0,
      estimated: false,
    },
    costUsd: 0,
    cached: false,
    attempts: 1,
  };
  const run = {
    model: rules,
    findings: [],
    outcomes: { 'c0/tone': unserved, 'c1/tone': unserved },
  };

  for (const name of ['text', 'markdown', 'html'] as const)
    it(`${name} counts only what was judged as free of findings`, () => {
      assert.match(
        formats[name].render(report(run)),
        /No findings in 2 of 4 branches; 2 not judged: needs a model/,
      );
    });

  it('html shows its cells and its card as not judged', () => {
    const out = formats.html.render(report(run));
    assert.equal(
      out.match(/<td class="unjudged" title="[^"]*: not judged: needs a model">/g)?.length,
      2,
    );
    assert.equal(out.match(/<td class="read"/g)?.length, 2);
    assert.match(out, /<h3>Tone<\/h3>(?:(?!<\/div>).)*Not judged: needs a model/s);
    assert.match(out, /<h3>Accuracy<\/h3>(?:(?!<\/div>).)*No findings/s);
  });

  it('json says of each branch whether it was judged', () => {
    const { branches } = JSON.parse(formats.json.render(report(run))) as {
      readonly branches: readonly { readonly perspective: string; readonly judged: boolean }[];
    };
    assert.deepEqual(branches.map(({ perspective, judged }) => [perspective, judged]).sort(), [
      ['accuracy', true],
      ['accuracy', true],
      ['tone', false],
      ['tone', false],
    ]);
  });
});

describe('how documents were read', () => {
  const skipped = [
    { path: 'logo.png', reason: 'binary', gap: false },
    {
      path: 'a.docx',
      reason: 'tracked changes: 1 insertion; read as accepted',
      gap: false,
      note: true,
    },
  ] as const;
  for (const name of ['text', 'markdown', 'html'] as const)
    it(`${name}: it has its own list, and counts neither as a gap nor as left out`, () => {
      const out = formats[name].render(report({ skipped })).replaceAll('\\', '');
      assert.match(out, /how documents were read/i);
      assert.match(out, /read as accepted/);
      assert.match(out, /no gaps, 1 file left out\./);
      assert.doesNotMatch(
        formats[name].render(report({ skipped: skipped.slice(0, 1) })),
        /how documents were read/i,
      );
    });
});

describe('what was left out', () => {
  const skipped = [
    { path: 'logo.png', reason: 'binary', gap: false },
    { path: 'package-lock.json', reason: 'lock file', gap: false },
  ] as const;
  for (const name of ['text', 'markdown', 'html', 'sarif'] as const)
    it(`${name} names it, and it is no gap`, () => {
      const out = formats[name].render(report({ skipped })).replaceAll('\\', '');
      for (const part of ['logo.png', 'binary', 'package-lock.json', 'lock file'])
        assert.ok(out.includes(part), part);
      assert.match(out, /left out/i);
      if (name === 'sarif') return;
      assert.match(out, /no gaps, 2 files left out\./);
      assert.doesNotMatch(out, /Not everything was read/);
    });

  it('what could not be read is a gap beside it', () => {
    const locked = { path: 'locked.md', reason: 'cannot be read: EACCES' };
    const out = formats.text.render(report({ skipped: [...skipped, locked] }));
    assert.match(out, /Not everything was read: .*1 gap \(1 file not read\), 2 files left out\./);
    assert.match(out, /GAPS \(1\)\n\n {2}locked\.md[^]*LEFT OUT \(2\)\n\n {2}logo\.png/);
  });
});

describe('the cost', () => {
  const cells = (out: string): string =>
    out
      .replaceAll('\\', '')
      .replace(/<[^>]+>|\|/g, ' ')
      .replace(/ +/g, ' ');
  const several = report();
  const two = {
    ...several,
    run: {
      ...several.run,
      models: [several.run.model, 'anthropic:other'],
      byModel: [
        { model: several.run.model, calls: 3, tokens: several.run.tokens, costUsd: 0.06 },
        { model: 'anthropic:other', calls: 1, tokens: several.run.tokens, costUsd: null },
      ],
    },
  };
  for (const name of ['text', 'markdown', 'html'] as const) {
    it(`${name} shows estimate and actual side by side`, () => {
      const out = cells(formats[name].render(several));
      assert.match(out, /Cost \$0\.020 \(0\.010–0\.050\) \$0\.02/);
      assert.match(out, /Calls 5 4/);
      assert.match(out, /Input tokens 5,000 4,800/);
    });

    it(`${name} has a line for every model`, () => {
      const out = cells(formats[name].render(two));
      assert.match(out, /openai:gpt-test none \$0\.06, 3 calls/);
      assert.match(out, /anthropic:other none price unknown, 1 call/);
    });

    it(`${name} holds nothing of rules against an estimate`, () => {
      assert.doesNotMatch(formats[name].render(report({ model: rules })), /Estimated/);
    });
  }
});

describe('text', () => {
  const GOLDEN = /^[\P{Cc}\n\t]*$/u;

  it('T47 holds no control character, whatever the texts are', () => {
    const nasty = fc.string({
      unit: fc.oneof(
        fc.constantFrom(
          '\u001b',
          '[31m',
          ']0;',
          ']52;c;',
          '\u0007',
          '\u009b',
          '\u009d',
          '\\',
          '\r',
        ),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
    });
    fc.assert(
      fc.property(nasty, evil => {
        const out = formats.text.render(report(hostile(evil)));
        assert.match(out, GOLDEN);
        assert.doesNotMatch(out, /[\u202a-\u202e\u2066-\u2069]/);
      }),
      { numRuns: 300 },
    );
  });

  it('a long place stands on a line of its own, so that the title is in sight', () => {
    const path = `${'/folder'.repeat(10)}/a.md`;
    const document = JSON.stringify(documentOf(report()));
    const long = document.replaceAll('"place":"contracts/rev 7.md:', `"place":"${path}:`);
    assert.notEqual(long, document);
    const title = /^ +F1 {2}(\S.*)$/m;
    assert.doesNotMatch(documentText(JSON.parse(document) as Document), title);
    const out = documentText(JSON.parse(long) as Document);
    assert.match(out, new RegExp(`^ +${path}:[\\d:]+$`, 'm'));
    assert.match(out, title);
  });

  it('breaks no line between a number and its unit, whatever stands before them', () => {
    const document = documentOf(report());
    for (let length = 60; length < 110; length += 1) {
      const facts = ['0.1 s', '45 %', '3 min 2 s'].map(value => ({
        name: 'x'.repeat(length),
        value,
      }));
      const out = documentText({ ...document, facts });
      assert.doesNotMatch(out, /\d\n(?:s|min|%)/, `after ${length} characters`);
    }
  });

  it('T47 takes whole escape sequences out', () => {
    const link = '\u001b]8;;https://evil.test\u001b\\click\u001b]8;;\u001b\\';
    assert.equal(
      terminalText(`a\u001b[31;1mred\u001b[0m ${link}\u001b]52;c;eA==\u0007z`),
      'ared clickz',
    );
    assert.equal(terminalText('a\u202eb\u0008'), 'a\\u{202e}b\\u{8}');
  });

  it('T48 holds no line that a CI service takes for a command', () => {
    for (const evil of ['::set-output name=a::b', '  ::error::x', '##[error]x', '##vso[task]x'])
      for (const before of ['', 'x\n', 'x\r', 'x\u2028']) {
        const out = formats.text.render(report(hostile(before + evil)));
        assert.doesNotMatch(out, /^\s*::|##\[|##vso\[/m);
      }
    assert.equal(withoutCiCommands('a\n  ::stop\n'), 'a\n  \\::stop\n');
  });
});

describe('csv', () => {
  const payloads = [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    '\u00a0=1',
  ].concat([
    '＝1+1',
    '＋1',
    '－1',
    '＠x',
    '−1',
    '\ufeff=1',
    "=cmd|'/c calc'!A1",
    '=HYPERLINK("http://e")',
  ]);
  for (const payload of payloads)
    it(`T44 a cell that begins with ${JSON.stringify(payload)} stays text`, () => {
      const out = formats.csv.render(report(hostile(payload)));
      for (const row of parseCsv(out))
        for (const cell of row) assert.doesNotMatch(cell, /^[\s\ufeff]*[=+\-@＝＋－＠−]/);
    });

  it('T44 has one row per finding and reads back, whatever the texts are', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab",;\r\n\t\'=é') }), evil => {
        const shape = hostile(evil);
        const rows = parseCsv(formats.csv.render(report(shape)));
        assert.equal(rows.length, 3);
        assert.deepEqual(new Set(rows.map(r => r.length)), new Set([rows[0]?.length]));
        const title = rows[1]?.[rows[0]?.indexOf('title') ?? -1];
        assert.ok(title === evil || title === `'${evil}`);
      }),
    );
  });

  it('leaves plain text and numbers as they are', () => {
    assert.equal(csvCell('a "b"'), '"a ""b"""');
    assert.equal(csvCell(12), '"12"');
    assert.equal(csvCell(null), '""');
  });
});

const XSS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'><svg onload=alert(1)>",
  '</style><script>alert(1)</script>',
  '</title><iframe src=//evil.test>',
  '<meta http-equiv=refresh content="0;url=https://evil.test">',
  '<base href="https://evil.test/">',
  '--><!--',
  '&lt;script&gt;',
  '`onmouseover=alert(1)',
  'javascript:alert(1)',
  '\u0000<script>',
  '<<script>',
  '[x](javascript:alert(1))',
  '![x](https://evil.test/?q=1)',
  ']]><x>',
];

describe('html', () => {
  /** The tags and attribute names of a page whose texts are all escaped. */
  const markup = (html: string) => html.match(/<[^>]*>/g) ?? [];

  for (const evil of XSS)
    it(`T45 shows ${JSON.stringify(evil)} as text`, () => {
      const out = formats.html.render(report(hostile(evil)));
      const tags = markup(out);
      assert.ok(tags.length > 100);
      for (const tag of tags) {
        assert.doesNotMatch(
          tag,
          /^<\/?(?:script|img|iframe|object|embed|base|form|input|link|audio|video)/i,
        );
        assert.doesNotMatch(tag.replace(/"[^"]*"/g, '""'), /\son\w+\s*=|javascript:/i);
      }
      assert.equal(tags.filter(t => t.startsWith('<meta')).length, 5);
      for (const [, address] of out.matchAll(/(?:href|src)="([^"]*)"/g))
        assert.match(address ?? '', /^#(?:F\d+|\w+)$/);
    });

  it('T45 has the same tags whatever the texts are', () => {
    const shape = (evil: string) => {
      const out = formats.html.render(report(hostile(evil)));
      return markup(out)
        .map(t => t.replace(/"[^"]*"/g, '""'))
        .join('');
    };
    const plain = shape('plain words here');
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'<>"\'`&=/! xab'), minLength: 1 }), evil => {
        assert.equal(shape(`w${evil}w`), plain);
      }),
      { numRuns: 300 },
    );
  });

  it('T39 T45 no value of an altered report is markup, of whatever kind it was', () => {
    const evil = '"><img src=x onerror=alert(1)>';
    const whole = structuredClone(report()) as unknown;
    const leaves: { readonly holder: Record<string, unknown>; readonly key: string }[] = [];
    const walk = (holder: object): void => {
      for (const [key, value] of Object.entries(holder))
        if (typeof value === 'object' && value !== null) walk(value as object);
        else leaves.push({ holder: holder as Record<string, unknown>, key });
    };
    walk(whole as object);
    assert.ok(leaves.length > 200);
    let shown = 0;
    for (const { holder, key } of leaves) {
      const before = holder[key];
      holder[key] = evil;
      let out = '';
      try {
        out = formats.html.render(whole as Report);
      } catch {
        // No page is as good.
      }
      assert.doesNotMatch(out, /<img/, key);
      shown += Number(out.includes('onerror'));
      holder[key] = before;
    }
    assert.ok(shown > 30, `${shown}`);
  });

  it('R17 allows its own style sheet and nothing else', () => {
    const out = formats.html.render(report());
    const hash = createHash('sha256').update(reportStyle).digest('base64');
    assert.equal(reportStyleHash, `sha256-${hash}`);
    assert.ok(
      out.includes(
        `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
      ),
    );
    assert.equal(out.match(/<style>([\s\S]*?)<\/style>/)?.[1], reportStyle);
    assert.doesNotMatch(out, /<script|<link|\sstyle="/);
  });

  it('links a finding’s id only where there is such a finding', () => {
    const out = formats.html.render(report({ summary: 'See [F1] and [F99].' }));
    assert.match(out, /href="#F1"/);
    assert.doesNotMatch(out, /F99/);
  });

  it('shows the quote in its context, and apart what has no place', () => {
    const out = formats.html.render(report());
    assert.match(
      out,
      /exceed <\/span><mark>ten per cent \(10%\)<\/mark><span class="around"> of the/,
    );
    assert.match(out, /No exact place <span class="badge">1<\/span>/);
  });
});

describe('markdown', () => {
  for (const evil of XSS)
    it(`T45 R17 shows ${JSON.stringify(evil)} as text`, () => {
      const out = formats.markdown.render(report(hostile(evil)));
      const rest = out.replace(/<a id="f\d+"><\/a>/g, '').replace(/\[F\d+\]\(#f\d+\)/g, '');
      assert.doesNotMatch(rest, /<[/a-z!]/i);
      assert.doesNotMatch(rest, /(?<!\\)!\[|(?<!\\)\]\(/);
    });

  it('T30 T45 leaves no mark of Markdown unescaped', () => {
    assert.equal(escapeMarkdown('# a'), '\\# a');
    assert.equal(escapeMarkdown('1. a\n- b\n---'), '1\\. a\n\\- b\n\\---');
    assert.equal(
      escapeMarkdown('https://e.test www.e.test a@b'),
      'https&#58;//e.test www&#46;e.test a&#64;b',
    );
    assert.equal(escapeMarkdown('**a** `b` _c_'), '\\*\\*a\\*\\* \\`b\\` \\_c\\_');
  });
});

describe('those that said a finding and do not agree', () => {
  const sides = ['five', 'ten'].map((suggestion, i) => ({
    severity: 'critical' as const,
    message: `It should say ${suggestion}.`,
    suggestion,
    branchIds: [`c${i}/accuracy`],
  }));
  const disputed = report({ findings: [findingAt('ten per cent (10%)', { opinions: sides })] });

  for (const name of ['text', 'markdown', 'html'] as const)
    it(`stand side by side in ${name}`, () => {
      const shown = formats[name].render(disputed).replace(/\\|&#\d+;/g, '');
      assert.match(shown, /The reviewers disagree:/);
      for (const { suggestion } of sides)
        assert.match(shown, new RegExp(`Critical, 1 branch: It should say ${suggestion}`));
    });

  it('are in the JSON report, and no list is where they agree', () => {
    const read = (of: typeof disputed): unknown =>
      (JSON.parse(formats.json.render(of)) as typeof disputed).findings[0]?.opinions;
    assert.deepEqual(
      read(disputed),
      sides.map(({ branchIds, ...side }) => ({ ...side, branches: branchIds })),
    );
    assert.deepEqual(read(report()), []);
  });
});

describe('sarif', () => {
  interface Log {
    version: string;
    runs: {
      tool: { driver: { rules: { id: string }[] } };
      results: {
        ruleId: string;
        ruleIndex: number;
        kind?: string;
        level: string;
        locations: { physicalLocation: { artifactLocation: { uri: string }; region?: Region } }[];
        partialFingerprints: Record<string, string>;
        fixes?: unknown[];
      }[];
      invocations: { executionSuccessful: boolean; toolExecutionNotifications: unknown[] }[];
    }[];
  }
  interface Region {
    charOffset: number;
    charLength: number;
    startLine: number;
    snippet: { text: string };
  }
  const read = (shape: RunShape = {}) => {
    const log = JSON.parse(formats.sarif.render(report(shape))) as Log;
    const [run] = log.runs;
    assert.ok(run);
    return run;
  };

  it('gives every finding its level, rule, fingerprint and exact region', () => {
    const { results, tool } = read();
    assert.deepEqual(
      results.map(r => r.level),
      // The last one has no place: for a person to look at, never a failure.
      ['error', 'note', 'none'],
    );
    assert.equal(results[2]?.kind, 'review');
    for (const r of results) assert.equal(tool.driver.rules[r.ruleIndex]?.id, r.ruleId);
    const region = results[0]?.locations[0]?.physicalLocation.region;
    assert.equal(
      source.text.slice(region?.charOffset, (region?.charOffset ?? 0) + (region?.charLength ?? 0)),
      region?.snippet.text,
    );
    assert.equal(results[0]?.fixes?.length, 1);
    assert.deepEqual(results[0].partialFingerprints, { 'fanoutFinding/v1': '0123456789abcdef' });
  });

  it('gives a finding without a place no region and no fix', () => {
    const last = read().results.at(-1);
    assert.equal(last?.locations[0]?.physicalLocation.region, undefined);
    assert.equal(last?.fixes, undefined);
  });

  it('tells what was not read', () => {
    const { invocations } = read({
      outcomes: { 'c0/tone': failed },
      skipped: [{ path: 'a.png', reason: 'binary' }],
    });
    assert.equal(invocations[0]?.executionSuccessful, false);
    assert.equal(invocations[0].toolExecutionNotifications.length, 2);
  });

  it('T45 makes relative addresses of paths, whatever they are', () => {
    for (const path of [
      'javascript:alert(1)',
      '//evil.test/a',
      '\\\\evil\\a',
      'a b#c?d',
      'C:\\x\ud800',
    ]) {
      const { results } = read({ source: { ...source, path } });
      const uri = results[0]?.locations[0]?.physicalLocation.artifactLocation.uri ?? '';
      assert.doesNotMatch(uri, /^[a-z]+:|^\/\/|[\s#?\\]/i);
      assert.equal(new URL(uri, 'https://here.test/').host, 'here.test');
    }
  });
});

/** Reads RFC 4180. */
function parseCsv(csv: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [all, cell = ''] of csv.matchAll(/"((?:[^"]|"")*)"(?:,|\r\n)/g)) {
    row.push(cell.replaceAll('""', '"'));
    if (all.endsWith('\r\n')) {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}
