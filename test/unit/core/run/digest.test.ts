import assert from 'node:assert/strict';
import { modelReviewer } from '../../../../src/core/branches/modelReviewer.ts';
import { rootOf } from '../../../../src/core/domain/results/digest.ts';
import type { ModelRequest } from '../../../../src/core/ports/model.ts';
import type { JobSpec } from '../../../../src/core/domain/jobSpec.ts';
import type { Source } from '../../../../src/core/domain/source.ts';
import { wordsIn } from '../../../../src/core/fanin/synthesis/joinNode.ts';
import { jobOf } from '../../../../src/core/jobs/jobOf.ts';
import { buildReport } from '../../../../src/core/report/report.ts';
import { formats } from '../../../../src/core/report/formats.ts';
import { renderMarkdown } from '../../../../src/core/report/markdown/markdown.ts';
import { renderText } from '../../../../src/core/report/text/text.ts';
import { citationsOf, reachOf, statementsOf } from '../../../../src/core/state/digestView.ts';
import { digestModel, type Line, type Script } from '../../../support/digestModel.ts';
import { scriptedRun } from '../../../support/scriptedRun.ts';

const NEEDLES = 20;
const needle = (n: number): string => `Needle ${n} lies in the drawer of cabinet ${n + 400}.`;
const filler = (n: number, i: number): string =>
  `Section ${n} also says in its sentence ${i} that the matter of ward ${n * 31 + i} is kept as before.`;
const source: Source = {
  id: 's',
  path: 's.md',
  kind: 'markdown',
  languageId: 'markdown',
  text: Array.from(
    { length: 2 * NEEDLES },
    (_, n) =>
      `## Section ${n}\n\n${Array.from({ length: 9 }, (__, i) => filler(n, i)).join(' ')}${n % 2 === 1 ? ` ${needle((n - 1) / 2)}` : ''}\n\n`,
  ).join(''),
};

async function digested(spec: JobSpec, script: Script) {
  const job = jobOf(spec);
  const model = digestModel(script);
  const reviewer = modelReviewer(model, job, { maxOutputTokens: 4_000 });
  const { state } = await scriptedRun({ job, sources: [source], reviewer, model });
  return { state, model, report: buildReport(state, [source]) };
}

const sentences = (part: string): string[] => part.match(/(?:Section|Needle) \d+[^.]*\./g) ?? [];

/** The words that a request allows. */
const allowed = ({ task }: ModelRequest): number => Number(/(\d+) words/.exec(task)?.[1]);

/** `share` times the words allowed, in sentences that each rest on some of the lines, all of them in order. */
function wordy(lines: readonly Line[], request: ModelRequest, share: number) {
  const groups = Math.min(lines.length, Math.ceil((allowed(request) * share) / 18));
  return {
    statements: Array.from({ length: groups }, (_, i) => {
      const own = lines.slice(
        Math.floor((i * lines.length) / groups),
        Math.floor(((i + 1) * lines.length) / groups),
      );
      const text = own
        .map(line => line.text)
        .join(' ')
        .split(' ')
        .slice(0, 18)
        .join(' ');
      return { text, ids: own.map(line => line.id), conflict: null };
    }),
  };
}

const summary: JobSpec = { kind: 'summarize', length: 'short' };
const part = (text: string) => ({
  statements: sentences(text).map(quote => ({ text: quote, quotes: [quote] })),
});

describe('a summary whose model says more than it was asked for', () => {
  for (const share of [1.4, 2.5])
    it(`is never cut from the end: every needle is reached (${share} times the words)`, async () => {
      const { state, report } = await digested(summary, {
        part,
        join: (lines, request) => wordy(lines, request, share),
      });
      const root = rootOf(state.digest!)!;
      const index = statementsOf(state);
      const reached = new Set(
        (state.digest?.joined[root.id]?.statements ?? []).flatMap(({ id }) =>
          citationsOf(index, id).map(({ quote }) => quote),
        ),
      );
      for (let n = 0; n < NEEDLES; n++) assert.ok(reached.has(needle(n)), needle(n));
      const { said, share: shares } = reachOf(state)();
      assert.ok(said.every(id => (shares.get(id) ?? 0) > 0));
      assert.match(
        renderText(report).replace(/\s+/g, ' '),
        new RegExp(`Based on all ${said.length} chunks with relevant statements\\.`),
      );
    });

  it('that says ten times as much is shortened over its whole length, and what is not in it is named', async () => {
    const { state, report } = await digested(summary, {
      part,
      join: lines => ({
        statements: lines.map(({ id, text }) => ({
          text: `${text} ${'It goes on to say the same at more length. '.repeat(8)}`.slice(0, 300),
          ids: [id],
          conflict: null,
        })),
      }),
    });
    const { said, share } = reachOf(state)();
    const reached = said.flatMap((id, i) => ((share.get(id) ?? 0) > 0 ? [i] : []));
    assert.ok(reached.length > 1 && reached.length < said.length);
    for (const [from, to] of [
      [0, 1 / 3],
      [1 / 3, 2 / 3],
      [2 / 3, 1],
    ] as const)
      assert.ok(
        reached.some(i => i >= from * said.length && i < to * said.length),
        `${reached.join(' ')} of ${said.length}`,
      );
    assert.match(
      renderText(report).replace(/\s+/g, ' '),
      new RegExp(
        `Based on ${reached.length} of ${said.length} chunks with relevant statements\\. It contains nothing from these`,
      ),
    );
  });

  it('is asked again once, and the shorter answer counts when it reaches as much', async () => {
    const { state, model } = await digested(summary, {
      part,
      join: (lines, request) =>
        request.task.includes('more than allowed')
          ? { statements: [{ text: 'All in one.', ids: lines.map(l => l.id), conflict: null }] }
          : wordy(lines, request, 2.5),
    });
    const root = rootOf(state.digest!)!;
    const joined = state.digest?.joined[root.id];
    assert.deepEqual(
      joined?.statements.map(s => s.text),
      ['All in one.'],
    );
    assert.equal(joined?.calls, 2);
    const again = model.joins.filter(({ task }) => task.includes('more than allowed'));
    assert.equal(new Set(again.map(({ shared }) => shared)).size, again.length);
  });
});

describe('an answer whose quotes are not in the text', () => {
  const invented = [
    { text: 'The fee is 7 euros.', quotes: ['The fee shall be seven euros at all times.'] },
  ];

  it('is shown as unsupported, and never as nothing found', async () => {
    const { state, report } = await digested(
      { kind: 'ask', question: 'What is the fee?' },
      { part: part => ({ statements: part.includes('Section 3\n') ? invented : [] }) },
    );
    assert.equal(state.status, 'succeeded');
    for (const name of ['text', 'markdown', 'html'] as const) {
      const text = formats[name].render(report).replace(/\s+/g, ' ');
      assert.match(text, /The model answered, but its quotes could not be found/, name);
      assert.match(text, /Unsupported/, name);
      assert.match(text, /The fee is 7 euros/, name);
      assert.doesNotMatch(text, /Nothing was found/, name);
    }
  });

  it('is nothing found where nobody said anything', async () => {
    const { report } = await digested(
      { kind: 'ask', question: 'What is the fee?' },
      { part: () => ({ statements: [] }) },
    );
    assert.match(renderText(report), /Nothing was found/);
  });

  it('says what of a statement does not stand in the words it cites', async () => {
    const { report } = await digested(
      { kind: 'ask', question: 'Where are the needles?' },
      {
        part: part => ({
          statements: sentences(part)
            .filter(text => text.startsWith('Needle 7 '))
            .map(quote => ({
              text: 'The needle is not in cabinet 500 of Globex.',
              quotes: [quote],
            })),
        }),
      },
    );
    assert.match(
      renderText(report).replace(/\s+/g, ' '),
      /Not in the words it cites: 500, Globex, the negation\./,
    );
  });
});

describe('what a summary does not hold', () => {
  const flat = (report: Parameters<typeof renderText>[0]): string =>
    renderText(report).replace(/\s+/g, ' ');
  const lost = { text: 'The goods go back.', quotes: ['Zebras drink violet ink under the moon.'] };
  /** The answer about the first chunk, and about all others. */
  const firstElse = (rest: unknown): Script => ({
    part: text => (text.includes('Needle 0 ') ? part(text) : rest),
    join: lines => ({
      statements: lines.map(({ id, text }) => ({ text, ids: [id], conflict: null })),
    }),
  });

  it('counts the chunks that no statement was made about', async () => {
    const { report } = await digested(summary, firstElse({ statements: [] }));
    const all = report.digest!.parts.length;
    assert.ok(all > 2);
    assert.match(
      flat(report),
      new RegExp(`No statement was made about ${all - 1} of ${all} chunks`),
    );
  });

  it('counts the chunks whose quotes are not in the text, also in the last line', async () => {
    const { report } = await digested(summary, firstElse({ statements: [lost] }));
    const all = report.digest!.parts.length;
    const text = flat(report);
    assert.match(text, new RegExp(`quotes for ${all - 1} of ${all} chunks could not be found`));
    assert.match(text, new RegExp(`in the text; ${all - 1} without an exact place`));
    assert.doesNotMatch(text, /There is no summary/);
    assert.match(renderMarkdown(report), /The quotes for this chunk could not be found/);
  });

  it('shows the share of each chunk', async () => {
    const { report } = await digested(summary, { part });
    const total = report.digest!.nodes.at(-1)!.statements.length;
    const shown = [
      ...renderMarkdown(report).matchAll(/(\d+) of (\d+) statements of the result are based/g),
    ];
    assert.deepEqual(
      shown.map(([, own]) => Number(own)),
      report.digest!.parts.map(({ share }) => share),
    );
    assert.ok(shown.every(([, , of]) => Number(of) === total));
  });

  it('shows in the terminal what the chunks say of which nothing is in the result', async () => {
    const { report } = await digested(summary, {
      part,
      join: ([first]) => ({
        statements: [{ text: first?.text ?? '', ids: [first?.id ?? ''], conflict: null }],
      }),
    });
    assert.match(flat(report), /It contains nothing from these; read them below/);
    for (let n = 0; n < NEEDLES; n++) assert.ok(flat(report).includes(needle(n)), needle(n));
  });

  it('says that there is no summary where nothing was said', async () => {
    const { report } = await digested(summary, { part: () => ({ statements: [] }) });
    assert.match(flat(report), /There is no summary: the model made no statement/);
    assert.doesNotMatch(flat(report), /Nothing was found/);
  });

  it('counts words where they are written without spaces', () => {
    const words = (text: string): number =>
      wordsIn({ statements: [{ text, ids: [], conflict: undefined }], dropped: 0 });
    assert.equal(words('The cap is 10 % of the fee.'), 7);
    assert.equal(words('承租人应当在三十日内付款。'), 6);
  });

  it('is not shortened for words that are said again and again', async () => {
    const { report } = await digested(summary, {
      part,
      join: lines => ({
        statements: Array.from({ length: 4 }, () => lines)
          .flat()
          .slice(0, 190)
          .map(({ id, text }) => ({ text: text.slice(0, 25), ids: [id], conflict: null })),
      }),
    });
    assert.equal(report.digest!.nodes.at(-1)!.dropped, 0);
  });

  it('holds the same words once, with everything they rest on', async () => {
    const { state, report } = await digested(summary, {
      part: text => ({
        statements: part(text).statements.map(one => ({ ...one, text: 'Wards are kept.' })),
      }),
      join: lines => ({
        statements: [...lines, ...lines].map(({ id, text }) => ({
          text,
          ids: [id],
          conflict: null,
        })),
      }),
    });
    const root = report.digest!.nodes.at(-1)!;
    assert.equal(root.statements.length, 1);
    const { said, share } = reachOf(state)();
    assert.ok(said.every(id => share.get(id) === 1));
  });

  it('is not what one statement names that says nothing of it', async () => {
    const { state, report } = await digested(summary, {
      part,
      join: lines => ({
        statements: [
          { text: 'Several subjects are covered.', ids: lines.map(({ id }) => id), conflict: null },
        ],
      }),
    });
    const root = report.digest!.nodes.at(-1)!;
    const { said, share } = reachOf(state)();
    const held = said.filter(id => (share.get(id) ?? 0) > 0);
    assert.ok(said.length > 5 && held.length === 0, `${held.length} of ${said.length}`);
    assert.equal(root.reach.reached, 0);
    assert.ok(report.digest!.nodes.some(node => node.statements.some(one => one.namedOnly)));
  });

  it('is said where it is in another language than the text', async () => {
    const written = async (text: string) =>
      (
        await digested(summary, {
          part,
          join: lines => ({ statements: [{ text, ids: [lines[0]!.id], conflict: null }] }),
        })
      ).report.digest!.nodes.at(-1)!.language;
    assert.deepEqual(
      await written('Der Text handelt von der Stadt und ist nicht lang, die Tore sind zu.'),
      {
        asked: 'en',
        written: 'de',
      },
    );
    assert.equal(
      await written('The text is about the city, and the gates of it are closed.'),
      undefined,
    );
  });
});
