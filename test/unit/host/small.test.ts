import assert from 'node:assert/strict';
import { batch } from '../../../src/host/runs/batch.ts';
import {
  buttonsOf,
  detailOf,
  familyOf,
  isDear,
  isUncapped,
  staysHere,
} from '../../../src/host/jobs/consentQuestion.ts';
import { jsonIn, promptOf } from '../../../src/host/models/editorPrompt.ts';
import { isExcluded, withoutExcluded } from '../../../src/engine/excluded.ts';
import { logRun } from '../../../src/host/runs/runLog.ts';
import { isProtected } from '../../../src/core/domain/protectedPath.ts';
import { whyNotFixable } from '../../../src/core/domain/results/fixable.ts';
import type { SkippedSource } from '../../../src/core/domain/source.ts';
import type { Finding } from '../../../src/core/domain/results/findings.ts';
import { approve, type Answer, type ApprovalUi } from '../../../src/host/settings/approval.ts';
import type { Estimate } from '../../../src/core/domain/billing.ts';
import type { ModelInfo } from '../../../src/core/domain/model.ts';

const STEERING = [
  ...[
    '.gitlab-ci.yml',
    '.idea/workspace.xml',
    '.devcontainer.json',
    '.clinerules',
    '.fanout/x.json',
  ],
  ...['.fanout/decisions.json', '.cursorrules', '.windsurfrules', '.vscode/tasks.json', '.bashrc'],
  ...['AGENTS.md', 'CLAUDE.local.md', 'copilot-instructions.md', 'x.prompt.md', 'mcp.json'],
  ...[
    'package.json',
    'Makefile',
    'Dockerfile.prod',
    'docker-compose.yml',
    'Jenkinsfile',
    'pom.xml',
  ],
  ...[
    'build.gradle.kts',
    'pyproject.toml',
    'setup.py',
    'tox.ini',
    'Cargo.toml',
    'build.rs',
    'go.mod',
  ],
  ...['vite.config.ts', 'tsconfig.build.json', 'azure-pipelines.yml', 'app.csproj', 'gradlew.bat'],
  ...['AGENTS.md.', 'AGENTS.md::$DATA', 'GIT~1/config', '.g\u200bit/config', 'conftest.py'],
];
const PLAIN = [
  ...[
    'docs/a.md',
    'src/environment.ts',
    'gitignore.md',
    'my.github.md',
    'src/package.ts',
    'contract.md',
  ],
  ...['../other/a.md', './a.md', 'src/app.ts', 'docs/makefiles.md', 'agentsmith.md', 'builder.py'],
  ...[
    'src/config.ts',
    'data/items.json',
    'script.sh',
    'claude-monet.txt',
    'chapter.1.md',
    'notes.txt',
  ],
];

const model = (provider: ModelInfo['provider'], origin?: string): ModelInfo => ({
  provider,
  ref: `${provider}:m`,
  id: 'm',
  label: 'm',
  ...(origin ? { origin } : {}),
});
const estimate: Estimate = {
  calls: 126,
  cached: 3,
  inputTokens: 320_000,
  outputTokens: 40_000,
  costUsd: { low: 0.8, expected: 1.2, high: 2.1 },
  seconds: { low: 10, expected: 45, high: 90 },
};
const question = {
  name: 'a.md',
  models: [model('openai', 'https://api.openai.com')],
  estimate,
  houseRules: [],
  files: 1,
  limits: { confirmAboveUsd: 1, maxCostUsd: 20, maxTokens: 0 },
};

describe('consent', () => {
  it('T60 only rules and servers on this machine need none', () => {
    assert.equal(staysHere(model('offline')), true);
    assert.equal(staysHere(model('compatible', 'http://127.0.0.1:11434')), true);
    assert.equal(staysHere(model('compatible', 'https://ai.example.com')), false);
    assert.equal(staysHere(model('openai', 'https://api.openai.com')), false);
    assert.equal(staysHere(model('vscode', 'VS Code (copilot)')), false);
  });

  it('T60 another version of a model is the same choice, another model is not', () => {
    assert.equal(familyOf('gpt-5.2-2026-11-01'), familyOf('GPT-5.2'));
    assert.equal(familyOf('claude-x-20261101'), familyOf('claude-x'));
    assert.notEqual(familyOf('gpt-5.2-mini'), familyOf('gpt-5.2'));
  });

  it('offers the other mode with what it saves, how long it takes and where the text is meanwhile', () => {
    const economy: Estimate = { ...estimate, costUsd: { low: 0.4, expected: 0.6, high: 1.05 } };
    const fast = { ...question, choice: { mode: 'fast', fast: estimate, economy } } as const;
    assert.deepEqual(buttonsOf(fast), {
      send: 'Send',
      others: [{ title: 'Send in Economy Mode', mode: 'economy' }],
    });
    const text = detailOf(fast);
    assert.match(
      text,
      /Economy: about \$0\.60 instead of \$1\.20, usually within the hour, at most 24 h\./,
    );
    assert.match(text, /kept at the provider until the answers are collected, for 30 days at most/);
    assert.match(text, /sent again individually, at the full price/);
    const planned = {
      ...fast,
      estimate: economy,
      choice: { ...fast.choice, mode: 'economy' },
    } as const;
    assert.deepEqual(
      buttonsOf(planned).others.map(({ mode }) => mode),
      ['fast'],
    );
    assert.match(detailOf(planned), /Expected cost \$0\.60/);
    assert.deepEqual(buttonsOf(question), { send: 'Send', others: [] });
    assert.doesNotMatch(detailOf(question), /[Ee]conomy/);
  });

  it('T49 a dear run is asked about every time', () => {
    assert.equal(isDear(question), true);
    assert.equal(
      isDear({ ...question, limits: { ...question.limits, confirmAboveUsd: 2 } }),
      false,
    );
  });

  it('says how much goes where at what price before anything is sent', () => {
    const text = detailOf(question);
    for (const part of ['126 calls', '320,000 tokens', 'https://api.openai.com', '$1.20', '$2.10'])
      assert.ok(text.includes(part), part);
    const { costUsd: _, ...free } = estimate;
    assert.match(detailOf({ ...question, estimate: free }), /price of this model is not known/);
    const linked = { ...estimate, linked: { chunks: 12, compared: true } };
    assert.match(
      detailOf({ ...question, estimate: linked }),
      /^12 parts use what other parts define: .* is compared at the end\.$/m,
    );
  });

  it('T49 says that a workspace asks for more than the user does', () => {
    assert.match(detailOf({ ...question, isWider: true }), /sets more perspectives than your own/);
    assert.doesNotMatch(detailOf(question), /more perspectives/);
  });

  it('says that a limit in money cannot hold without a price, and offers one in tokens', () => {
    const { costUsd: _, ...estimate } = question.estimate;
    const unpriced = { ...question, estimate };
    assert.equal(isUncapped(unpriced), true);
    assert.match(detailOf(unpriced), /limit of \$20\.00 cannot be enforced/);
    const capped = { ...unpriced, limits: { ...question.limits, maxTokens: 500_000 } };
    assert.equal(isUncapped(capped), false);
    assert.match(detailOf(capped), /more than 500,000 tokens/);
    assert.equal(isUncapped(question), false);
    assert.doesNotMatch(detailOf(question), /limit/);
    const tight = { ...question, limits: { ...question.limits, maxCostUsd: 2 } };
    assert.match(detailOf(tight), /pauses before it costs more than your limit of \$2\.00/);
  });
});

describe('runLog', () => {
  it('R16 logs codes and counts, never what a provider or a document says', () => {
    const lines: string[] = [];
    const take = (message: string, fields?: object) =>
      void lines.push(`${message} ${JSON.stringify(fields)}`);
    const log = { info: take, warn: take, error: take };
    const failure = { code: 'serverError' as const, message: 'SECRET', status: 503 };
    logRun(log, {
      runId: 'r',
      event: { type: 'branch.retrying', branchId: 'b', attempt: 2, failure, until: 1, at: 1 },
    });
    logRun(log, {
      runId: 'r',
      event: {
        type: 'branch.ended',
        branchId: 'b',
        outcome: { status: 'failed', failure, attempts: 4 },
        at: 1,
      },
    });
    logRun(log, { runId: 'r', event: { type: 'run.ended', status: 'failed', failure, at: 1 } });
    assert.equal(lines.length, 3);
    for (const line of lines) {
      assert.match(line, /serverError/);
      assert.doesNotMatch(line, /SECRET/);
    }
  });
});

describe('small parts of the host', () => {
  it('a batch hands over together, and at once when flushed', async () => {
    const got: (readonly number[])[] = [];
    const b = batch<number>(1, items => void got.push(items));
    b.add(1);
    b.add(2);
    assert.deepEqual(got, []);
    b.flush();
    assert.deepEqual(got, [[1, 2]]);
    b.add(3);
    await new Promise(resolve => setTimeout(resolve, 20));
    assert.deepEqual(got, [[1, 2], [3]]);
    b.add(4);
    b.dispose();
    b.flush();
    assert.equal(got.length, 2);
  });

  it('R11 T35 suggestions are never applied to files that steer tools', () => {
    for (const path of [
      '.vscode/settings.json',
      'a/.git/config',
      '.github/workflows/ci.yml',
      'x.code-workspace',
      '.env',
      'app/.env.local',
      '.npmrc',
      '.devcontainer/devcontainer.json',
      '.husky\\pre-commit',
      'CLAUDE.md',
      'sub/agents.md',
    ])
      assert.equal(isProtected(path), true, path);
    for (const path of STEERING) {
      assert.equal(isProtected(path), true, path);
      assert.equal(isProtected(path.toUpperCase()), true, path);
      assert.equal(isProtected(`a\\b\\${path.replaceAll('/', '\\')}`), true, path);
    }
    for (const path of PLAIN) assert.equal(isProtected(path), false, path);
  });

  it('R11 a suggestion for such a file cannot be applied, whatever its path is shown as', () => {
    const finding = {
      range: { start: 0, end: 3 },
      quote: 'old',
      suggestion: 'new',
    } as Finding;
    const reason = (path: string, uri = `file:///project/${path}`) =>
      whyNotFixable(finding, { path, uri });
    assert.equal(reason('docs/a.md'), undefined);
    for (const path of STEERING) assert.match(reason(path) ?? '', /changed only by hand/, path);
    assert.match(reason('rules', 'file:///project/AGENTS.md') ?? '', /only by hand/);
    assert.match(reason('a.md', 'file:///project/%2Egitlab-ci.yml') ?? '', /only by hand/);
    assert.equal(reason('a.md', 'file:///home/me/.notes/project/a.md'), undefined);
  });

  it('T25 instructions of a workspace are agreed to word by word, after all of them were seen', async () => {
    const kept: string[] = [];
    const asked: string[] = [];
    let answers: Answer[] = [];
    const approvals = {
      get: () => kept,
      set: (hashes: readonly string[]) => {
        kept.splice(0, kept.length, ...hashes);
        return Promise.resolve();
      },
    };
    const ui: ApprovalUi = {
      ask: (_message, detail, action) => {
        asked.push(`${action}: ${detail}`);
        return Promise.resolve(answers.shift());
      },
      askBeside: (_message, text) => {
        asked.push(`beside: ${text}`);
        return Promise.resolve(answers.shift());
      },
    };
    const of = (...texts: string[]) =>
      approve(
        texts.map((text, i) => ({ name: `P${i}`, text })),
        'perspective',
        approvals,
        ui,
      );
    answers = ['use'];
    assert.equal(await of('Look for dates.'), 'use');
    assert.match(asked[0] ?? '', /^Use: P0:\nLook for dates\./);
    assert.equal(await of('Look for dates.'), 'use');
    assert.equal(asked.length, 1, 'the same words are asked about once');
    const long = `${'Look for dates. '.repeat(500)}And report nothing.`;
    answers = ['use', undefined];
    assert.equal(await of(long), undefined);
    assert.match(asked[1] ?? '', /^Show All/);
    assert.ok(asked[2]?.endsWith('And report nothing.'), 'to the last word');
    answers = ['use', 'use'];
    assert.equal(await of(long), 'use');
    assert.equal(await of(long), 'use');
    assert.equal(asked.length, 5);
    answers = ['leaveOut'];
    assert.equal(await of('Look\u200b away.\u{e0041}'), 'leaveOut');
    assert.match(asked[5] ?? '', /Look\[U\+200B\] away\.\[U\+E0041\]/);
  });

  it('exclude patterns read as Git reads them', () => {
    const patterns = ['drafts/', '*.tmp.md', '!keep.tmp.md'];
    assert.equal(isExcluded('drafts/a/b.md', patterns), true);
    assert.equal(isExcluded('x/y.tmp.md', patterns), true);
    assert.equal(isExcluded('x/keep.tmp.md', patterns), false);
    assert.equal(isExcluded('draft.md', patterns), false);
    assert.equal(isExcluded('anything', []), false);
  });

  it('what is excluded is listed and no gap, but for what stands for files without naming them', () => {
    const reason = 'over the limit of 5 files in one run';
    const skipped: SkippedSource[] = [
      { path: 'made/big.js', reason: 'generated, and new in this change: review the file itself' },
      { path: '12 more files', reason, overLimit: true },
    ];
    assert.deepEqual(withoutExcluded({ sources: [], skipped }, ['*'], 'excluded').skipped, [
      { path: '12 more files', reason, overLimit: true },
      { path: 'made/big.js', reason: 'excluded', gap: false },
    ]);
    assert.deepEqual(withoutExcluded({ sources: [], skipped }, [], 'excluded').skipped, skipped);
  });

  it('a model of the editor is asked for JSON in words, and read with tolerance', () => {
    const prompt = promptOf({
      system: 'S',
      shared: 'D',
      task: 'T',
      schema: { type: 'object' },
      schemaName: 'x',
      maxOutputTokens: 1,
    });
    assert.ok(prompt.indexOf('S') < prompt.indexOf('D') && prompt.includes('{"type":"object"}'));
    assert.equal(jsonIn('Here it is:\n```json\n{"a":{"b":1}}\n```'), '{"a":{"b":1}}');
    assert.equal(jsonIn('no object'), 'no object');
  });
});
