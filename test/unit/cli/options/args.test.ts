import assert from 'node:assert/strict';
import { readArgs } from '../../../../src/cli/options/args.ts';
import { ALL_OPTIONS } from '../../../../src/cli/options/program.ts';
import { COMMAND_NAMES } from '../../../../src/cli/options/commandTable.ts';
import { FanoutError } from '../../../../src/core/errors.ts';

const given = (...args: string[]) => {
  const read = readArgs(['review', 'a.md', ...args]);
  assert.ok(read.command === 'run');
  return read.settings.given;
};
const helpOf = (...args: string[]): string => {
  const read = readArgs(args);
  assert.ok(read.command === 'help');
  return read.text;
};

describe('command line arguments', () => {
  it('nothing but a path means the defaults that the help names', () => {
    assert.deepEqual(readArgs(['review', 'a.md', 'src']), {
      command: 'run',
      paths: ['a.md', 'src'],
      secrets: 'stop',
      settings: { spec: { kind: 'review' }, given: {} },
      output: { format: 'text' },
    });
  });

  it('a second model is for classify, with a threshold that has a default', () => {
    const classify = ['classify', 'q.csv', '--labels', 'a,b', '--model', 'openai:x'];
    const read = readArgs([...classify, '--second-model', 'openai:y']);
    assert.ok(read.command === 'run' && read.settings.spec?.kind === 'classify');
    assert.equal(read.settings.spec.doubtfulBelow, 0.6);
    assert.equal(read.settings.given.verifyModel, 'openai:y');
    assert.throws(() => readArgs([...classify, '--doubtful', '0.5']), /needs --second-model/);
    assert.throws(
      () => readArgs([...classify, '--second-model', 'openai:y', '--doubtful', '60']),
      /above 0 and at most 1/,
    );
    assert.throws(
      () => readArgs(['review', 'a.md', '--second-model', 'openai:y']),
      /for classify, not for review/,
    );
  });

  for (const [command, option] of [
    ['summarize a.md --model openai:x', '--changes'],
    ['ask q a.md --model openai:x', '--staged'],
    ['classify a.csv --labels a,b --model openai:x', '--commit abc'],
    ['review a.md', '--column c'],
    ['review a.md', '--audience me'],
    ['summarize a.md --model openai:x', '--instructions AGENTS.md'],
    ['runs', '--model openai:x'],
    ['show abc', '--batch'],
    ['cancel abc', '--max-cost 2'],
    ['resume abc', '--perspectives tone'],
    ['labels a.csv --model openai:x', '--gold g'],
    ['compare a b', '--reason why'],
  ] as const)
    it(`${command.split(' ')[0]} refuses ${option.split(' ')[0]}, which would change nothing`, () => {
      const name = command.split(' ')[0] ?? '';
      assert.throws(
        () => readArgs([...command.split(' '), ...option.split(' ')]),
        new RegExp(
          `^FanoutError: ${option.split(' ')[0]} is for .*, not for ${name}\\. Nothing was`,
        ),
      );
    });

  it('every option of the help is refused by no command that the help gives it to', () => {
    for (const args of [
      'review --changes --plan',
      'plan --staged',
      'review a.md --verify major --verify-model openai:b --model openai:a --perspectives tone',
      'summarize a.md --model openai:x --models openai:x,openai:y --length short --batch',
      'ask q a.md --model openai:x --columns a*,b --secrets mask',
      'labels a.csv --model openai:x --about x --column c --out l.json',
      'resume abc --max-cost 2 --fail-on major --events e.jsonl',
      'show abc --format json --fail-on major --decisions d.json',
      'runs --format json --store s',
    ])
      assert.doesNotThrow(() => readArgs(args.split(' ')), args);
  });

  it('a change is what is not committed, what is staged, a branch, or a commit; never two of them', () => {
    const change = (...args: string[]) => {
      const read = readArgs(['review', ...args]);
      assert.ok(read.command === 'run' && read.settings.spec?.kind === 'review');
      return read.settings.spec.change;
    };
    assert.deepEqual(change('a.md'), undefined);
    assert.deepEqual(change('--changes'), {});
    assert.deepEqual(change('--staged'), { staged: true });
    assert.deepEqual(change('--changes', 'main'), { ref: 'main' });
    assert.deepEqual(change('--commit', 'abc'), { commit: 'abc' });
    for (const args of [
      ['--changes', 'main', '--staged'],
      ['--staged', '--commit', 'abc'],
      ['--changes', 'main', 'other'],
    ])
      assert.throws(() => change(...args), FanoutError);
    assert.throws(() => readArgs(['review']), FanoutError);
  });

  it('no argument, --help and --version ask for no work', () => {
    assert.match(helpOf(), /review.*summarize.*ask.*classify/s);
    assert.deepEqual(readArgs(['--version']), { command: 'version' });
  });

  it('reads what to sum up and what to ask, and refuses what cannot be', () => {
    const model = ['--model', 'openai:x'];
    const specOf = (...args: string[]) => {
      const read = readArgs([...args, ...model]);
      assert.ok(read.command === 'run');
      return { spec: read.settings.spec, paths: read.paths };
    };
    assert.deepEqual(specOf('summarize', 'a.md', 'b'), {
      spec: { kind: 'summarize', length: 'medium' },
      paths: ['a.md', 'b'],
    });
    assert.deepEqual(specOf('summarize', 'a', '--length', '80', '--audience', 'us').spec, {
      kind: 'summarize',
      length: 80,
      audience: 'us',
    });
    assert.deepEqual(specOf('ask', 'Who pays?', 'a', 'b'), {
      spec: { kind: 'ask', question: 'Who pays?' },
      paths: ['a', 'b'],
    });
    assert.deepEqual(specOf('ask', '', 'a', '--columns', 'who').spec, {
      kind: 'ask',
      question: '',
      columns: [{ name: 'who', description: '', type: 'text', key: true }],
    });
    const refused = [
      ['summarize'],
      ['summarize', 'a', '--length', '5'],
      ['summarize', 'a', '--length', 'huge'],
      ['summarize', 'a', '--format', 'sarif'],
      ['ask', 'Who pays?'],
      ['ask', '', 'a'],
      ['ask', 'x', 'a', '--columns', 'b', '--schema', 'c'],
      ['ask', 'x', 'a', '--schema', '/nowhere.json'],
    ];
    for (const args of refused)
      assert.throws(() => readArgs([...args, ...model]), { code: 'usage' }, args.join(' '));
    assert.throws(() => readArgs(['summarize', 'a.md']), /summarize needs a model/);
  });

  it('reads amounts, quorums and lists', () => {
    assert.equal(given('--max-cost', '2.50').maxCostUsd, 2.5);
    assert.equal(given('--max-cost', '.5').maxCostUsd, 0.5);
    assert.equal(given('--max-tokens', '200000').maxTokens, 200_000);
    assert.deepEqual(given('--on-failure', 'quorum=0.9'), { onFailure: 'quorum', quorum: 0.9 });
    assert.deepEqual(given('--no-cache', '--hedge', '--verify', 'major'), {
      reuseAnswers: false,
      hedge: true,
      verify: 'major',
    });
    const read = readArgs(['plan', 'a.md', '--perspectives', ' tone, accuracy,']);
    assert.ok(read.command === 'run' && read.only === 'plan');
    assert.deepEqual(read.settings.perspectives, ['tone', 'accuracy']);
  });

  it('reads several models, which perspective each reads, who checks, and where they are', () => {
    const read = readArgs([
      ...['review', 'a.md', '--models', 'compatible:a,anthropic:b', '--verify', 'major'],
      ...['--perspective-model', 'tone=openai:c', '--perspective-model', 'tone=openai:d'],
      ...['--verify-model', 'openai:e', '--base-url', 'http://127.0.0.1:1/v1'],
      ...[
        '--base-url',
        'anthropic=https://gate.example',
        '--base-url',
        'openai:c=https://c.example',
      ],
    ]);
    assert.ok(read.command === 'run');
    const { model, moreModels, perspectiveModels, baseUrl } = read.settings;
    const { verifyModel, baseUrls } = read.settings.given;
    assert.equal(model, 'compatible:a');
    assert.deepEqual(moreModels, ['anthropic:b']);
    assert.deepEqual(perspectiveModels, { tone: ['openai:c', 'openai:d'] });
    assert.equal(verifyModel, 'openai:e');
    assert.equal(baseUrl, 'http://127.0.0.1:1/v1');
    assert.deepEqual(baseUrls, {
      anthropic: 'https://gate.example',
      'openai:c': 'https://c.example',
    });
  });

  it('resuming takes limits and outputs; what was asked is stored with the run', () => {
    const read = readArgs(['resume', 'ab12', '--max-cost', '1', '--format', 'json']);
    assert.ok(read.command === 'resume');
    assert.equal(read.runId, 'ab12');
    assert.equal(read.given.maxCostUsd, 1);
    assert.equal(read.output.format, 'json');
  });

  for (const [what, args, message] of [
    ['an unknown command', ['frobnicate', 'x'], /Unknown command 'frobnicate'/],
    ['no command', ['--hedge'], /Unknown option '--hedge'/],
    ['no path', ['review'], /at least one file/],
    ['two runs', ['show', 'a', 'b'], /one run id/],
    ['an unknown option', ['review', 'a.md', '--api-key', 'x'], /api-key/],
    ['an option without its value', ['review', 'a.md', '--out'], /--out/],
    ['an option for a value', ['review', 'a.md', '--out', '--hedge'], /--out needs a value/],
    ['a cap of nothing', ['review', 'a.md', '--max-cost', '0'], /above 0/],
    ['two kinds of change', ['review', '--staged', '--commit', 'a'], /--staged.*--commit/],
    ['a concurrency of 0', ['review', 'a.md', '--concurrency', '0'], /1 to 1000/],
    ['a concurrency of a million', ['review', 'a.md', '--concurrency', '1000000'], /1 to 1000/],
    ['a fraction of a token', ['review', 'a.md', '--max-tokens', '1.5'], /--max-tokens/],
    ['a cost below 0', ['review', 'a.md', '--max-cost=-1'], /--max-cost/],
    ['a cost that is no number', ['review', 'a.md', '--max-cost', 'NaN'], /--max-cost/],
    ['a quorum above 1', ['review', 'a.md', '--on-failure', 'quorum=9'], /--on-failure/],
    [
      'an empty list of perspectives',
      ['review', 'a.md', '--perspectives', ','],
      /not an empty one/,
    ],
    [
      'a perspective without its model',
      ['review', 'a.md', '--perspective-model', 'tone'],
      /NAME=VALUE/,
    ],
    [
      'a verifying model without --verify',
      ['review', 'a.md', '--verify-model', 'openai:e'],
      /--verify/,
    ],
    [
      'two addresses of one model',
      ['review', 'a.md', '--base-url', 'https://a', '--base-url', 'https://b'],
      /twice/,
    ],
    ['an unknown format', ['review', 'a.md', '--format', 'pdf'], /--format/],
    ['an unknown way with secrets', ['review', 'a.md', '--secrets', 'hide'], /--secrets/],
    ['an unknown severity', ['review', 'a.md', '--fail-on', 'bad'], /--fail-on/],
  ] as const)
    it(`refuses ${what} with a clear line`, () => {
      assert.throws(
        () => readArgs(args),
        (error: unknown) =>
          error instanceof FanoutError && error.code === 'usage' && message.test(error.message),
      );
    });

  it('the help of a command shows that command only, and every option that it takes', () => {
    const summarize = helpOf('summarize', '--help');
    assert.match(summarize, /fanout summarize/);
    assert.match(summarize, /--audience <text>/);
    assert.doesNotMatch(summarize, /--column|--gold|--staged|dismiss/);
    const shown = new Set(
      COMMAND_NAMES.flatMap(name =>
        [...helpOf(name, '-h').matchAll(/^ +(?:-[a-z], )?--([a-z-]+)/gm)].map(match => match[1]),
      ),
    );
    assert.deepEqual(
      ALL_OPTIONS.filter(option => !shown.has(option)),
      [],
    );
  });

  it('the help of every command fits a terminal of 80 columns', () => {
    for (const name of COMMAND_NAMES)
      for (const line of helpOf(name, '--help').split('\n'))
        assert.ok(line.length <= 80, `${name}: ${line}`);
  });

  it('a slip of the pen gets a suggestion', () => {
    for (const [args, right] of [
      [['revew', 'a.md'], 'review'],
      [['review', 'a.md', '--hegde'], '--hedge'],
      [['summarize', 'a.md', '--lenght', 'short'], '--length'],
    ] as const)
      assert.throws(() => readArgs(args), new RegExp(`Did you mean ${right}\\?`));
  });
});
