import { modelReviewer } from '../../src/core/branches/modelReviewer.ts';
import type { JobSpec } from '../../src/core/domain/jobSpec.ts';
import type { Source } from '../../src/core/domain/source.ts';
import { applyEvent } from '../../src/core/state/applyEvent.ts';
import type { RunState } from '../../src/core/state/runState.ts';
import { jobOf } from '../../src/core/jobs/jobOf.ts';
import { playbookSpec } from '../../src/core/jobs/digest/playbook.ts';
import type { Since } from '../../src/views/report/protocol.ts';
import { digestModel, type Script } from './digestModel.ts';
import { labelModel, labelRun, recordSource } from './labelRun.ts';
import { labelScript } from './labelScript.ts';
import { generatedState, type RunOptions } from './runStates.ts';
import { scriptedRun } from './scriptedRun.ts';

/** What a report can look like: a run, and what the reader has opened. */
export interface ReportLook {
  readonly state: RunState;
  readonly since?: Since;
  readonly saved?: Readonly<Record<string, unknown>>;
}

/** Everything there is in a large run, in few rows. */
const small = (options: RunOptions): RunState =>
  generatedState({ chunks: 14, findings: 18, ...options });

const opened = (state: RunState, more: object = {}): Readonly<Record<string, unknown>> => ({
  runId: state.runId,
  open: state.findings
    .filter(({ suggestion }) => suggestion !== undefined)
    .slice(0, 2)
    .map(({ id }) => id),
  ...more,
});

/** A review in which findings were applied, dismissed and marked as to do. */
function decidedState(): RunState {
  const state = small({ judged: true, end: 'succeeded' });
  const fixable = state.findings.filter(({ suggestion, range }) => suggestion && range);
  const [first, second] = fixable.map(({ id }) => id);
  return applyEvent(state, {
    type: 'suggestions.applied',
    findingIds: [first ?? '', second ?? ''],
    applied: true,
    at: state.endedAt ?? 0,
  });
}

function comparedWith(state: RunState): Since {
  const ids = state.findings.map(({ id }) => id);
  const finding = (n: number, title: string) => ({
    id: `E${n}`,
    severity: (['critical', 'major', 'minor', 'note'] as const)[n % 4] ?? 'note',
    title,
    place: `contracts/MRB-2214-rev7.md:${n * 210 + 12}`,
    quote: 'The total amount of Delay Damages shall not exceed ten per cent (10%).',
    isPlaced: true,
  });
  return {
    runId: 'run-6',
    startedAt: state.startedAt - 86_400_000,
    model: 'claude-sonnet-4-5',
    findings: 38,
    costUsd: 4.41,
    added: ids.slice(0, 5),
    unchanged: ids.slice(5, 15),
    notReadBefore: ids.slice(15),
    fixed: [
      finding(0, 'The completion date precedes the start'),
      finding(1, 'Schedule D7 does not exist'),
    ],
    notRepeated: [finding(2, 'The Engineer is named twice with different addresses')],
    notRead: [
      { ...finding(3, 'The milestone has no date'), reason: 'failed: No answer within 45 s.' },
    ],
  };
}

const NDA: readonly Source[] = ['nda/acme.md', 'nda/umbrella.md'].map((path, f) => ({
  id: path,
  path,
  uri: `file:///${path}`,
  kind: 'markdown',
  languageId: 'markdown',
  text: [
    'The Recipient keeps all information secret, whoever disclosed it and in whatever form.',
    f === 0 ? 'This Agreement has no end.' : 'This Agreement ends after three years.',
    'Employees and advisers who need to know may see the information.',
    'This Agreement is governed by the laws of Utopia, whose courts have exclusive jurisdiction.',
  ]
    .map(
      (clause, i) =>
        `## ${i + 1} Clause\n\n${clause} ${'It goes on for a while here. '.repeat(20)}\n\n`,
    )
    .join(''),
}));

const PLAYBOOK = playbookSpec({
  title: 'NDA playbook',
  rules: [
    {
      title: 'Definition of confidential information',
      text: 'Acceptable: what is marked.',
      fallback:
        '"Confidential Information" means information that is marked as confidential or that a reasonable person would understand to be confidential.',
    },
    {
      title: 'Term',
      text: 'Unacceptable: no end.',
      fallback: 'The duties end three years after the disclosure.',
    },
    { title: 'Permitted recipients', text: 'Acceptable: those who need to know.' },
    { title: 'Governing law', text: 'Needs review: any other.' },
    {
      title: 'Return and destruction',
      text: 'On request.',
      fallback: 'On request, Confidential Information is returned or destroyed.',
    },
  ],
});

const VERDICTS = [
  [
    'R1',
    'unacceptable',
    'Everything is confidential, without exceptions.',
    /The Recipient keeps all[^.]*\./,
  ],
  ['R2', 'unacceptable', 'The duties never end.', /This Agreement has no end\./],
  ['R2', 'acceptable', 'It ends after three years.', /This Agreement ends after three years\./],
  ['R3', 'acceptable', 'Those who need to know.', /Employees and advisers[^.]*\./],
  ['R4', 'needs review', 'The law is neither party’s own.', /This Agreement is governed[^.]*\./],
] as const;

const verdicts: Script = {
  part: part => ({
    rows: VERDICTS.flatMap(([c1, c2, c3, words]) => {
      const quote = words.exec(part)?.[0];
      return quote === undefined ? [] : [{ c1, c2, c3, quotes: [quote] }];
    }),
  }),
};

async function digested(spec: JobSpec, script: Script = {}): Promise<RunState> {
  const job = jobOf(spec);
  const model = digestModel(script);
  const reviewer = modelReviewer(model, job, { maxOutputTokens: 1000 });
  return (await scriptedRun({ job, sources: NDA, reviewer, model })).state;
}

async function labelled(): Promise<RunState> {
  const source = await recordSource(
    'mails.csv',
    `id,text\n${Array.from({ length: 40 }, (_, i) => `${i},"Mail ${i} about thing ${i % 7}"`).join('\n')}\n`,
  );
  const names = ['billing', 'delivery', 'other'];
  const labels = names.map(name => ({ name }));
  const model = labelModel(labelScript(names));
  return (await labelRun([source], { kind: 'classify', labels, multi: false }, model)).state;
}

const COLUMNS = [
  { name: 'clause', description: '', type: 'text', key: true },
  { name: 'party', description: '', type: 'text', key: false },
] as const;

/** Every report there is, by name. */
export const LOOKS: Readonly<Record<string, () => Promise<ReportLook> | ReportLook>> = {
  partial: () => {
    const state = small({ failing: [11, 22], end: 'partial' });
    return { state, saved: opened(state) };
  },
  decided: () => {
    const state = decidedState();
    return {
      state,
      saved: opened(state, { tables: ['map', 'timeline'], filters: { standings: [], hidden: [] } }),
    };
  },
  since: () => {
    const state = small({ end: 'succeeded' });
    return { state, since: comparedWith(state) };
  },
  running: () => ({ state: small({ done: 20 }) }),
  failed: () => ({
    state: small({ done: 3, failing: [0, 1, 2], end: 'failed', findings: 0 }),
  }),
  empty: () => ({ state: small({ findings: 0, end: 'succeeded' }) }),
  rules: () => ({ state: small({ rules: true, end: 'succeeded', findings: 12 }) }),
  cancelled: () => ({ state: small({ done: 20, end: 'cancelled' }) }),
  playbook: async () => ({ state: await digested(PLAYBOOK, verdicts) }),
  summary: async () => {
    const state = await digested({ kind: 'summarize', length: 'short', audience: 'the board' });
    const levels = [...(state.digest?.nodes.map(({ id }) => id) ?? []), state.chunkIds[0] ?? ''];
    return { state, saved: opened(state, { levels }) };
  },
  answer: async () => ({
    state: await digested({
      kind: 'ask',
      question: 'Who may see the information, and until when?',
    }),
  }),
  rows: async () => ({
    state: await digested(
      { kind: 'ask', question: 'Which duties are there?', columns: COLUMNS },
      {
        part: part => ({
          rows: (part.match(/[A-Z][^.\n]{20,160}\./g) ?? [])
            .slice(0, 3)
            .map((quote, i) => ({ c1: quote.slice(0, 40), c2: `Party ${i}`, quotes: [quote] })),
        }),
      },
    ),
  }),
  labels: async () => ({ state: await labelled() }),
};
