import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isActive } from '../../../../src/core/state/findingStatus.ts';
import type { Report } from '../../../../src/core/report/report.ts';
import { type Chaos, ok, type Script, startChaos } from '../../../support/chaosServer.ts';
import { type Ended, startCommandLine } from '../../../support/commandLine.ts';
import { type Data, type McpTestClient, startMcp } from '../../../support/mcpClient.ts';

const CANARY = 'sk-canary-7f3e91c2d4b85a60';
const clause = (n: number): string =>
  `## Clause ${n}\n\nThe Supplier delivers item ${n} on day ${n}. ${`Item ${n} is checked by the Customer. `.repeat(14)}\n\n`;

const findingIn = (body: unknown) => ({
  findings: [
    {
      quote: /The Supplier delivers item \d+ on day \d+\./.exec(JSON.stringify(body))?.[0] ?? '',
      title: 'No hour is given',
      message: 'The day has no hour.',
      suggestion: null,
      severity: 'major',
      confidence: 0.8,
    },
  ],
  facts: [],
  assessment: 'Clear.',
});

describe('command line: mcp', function () {
  this.timeout(120_000);
  let folder: string;
  let docs: string;
  let chaos: Chaos;
  let script: Script;
  /** US dollars of all that was answered, at the prices below. */
  let bill = 0;
  const billed = (body: unknown) => {
    const usage = { input: Math.ceil(JSON.stringify(body).length / 4), output: 100 };
    bill += (usage.input * 1 + usage.output * 10) / 1e6;
    return ok(findingIn(body), { usage });
  };
  const open: McpTestClient[] = [];

  before(async () => {
    chaos = await startChaos((request, n) =>
      // Questions about the server are none of the script's.
      /chat|responses|messages/.test(request.path)
        ? script(request, n)
        : { kind: 'status', status: 404 },
    );
  });
  after(() => chaos.close());
  beforeEach(() => {
    script = ({ body }) => billed(body);
    folder = mkdtempSync(join(tmpdir(), 'fanout-mcp-'));
    docs = join(folder, 'docs');
    mkdirSync(docs);
    writeFileSync(
      join(docs, 'contract.md'),
      Array.from({ length: 12 }, (_, i) => clause(i + 1)).join(''),
    );
    writeFileSync(join(docs, 'prices.json'), '{"compatible:test": {"input": 1, "output": 10}}');
  });
  afterEach(async () => {
    for (const client of open.splice(0)) await client.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const env = { FANOUT_API_KEY: CANARY, OPENAI_API_KEY: CANARY };
  const MODEL = (): string[] => [
    ...['--model', 'compatible:test', '--base-url', `${chaos.url}/v1`, '--chunk-tokens', '300'],
    ...['--prices', join(docs, 'prices.json'), '--no-synthesis'],
  ];
  const serve = async (
    args: readonly string[],
    answer?: (question: string) => boolean,
    store = 'store',
  ): Promise<McpTestClient> => {
    const client = await startMcp([...args, '--store', join(folder, store)], docs, {
      env,
      ...(answer ? { answer } : {}),
    });
    open.push(client);
    return client;
  };
  const REMOTE = ['--model', 'openai:gpt-6-luna', '--max-cost', '5'];
  const fanout = (...args: string[]): Promise<Ended> =>
    startCommandLine([...args, '--store', join(folder, 'cli')], docs, env).ended;
  const asked = (): number =>
    chaos.requests.filter(({ path }) => /chat|responses|messages/.test(path)).length;

  /** Every item of a run, page by page. */
  async function itemsOf(client: McpTestClient, first: Data): Promise<Data[]> {
    const items = [...(first['items'] as Data[])];
    for (let next = first['next']; next !== null;) {
      const page = await client.call('fanout_findings', { run: first['run'], from: next });
      items.push(...(page['items'] as Data[]));
      next = page['next'];
    }
    return items;
  }
  const placesOf = (items: readonly Data[]): string[] =>
    items.map(item => [item['path'], item['line'], item['column'], item['quote']].join('|')).sort();

  it('reviews a folder, and finds what the command line finds', async () => {
    const client = await serve([]);
    const { tools } = await client.client.listTools();
    assert.deepEqual(
      tools.map(({ name }) => name),
      ['fanout_review', 'fanout_summarize', 'fanout_ask', 'fanout_classify', 'fanout_findings'],
    );
    writeFileSync(
      join(docs, 'more.md'),
      '# Terms\n\nThe the Buyer pays 10 % [TODO].\n\nSee section 99.\n',
    );
    const page = await client.call('fanout_review', { paths: ['.'] });
    assert.equal((page['coverage'] as Data)['read'], 1);
    const told = await fanout('review', '.', '--format', 'json');
    const report = JSON.parse(told.stdout) as Report;
    assert.ok(report.findings.length > 0);
    assert.deepEqual(
      placesOf(await itemsOf(client, page)),
      placesOf(report.findings.filter(isActive) as unknown as Data[]),
    );
  });

  it('without a cap of the user, the first call returns a plan, and only its token sends', async () => {
    const client = await serve(MODEL());
    const before = asked();
    const input = { paths: ['contract.md'], perspectives: ['accuracy'] };
    const plan = await client.call('fanout_review', input);
    assert.equal(plan['sent'], false);
    assert.ok(Number((plan['plan'] as Data)['calls']) > 3);
    assert.match(String((plan['plan'] as Data)['price']), /\$/);
    assert.equal(asked(), before, 'nothing was sent');
    const { confirm } = plan;
    const other = await client.call('fanout_review', {
      ...input,
      perspectives: ['tone'],
      confirm,
    });
    assert.equal(other['sent'], false, 'a token is for what was planned');
    const made = await client.call('fanout_review', { ...input, confirm: 'guess' });
    assert.equal(made['sent'], false);
    assert.equal(asked(), before);

    const page = await client.call('fanout_review', { ...input, confirm });
    assert.equal(page['status'], 'succeeded', JSON.stringify(page));
    const calls = asked() - before;
    assert.equal(page['calls'], calls);
    const again = await client.call('fanout_review', {
      ...input,
      perspectives: ['completeness'],
      confirm,
    });
    assert.equal(again['sent'], false, 'an agreement is for one run');
    const { runs } = await client.call('fanout_findings', {});
    assert.equal((runs as Data[]).length, 1, 'plans are not kept as runs');

    const told = await fanout(
      ...['review', 'contract.md', '--perspectives', 'accuracy', '--format', 'json'],
      ...MODEL(),
    );
    const report = JSON.parse(told.stdout) as Report;
    assert.deepEqual(
      placesOf(await itemsOf(client, page)),
      placesOf(report.findings as unknown as Data[]),
    );
  });

  it('asks the user where the client can, and sends nothing when they decline', async () => {
    const questions: string[] = [];
    let agrees = false;
    const client = await serve(MODEL(), question => {
      questions.push(question);
      return agrees;
    });
    const before = asked();
    const input = { paths: ['contract.md'], perspectives: ['accuracy'] };
    const declined = await client.call('fanout_review', input);
    assert.equal(declined['sent'], false);
    assert.equal(declined['confirm'], undefined, 'what the user declined is not for the agent');
    assert.equal(asked(), before);
    assert.match(questions[0] ?? '', /compatible:test at http:\/\/127\.0\.0\.1.*calls, .*\$/);
    agrees = true;
    assert.equal((await client.call('fanout_review', input))['status'], 'succeeded');
  });

  it('ten runs at once stay below the cap of the user together, and an eleventh is refused', async () => {
    const cap = 0.02;
    bill = 0;
    const client = await serve([...MODEL(), '--max-cost', String(cap), '--no-cache']);
    const runs = await Promise.all(
      Array.from({ length: 10 }, () =>
        client.call('fanout_review', { paths: ['contract.md'], perspectives: ['accuracy'] }),
      ),
    );
    assert.ok(bill > cap / 2 && bill <= cap, `${bill}`);
    assert.ok(runs.some(({ run }) => run !== undefined));
    for (let more = 0; more < 4; more++)
      await client.call('fanout_review', { paths: ['contract.md'], perspectives: ['accuracy'] });
    assert.ok(bill <= cap, `${bill}`);
  });

  it('T49 sixty runs at once, and limits that a call invents, stay below the cap together', async () => {
    const cap = 0.02;
    bill = 0;
    const client = await serve([...MODEL(), '--max-cost', String(cap), '--no-cache']);
    const input = { paths: ['contract.md'], perspectives: ['accuracy'] };
    const calls = Array.from({ length: 60 }, () => client.call('fanout_review', input));
    const invented = [NaN, Infinity, -1, 1e300, '9999', {}].map(maxCostUsd =>
      client.client.callTool({ name: 'fanout_review', arguments: { ...input, maxCostUsd } }).then(
        result => result.isError === true,
        () => true,
      ),
    );
    const answers = await Promise.all(calls);
    assert.deepEqual(new Set(await Promise.all(invented)), new Set([true]));
    assert.ok(bill > 0 && bill <= cap, `${bill}`);
    for (const answer of answers)
      assert.ok(
        answer['run'] !== undefined || /used up, or held/.test(String(answer['error'])),
        JSON.stringify(answer),
      );
  });

  it('a cancelled call is kept, resumed by its id, and pays for nothing twice', async () => {
    const client = await serve([...MODEL(), '--max-cost', '5', '--concurrency', '2']);
    const before = asked();
    const cancel = new AbortController();
    let hold = Promise.withResolvers<undefined>();
    script = async ({ body }) => {
      // The third call is under way when the client cancels.
      if (asked() - before > 2) await hold.promise;
      return billed(body);
    };
    const seen: number[] = [];
    const call = client.call(
      'fanout_review',
      { paths: ['contract.md'], perspectives: ['accuracy'] },
      {
        signal: cancel.signal,
        onprogress: ({ progress }) => {
          seen.push(progress);
          if (progress >= 1) cancel.abort();
        },
      },
    );
    await assert.rejects(call);
    assert.deepEqual(
      seen,
      [...new Set(seen)].sort((a, b) => a - b),
      'progress only goes up',
    );
    let kept: Data | undefined;
    while (kept?.['status'] !== 'cancelled') {
      const { runs } = await client.call('fanout_findings', {});
      [kept] = runs as Data[];
    }
    hold.resolve(undefined);
    hold = Promise.withResolvers();
    hold.resolve(undefined);
    const page = await client.call('fanout_review', { resume: kept['run'] });
    assert.equal(page['status'], 'succeeded');
    assert.equal(page['run'], kept['run']);
    assert.equal((page['coverage'] as Data)['read'], 1);
    const told = await fanout(
      ...['review', 'contract.md', '--perspectives', 'accuracy', '--format', 'json'],
      ...MODEL(),
    );
    const report = JSON.parse(told.stdout) as Report;
    assert.deepEqual(
      placesOf(await itemsOf(client, page)),
      placesOf(report.findings as unknown as Data[]),
    );
    const wrong = await client.call('fanout_summarize', { resume: kept['run'] });
    assert.match(String(wrong['error']), /no summarize run/);
  });

  it('two calls that resume one run at once pay for it once; the second is told', async () => {
    const client = await serve([...MODEL(), '--max-cost', '5', '--concurrency', '2', '--no-cache']);
    const cancel = new AbortController();
    const first = client.call(
      'fanout_review',
      { paths: ['contract.md'], perspectives: ['accuracy'] },
      { signal: cancel.signal, onprogress: () => cancel.abort() },
    );
    await assert.rejects(first);
    const { runs } = await client.call('fanout_findings', {});
    const run = String((runs as Data[])[0]?.['run']);
    const texts: string[] = [];
    script = async ({ body }) => {
      texts.push(JSON.stringify(body));
      await new Promise(resolve => setTimeout(resolve, 30));
      return billed(body);
    };
    const pages = await Promise.all(
      [run, run.slice(0, 12), run].map(resume => client.call('fanout_review', { resume })),
    );
    const done = pages.filter(page => page['status'] === 'succeeded');
    assert.equal(done.length, 1, JSON.stringify(pages).slice(0, 2000));
    for (const page of pages.filter(one => !done.includes(one)))
      assert.match(String(page['error']), /under way in another call\. Nothing was sent/);
    assert.equal(new Set(texts).size, texts.length, 'nothing is sent twice');
  });

  it('a client that disappears stops the run, which is kept and can be resumed', async () => {
    const before = asked();
    const held = Promise.withResolvers<undefined>();
    script = async ({ body }) => {
      if (asked() - before > 3) await held.promise;
      return billed(body);
    };
    const client = await serve(
      [...MODEL(), '--max-cost', '5', '--concurrency', '2'],
      undefined,
      'cli',
    );
    const pid = client.pid() ?? 0;
    const reached = Promise.withResolvers<undefined>();
    client
      .call(
        'fanout_review',
        { paths: ['contract.md'], perspectives: ['accuracy'] },
        { onprogress: ({ progress }) => (progress >= 2 ? reached.resolve(undefined) : undefined) },
      )
      .catch(() => undefined);
    await reached.promise;
    await client.close();
    held.resolve(undefined);
    for (
      const isThere = () => {
        try {
          return process.kill(pid, 0);
        } catch {
          return false;
        }
      };
      isThere();
    )
      await new Promise(resolve => setTimeout(resolve, 20));
    const { runs } = JSON.parse((await fanout('runs', '--format', 'json')).stdout) as {
      runs: { id: string; status: string }[];
    };
    assert.deepEqual(
      runs.map(({ status }) => status),
      ['cancelled'],
    );
    const resumed = await fanout('resume', runs[0]!.id, '--format', 'json');
    const report = JSON.parse(resumed.stdout) as Report;
    assert.equal(report.coverage.reviewedFraction, 1, resumed.stderr);
    assert.ok(
      asked() - before <= report.branches.length + 2,
      'only what was under way is repeated',
    );
  });

  it('refuses paths outside, links that lead out, denied files, secrets and unknown fields', async () => {
    const secret = `ghp_${'Zk7Qw2Rt9Xc4Vb6N'.repeat(3).slice(0, 36)}`;
    writeFileSync(join(folder, 'outside.md'), '# Outside\n\nA secret plan.\n');
    symlinkSync(join(folder, 'outside.md'), join(docs, 'link.md'));
    mkdirSync(join(folder, 'elsewhere'));
    writeFileSync(join(folder, 'elsewhere', 'a.md'), '# Elsewhere\n');
    symlinkSync(join(folder, 'elsewhere'), join(docs, 'away'));
    writeFileSync(join(docs, '.env'), 'A=1\n');
    writeFileSync(join(docs, 'leaky.md'), `# Keys\n\nUse ${secret} to log in.\n`);
    const client = await serve(REMOTE);
    for (const path of [
      '../outside.md',
      join(folder, 'outside.md'),
      '/etc/passwd',
      'link.md',
      'away',
      'away/a.md',
      '..',
      '/',
    ]) {
      const answer = await client.call('fanout_review', { paths: [path] });
      assert.match(String(answer['error']), /outside of the folders/, path);
    }
    for (const [path, why] of [
      ['.env', /Nothing was sent/],
      ['missing.md', /does not exist/],
      ['leaky.md', /secrets.*Secret: leaky\.md/],
    ] as const) {
      const answer = await client.call('fanout_review', { paths: [path] });
      assert.match(String(answer['error']), why, path);
      assert.ok(!JSON.stringify(answer).includes(secret), 'never its value');
    }
    const masked = await client.call('fanout_ask', { question: secret, paths: ['contract.md'] });
    assert.match(String(masked['error']), /secrets/, 'also in what the agent itself says');
    await assert.rejects(client.call('fanout_review', { paths: ['contract.md'], model: 'x:y' }));
    const { runs } = await client.call('fanout_findings', {});
    assert.deepEqual(runs, [], 'no run was begun');
  });

  it('compares with a playbook of its folder after the user has read its rules', async () => {
    const quote = 'The Supplier delivers item 3 on day 3.';
    script = ({ body }) =>
      ok({
        rows: JSON.stringify(body).includes(quote)
          ? [{ c1: 'R1', c2: 'unacceptable', c3: 'A fixed day.', quotes: [quote] }]
          : [],
      });
    mkdirSync(join(docs, '.fanout/perspectives'), { recursive: true });
    const rules = (more: string): void =>
      writeFileSync(
        join(docs, '.fanout/perspectives/ours.md'),
        `---\ntitle: Ours\n---\n## Delivery\nAcceptable: no day.${more}\n\nFallback: In time.\n\n## Penalty\nAcceptable: none.\n`,
      );
    rules('');
    writeFileSync(join(folder, 'theirs.md'), '---\ntitle: T\n---\n## A\nB.\n');
    const before = asked();
    const questions: string[] = [];
    // A cap of the user's own: without a playbook, nothing is asked.
    const client = await serve([...MODEL(), '--max-cost', '5'], question => {
      questions.push(question);
      return questions.length > 1;
    });
    const call = { playbook: 'ours', paths: ['contract.md'] };
    const declined = await client.call('fanout_ask', call);
    assert.equal(declined['sent'], false);
    assert.match(questions[0] ?? '', /rules of Ours[^]*Delivery: Acceptable: no day\.[^]*Penalty/);
    assert.equal(asked(), before);
    const result = await client.call('fanout_ask', call);
    assert.equal(result['kind'], 'verdicts');
    const items = result['items'] as Data[];
    assert.deepEqual(
      items.map(({ rule, verdict, fallback }) => [rule, verdict, fallback]),
      [
        ['Delivery', 'unacceptable', 'In time.'],
        ['Penalty', 'missing', undefined],
      ],
    );
    assert.equal((items[0]?.['places'] as Data[])[0]?.['quote'], quote);
    assert.equal(questions.length, 2);
    await client.call('fanout_ask', call);
    assert.equal(questions.length, 2, 'the same words are agreed to once');
    rules(' Unacceptable: a day.');
    await client.call('fanout_ask', call);
    assert.equal(questions.length, 3, 'other words are asked about');
    const outside = await client.call('fanout_ask', { ...call, playbook: '../theirs.md' });
    assert.match(String(outside['error']), /outside of the folders/);
  });

  it('shows runs of its folders only', async () => {
    const other = join(folder, 'private');
    mkdirSync(other);
    writeFileSync(join(other, 'diary.md'), '# Diary\n\nToday [TODO].\n');
    const told = await startCommandLine(
      ['review', 'diary.md', '--format', 'json', '--store', join(folder, 'store')],
      other,
    ).ended;
    const { run } = JSON.parse(told.stdout) as Report;
    const client = await serve([]);
    assert.deepEqual(await client.call('fanout_findings', {}), { runs: [] });
    for (const [tool, input] of [
      ['fanout_findings', { run: run.id }],
      ['fanout_review', { resume: run.id }],
    ] as const)
      assert.match(String((await client.call(tool, input))['error']), /no stored run/);
  });

  it('writes nothing but JSON-RPC to standard output', async () => {
    const { child, ended } = startCommandLine(['mcp', '--store', join(folder, 'store')], docs, env);
    const send = (message: object): void =>
      void child.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
    send({
      id: 1,
      method: 'initialize',
      params: {
        protocolVersion: '2025-06-18',
        capabilities: {},
        clientInfo: { name: 'raw', version: '1' },
      },
    });
    send({ method: 'notifications/initialized' });
    child.stdin?.write('this is not JSON\n');
    send({
      id: 2,
      method: 'tools/call',
      params: { name: 'fanout_review', arguments: { paths: ['.'] } },
    });
    let heard = '';
    await new Promise<void>(resolve =>
      child.stdout?.on('data', (bytes: Buffer) => {
        heard += String(bytes);
        if (heard.includes('"id":2')) resolve();
      }),
    );
    child.stdin?.end();
    const { stdout, code } = await ended;
    assert.equal(code, 0);
    const lines = stdout.trim().split('\n');
    assert.ok(lines.length >= 2);
    for (const line of lines)
      assert.equal((JSON.parse(line) as { jsonrpc: string }).jsonrpc, '2.0');
  });
});
