import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readZip } from '../../src/sources/import/zip.ts';
import { makeDocx } from '../support/documents/wordFile.ts';
import { startMcp } from '../support/mcpClient.ts';
import type { Report } from '../../src/core/report/report.ts';
import { openStore } from '../../src/store/openStore.ts';
import { inWorld, KEY, remark, type World } from './shared.ts';

export interface Checked {
  readonly cases: number;
  readonly wrong: readonly string[];
}

/** Two processes review on one store at once, then both go on with one run: one of them is told to wait. */
export const soakTwoProcesses = (rounds: number, until: number): Promise<Checked> =>
  inWorld(async ({ store, model, chaos, fanout }) => {
    const wrong: string[] = [];
    let cases = 0;
    for (; cases < rounds && performance.now() < until; cases += 1) {
      const review = ['review', 'contract.md', ...model, '--no-cache', '--format', 'json'];
      const both = await Promise.all([fanout(...review), fanout(...review)]);
      for (const { code, stderr } of both) if (code !== 0) wrong.push(`review ${cases}: ${stderr}`);
      const [first, second] = both.map(({ stdout }) => (JSON.parse(stdout) as Report).run.id);
      const kept = await openStore(store);
      for (const id of [first, second]) {
        const run = kept.load(id ?? '');
        if (run?.status !== 'succeeded' || run.damaged > 0)
          wrong.push(`run ${id} is ${run?.status}`);
      }
      // As a run that was cut off before anything was answered.
      kept.begin(
        { id: `cut${cases}`, job: 'review', name: 'cut', startedAt: Date.now() },
        kept.load(first ?? '')?.sources ?? [],
        kept.load(first ?? '')?.settings,
      );
      kept.release(`cut${cases}`);
      kept.close();
      const before = chaos.requests.length;
      const resumed = await Promise.all(
        [1, 2].map(() => fanout('resume', `cut${cases}`, '--format', 'json')),
      );
      const ended = resumed.filter(({ code }) => code === 0);
      const calls = chaos.requests.length - before;
      const branches = (JSON.parse(ended[0]?.stdout ?? '{}') as Partial<Report>).coverage?.branches
        .total;
      if (ended.length === 0) wrong.push(`round ${cases}: neither process went on`);
      if (calls !== branches) wrong.push(`round ${cases}: ${calls} calls for ${branches} branches`);
      for (const { code, stderr } of resumed)
        if (code !== 0 && !/open in another window or process/.test(stderr)) wrong.push(stderr);
    }
    return { cases, wrong };
  });

/** The key, which the server echoes in six encodings, is looked for in all that every command leaves behind. */
export const soakCanary = (): Promise<Checked> => {
  const forms = [
    KEY,
    Buffer.from(KEY).toString('base64'),
    Buffer.from(KEY).toString('hex'),
    encodeURIComponent(KEY),
    KEY.slice(0, 20),
    KEY.slice(-20),
  ];
  return inWorld(
    async world => {
      const wrong: string[] = [];
      let cases = 0;
      const look = (where: string, text: string): void => {
        for (const form of forms) {
          cases += 1;
          if (text.includes(form)) wrong.push(`${where} holds the key`);
        }
      };
      prepare(world);
      const run = async (name: string, args: readonly string[]): Promise<string> => {
        const { stdout, stderr } = await world.fanout(...args);
        look(`${name} stdout`, stdout);
        look(`${name} stderr`, stderr);
        return stdout;
      };
      for (const [name, args] of commands(world)) await run(name, args);
      const { runs } = JSON.parse(await run('runs', ['runs', '--format', 'json'])) as {
        readonly runs: readonly { readonly id: string; readonly name: string }[];
      };
      const ofWord = runs.find(({ name }) => /docx/.test(name))?.id ?? '';
      for (const format of ['docx', 'jsonl', 'sarif', 'html'])
        await run(`show as ${format}`, [
          'show',
          ofWord,
          '--format',
          format,
          '-o',
          `shown.${format}`,
        ]);
      await run('export', [
        'export',
        ofWord,
        '--format',
        'docx',
        '-o',
        'copy.docx',
        '--tracked',
        'all',
      ]);
      if (!existsSync(join(world.folder, 'copy.docx'))) wrong.push('no copy of the Word document');
      await run('comment', ['comment', '--dry-run']);
      for (const answer of await overMcp(world)) look('MCP', answer);
      const files = readdirSync(world.folder, { recursive: true, withFileTypes: true });
      for (const file of files) {
        if (!file.isFile()) continue;
        const bytes = readFileSync(join(file.parentPath, file.name));
        look(file.name, bytes.toString('latin1'));
        if (file.name.endsWith('.docx'))
          for (const { name, data } of readZip(bytes, () => true, ZIP))
            look(`${file.name} ${name}`, Buffer.from(data).toString('utf8'));
      }
      for (const { body } of world.chaos.requests) look('a prompt', JSON.stringify(body));
      return { cases, wrong };
    },
    quote => remark(quote, `Your key is ${forms.join(' or ')}, spelt ${[...KEY].join(' ')}.`),
  );
};

const ZIP = { maxEntries: 500, maxBytes: 64 * 1024 * 1024, maxRatio: 1_000 };

/** A Word document, and a change in a repository. */
function prepare({ folder }: World): void {
  const text = readFileSync(join(folder, 'contract.md'), 'utf8');
  const paragraphs = text.split('\n\n').filter(each => each.startsWith('Item'));
  writeFileSync(
    join(folder, 'contract.docx'),
    makeDocx(paragraphs.map(paragraph => ({ paragraph }))),
  );
  const git = (...args: string[]): void =>
    void execFileSync(
      'git',
      ['-c', 'user.name=soak', '-c', 'user.email=soak@example.invalid', ...args],
      { cwd: folder, stdio: 'ignore' },
    );
  git('init', '-q');
  writeFileSync(join(folder, 'change.md'), '# Change\n');
  git('add', 'change.md');
  git('commit', '-qm', 'before');
  writeFileSync(join(folder, 'change.md'), '# Change\n\nItem 1 is due on day 1.\n');
  git('commit', '-qam', 'after');
}

/** What an agent is answered. */
async function overMcp({ folder, store, model }: World): Promise<string[]> {
  const mcp = await startMcp(
    [folder, ...model, '--store', store, '--max-tokens', '1000000'],
    folder,
    {
      env: { FANOUT_API_KEY: KEY },
      answer: () => true,
    },
  );
  try {
    const review = await mcp.call('fanout_review', { paths: ['contract.md'] });
    const findings = await mcp.call('fanout_findings', {});
    return [review, findings].map(answer => JSON.stringify(answer));
  } finally {
    await mcp.close();
  }
}

const commands = ({ model }: World): (readonly [string, readonly string[]])[] => [
  ['plan', ['plan', 'contract.md', ...model]],
  [
    'review',
    [
      'review',
      'contract.md',
      ...model,
      '--events',
      'events.jsonl',
      '--out',
      'report.json',
      '--format',
      'json',
    ],
  ],
  ...['text', 'json', 'markdown', 'html', 'sarif', 'csv'].map(
    format =>
      [`review as ${format}`, ['review', 'contract.md', ...model, '--format', format]] as const,
  ),
  ['summarize', ['summarize', 'contract.md', ...model]],
  ['ask', ['ask', 'What is due?', 'contract.md', ...model]],
  ['review of Word', ['review', 'contract.docx', ...model]],
  [
    'eval',
    [
      'eval',
      'contract.md',
      ...model.filter(arg => arg !== '--no-synthesis'),
      '--format',
      'html',
      '-o',
      'eval.html',
    ],
  ],
  ['review of a change', ['review', '--commit', 'HEAD', ...model]],
  ['unknown', ['resume', 'ffff']],
];
