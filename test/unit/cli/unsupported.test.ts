import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Chaos, ok, type Script, startChaos, status } from '../../support/chaosServer.ts';
import { type Ended, startCommandLine } from '../../support/commandLine.ts';

const TEXT = `# Contract\n\nThe Supplier delivers the goods within thirty days. ${'The goods are checked on arrival. '.repeat(20)}\n`;
const INVENTED = 'The Customer may return the goods within ninety days of purchase.';

const remark = (quote: string, severity: string, title: string) => ({
  quote,
  title,
  message: `${title}.`,
  suggestion: null,
  severity,
  confidence: 0.9,
});

describe('command line: quotes that are not in the text', function () {
  this.timeout(60_000);
  let folder: string;
  let chaos: Chaos | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fanout-cli-'));
    writeFileSync(join(folder, 'contract.md'), TEXT);
  });
  afterEach(async () => {
    await chaos?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const fanout = async (answer: unknown, ...args: string[]): Promise<Ended> => {
    const script: Script = ({ api }) => (api ? ok(answer) : status(404));
    chaos = await startChaos(script);
    const model = ['--model', 'compatible:test', '--base-url', `${chaos.url}/v1`];
    return startCommandLine([...args, ...model, '--store', join(folder, 'store')], folder, {
      FANOUT_API_KEY: 'sk-canary-7f3e91c2d4b85a60',
    }).ended;
  };
  const ask = (quote: string): Promise<Ended> =>
    fanout(
      { statements: [{ text: 'The goods may be returned.', quotes: [quote] }] },
      ...['ask', 'May the goods be returned?', 'contract.md'],
    );

  it('ask exits with 3 and shows the answer as unsupported, never "nothing was found"', async () => {
    const { code, stdout, stderr } = await ask(INVENTED);
    assert.equal(code, 3, stderr);
    assert.match(stderr, /Unsupported: the model answered, but its quotes could not be found/);
    assert.match(stdout, /The goods may be returned\./);
    assert.doesNotMatch(stdout, /Nothing was found/);
  });

  it('summarize exits with 3 where the model says nothing about the text', async () => {
    const { code, stderr } = await fanout({ statements: [] }, 'summarize', 'contract.md');
    assert.equal(code, 3, stderr);
    assert.match(stderr, /Empty: the model made no statement about the text/);
  });

  it('ask exits with 3 where a figure or a negation of the answer is not in the words it cites', async () => {
    const QUOTE = 'The Supplier delivers the goods within thirty days.';
    const said = (text: string): Promise<Ended> =>
      fanout(
        { statements: [{ text, quotes: [QUOTE] }] },
        ...['ask', 'When are the goods delivered?', 'contract.md'],
      );
    const wrong = await said('The goods are delivered within 60 days.');
    assert.equal(wrong.code, 3, wrong.stderr);
    assert.match(wrong.stderr, /Check: 1 statement of the result has figures or negations/);
    await chaos?.close();
    const right = await said('The goods are delivered within 30 days.');
    assert.equal(right.code, 0, right.stderr);
  });

  it('ask says that the answer is in another language', async () => {
    const { code, stdout, stderr } = await fanout(
      {
        statements: [
          {
            text: 'Die Waren werden von dem Lieferanten mit der Frist von 30 Tagen geliefert.',
            quotes: ['The Supplier delivers the goods within thirty days.'],
          },
        ],
      },
      ...['ask', 'By when is the Supplier to deliver the goods?', 'contract.md'],
    );
    assert.equal(code, 0, stderr);
    assert.match(stderr, /Written in German, not in English/);
    assert.match(stdout, /Written in German, not in English/);
  });

  it('ask may well find nothing', async () => {
    const { code, stderr } = await fanout({ statements: [] }, 'ask', 'Who pays?', 'contract.md');
    assert.equal(code, 0, stderr);
  });

  it('a finding without a place does not fail the run, decides no verdict and is read last', async () => {
    const answer = {
      findings: [
        remark(INVENTED, 'critical', 'Returns contradict delivery'),
        remark('The goods are checked on arrival.', 'minor', 'Checked by whom'),
      ],
      assessment: 'Read.',
    };
    const review = ['review', 'contract.md', '--perspectives', 'accuracy', '--no-synthesis'];
    const { code, stdout, stderr } = await fanout(answer, ...review, '--fail-on', 'critical');
    assert.equal(code, 0, stderr);
    const [placed, lost] = ['Checked by whom', 'Returns contradict delivery'].map(title =>
      stdout.lastIndexOf(title),
    );
    assert.ok((placed ?? -1) >= 0 && (lost ?? -1) > (placed ?? 0), stdout);
    assert.doesNotMatch(stdout, /1 critical/);
  });
});
