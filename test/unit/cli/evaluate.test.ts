import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Chaos, ok, type Script, startChaos, status } from '../../support/chaosServer.ts';
import { type Ended, startCommandLine } from '../../support/commandLine.ts';
import { sampleContract } from '../../support/sampleContract.ts';

interface Share {
  readonly hits: number;
  readonly of: number;
  readonly low: number;
  readonly high: number;
}
interface Written {
  readonly errors: readonly { readonly kind: string; readonly foundBy: readonly string[] }[];
  readonly models: readonly {
    readonly model: string;
    readonly run: string;
    readonly status: string;
    readonly recall: Share;
    readonly useful: Share | null;
    readonly placed: Share;
    readonly costUsd: number | null;
    readonly calls: number;
  }[];
  readonly notRun: readonly { readonly model: string }[];
}

/** Long enough for a dozen errors, short enough for a few calls. */
const TEXT = sampleContract().text.slice(0, 16_000);

const CANARY = 'sk-canary-7f3e91c2d4b85a60';

describe('command line: eval', function () {
  this.timeout(120_000);
  let folder: string;
  let chaos: Chaos | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fanout-eval-'));
    writeFileSync(join(folder, 'contract.md'), TEXT);
    writeFileSync(
      join(folder, 'prices.json'),
      JSON.stringify({
        'compatible:good': { input: 1, output: 5 },
        'compatible:blind': { input: 1, output: 5 },
      }),
    );
  });
  afterEach(async () => {
    await chaos?.close();
    chaos = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  const fanout = (...args: string[]): Promise<Ended> =>
    startCommandLine([...args, '--store', join(folder, 'store')], folder, {
      FANOUT_API_KEY: CANARY,
    }).ended;
  const evaluate = async (...args: string[]): Promise<Written> => {
    const { code, stdout, stderr } = await fanout(
      'eval',
      'contract.md',
      ...args,
      '--format',
      'json',
    );
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout) as Written;
  };

  const DATE =
    /(?:This was last confirmed on|The period ends on|The list was brought up to date on) \d+ \w+ \d+\./g;

  /** `good` quotes every impossible date there is and the first words of the text; `blind` finds nothing. */
  const script: Script = ({ api, body }) => {
    if (!api) return status(404);
    const asked = JSON.stringify(body);
    if (asked.includes('"verdict"'))
      return ok({ verdict: 'unsure', evidence: 'It may be.', quote: '' });
    const quotes = asked.includes('"model":"good"') ? [...new Set(asked.match(DATE) ?? [])] : [];
    return ok({
      findings: quotes.map(quote => ({
        quote,
        title: 'No such date',
        message: 'The month has fewer days.',
        suggestion: null,
        severity: 'major',
        confidence: 0.9,
      })),
      assessment: 'Read.',
    });
  };
  const serve = async (own: Script = script): Promise<string[]> => {
    chaos = await startChaos(own);
    return ['--base-url', `${chaos.url}/v1`, '--chunk-tokens', '2000', '--prices', 'prices.json'];
  };
  const both = ['--model', 'compatible:good', '--model', 'compatible:blind'];
  const dates = ['--kinds', 'impossible-date,insult', '--perspectives', 'accuracy,tone'];

  it('measures the offline rules without a call, and the same command says the same', async () => {
    const args = ['--plant', '12', '--seed', '3'];
    const [first, again] = [await evaluate(...args), await evaluate(...args)];
    const [rules] = first.models;
    assert.equal(rules?.model, 'offline:rules');
    assert.equal(rules?.costUsd, 0);
    assert.equal(rules?.useful, null, 'nobody judged them');
    assert.ok((rules?.recall.hits ?? 0) >= 1);
    assert.deepEqual(first.errors, again.errors);
    assert.deepEqual(rules?.recall, again.models[0]?.recall);
  });

  it('tells a good model from a blind one, and reads both again without paying', async () => {
    const args = [...(await serve()), ...both, ...dates, '--plant', '12'];
    const { models, errors } = await evaluate(...args);
    const [good, blind] = models;
    const planted = errors.filter(({ kind }) => kind === 'impossible-date').length;
    assert.ok(planted >= 4);
    assert.equal(good?.recall.hits, planted);
    assert.equal(good?.placed.hits, good?.placed.of);
    assert.ok(
      (good?.costUsd ?? 0) > 0 && (good?.recall.low ?? 0) > (blind?.recall.high ?? 1) - 0.5,
    );
    assert.deepEqual([blind?.recall.hits, blind?.recall.of], [0, errors.length]);

    const asked = chaos?.requests.length;
    const again = await evaluate(...args);
    assert.deepEqual(again.models, models);
    assert.equal(chaos?.requests.length, asked, 'nothing is asked twice');
    const shown = await fanout('show', good?.run.slice(0, 8) ?? '');
    assert.match(shown.stdout, /No such date/);
  });

  it('plans every model and sends nothing; --max-cost holds for all of them together', async () => {
    const args = [...(await serve()), ...both, ...dates];
    const planned = await fanout('eval', 'contract.md', ...args, '--plan');
    assert.equal(planned.code, 0, planned.stderr);
    assert.match(planned.stderr, /In all: \d+ calls, \$.* expected/);
    assert.equal(chaos?.requests.filter(({ body }) => body).length, 0);

    const { code, stdout, stderr } = await fanout(
      ...['eval', 'contract.md', ...args, '--max-cost', '0.03', '--format', 'json'],
    );
    assert.equal(code, 3, stderr);
    const { models, notRun } = JSON.parse(stdout) as Written;
    assert.ok(models.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0) <= 0.03);
    assert.ok(models.some(m => m.status !== 'succeeded') || notRun.length > 0);
  });

  it('refuses a cost limit that cannot hold, before anything is sent', async () => {
    const args = [...(await serve()), '--model', 'compatible:unpriced', '--max-cost', '1'];
    const { code, stderr } = await fanout('eval', 'contract.md', ...args);
    assert.equal(code, 2);
    assert.match(stderr, /price of compatible:unpriced is not known.*Nothing was sent/);
  });

  it('looks for secrets before anything goes to a model or to the judge, and plants after that', async () => {
    const args = await serve();
    writeFileSync(join(folder, 'contract.md'), `${TEXT}\n\nThe token is ${CANARY} for now.\n`);
    const { code, stderr } = await fanout(
      ...['eval', 'contract.md', '--model', 'compatible:good', '--model', 'offline', ...args],
      ...['--verify-model', 'openai:gpt-6-luna', ...dates],
    );
    assert.equal(code, 2, stderr);
    assert.match(stderr, /The text contains secrets\. Nothing was sent/);
    assert.equal(chaos?.requests.filter(({ body }) => body?.['messages']).length, 0);
  });

  it('goes on where it was interrupted', async () => {
    let isDown = true;
    const args = await serve((request, n) =>
      isDown && request.api && JSON.stringify(request.body).includes('Article 9. Construction')
        ? status(400, { error: { message: 'bad request' } })
        : script(request, n),
    );
    const asked = ['--model', 'compatible:good', ...dates, ...args];
    const first = await fanout('eval', 'contract.md', ...asked, '--format', 'json');
    assert.equal(first.code, 3, first.stderr);
    isDown = false;
    const before = chaos?.requests.length ?? 0;
    const [done] = (await evaluate(...asked)).models;
    assert.equal(done?.run, (JSON.parse(first.stdout) as Written).models[0]?.run);
    assert.equal(done?.status, 'succeeded');
    assert.ok((chaos?.requests.length ?? 0) - before < done.calls, 'only the gaps were asked');
  });

  it('reads a truth file, and fails a model below --min-recall', async () => {
    const quote = /The Authority supplies a city[^.]*/.exec(TEXT)?.[0] ?? '';
    writeFileSync(join(folder, 'truth.json'), JSON.stringify({ errors: [{ quote }] }));
    const { code, stderr, stdout } = await fanout(
      ...['eval', 'contract.md', '--truth', 'truth.json', '--min-recall', '0.5'],
    );
    assert.equal(code, 1);
    assert.match(stderr, /offline:rules is below --min-recall 0\.5/);
    assert.match(stdout, /0 of 1/);
  });

  it('measures passages of a public set by their kinds, with the texts of the set', async () => {
    const law = 'This Agreement is governed by the laws of Utah.';
    const cap = 'The liability of either party is limited to the fees paid.';
    const filler = 'The parties meet every month and keep minutes of what they agree on. '.repeat(
      20,
    );
    const context = `${law} ${filler}${cap}`;
    const answers = (text: string) => [{ text, answer_start: context.indexOf(text) }];
    const set = {
      data: [
        {
          title: 'Contract A',
          paragraphs: [
            {
              context,
              qas: [
                { id: 'A__Governing Law', question: 'Which law governs?', answers: answers(law) },
                { id: 'A__Cap On Liability', question: 'Is it capped?', answers: answers(cap) },
                { id: 'A__Insurance', question: 'Who insures?', answers: [] },
              ],
            },
          ],
        },
      ],
    };
    writeFileSync(join(folder, 'set.json'), JSON.stringify(set));
    const prompts: string[] = [];
    const named = (quote: string, title: string) => ({
      ...{ quote, title, message: title, suggestion: null, severity: 'note', confidence: 0.9 },
    });
    const args = await serve(({ api, body }) => {
      if (!api || !body?.['messages']) return status(404);
      prompts.push(JSON.stringify(body));
      const findings = [named(law, 'Governing Law'), named(cap, 'Insurance')];
      return ok({ findings, assessment: 'Read.' });
    });
    const { code, stdout, stderr } = await fanout(
      ...['eval', '--truth', 'set.json', '--model', 'compatible:good', ...args, '--format', 'json'],
    );
    assert.equal(code, 0, stderr);
    const [model] = (JSON.parse(stdout) as Written).models;
    assert.deepEqual([model?.recall.hits, model?.recall.of], [1, 2]);
    assert.deepEqual([model?.useful?.hits, model?.useful?.of], [1, 2], 'a wrong kind is false');
    assert.match(prompts[0] ?? '', /- Insurance: Who insures\?/);
    assert.equal(prompts.length, 1, 'nothing is verified: the set says what is right');
  });
});
