import { disputed, judgementsOf } from './judgements.ts';
import { applyEvent } from '../../src/core/state/applyEvent.ts';
import { type RunState, emptyState } from '../../src/core/state/runState.ts';
import type { RunEvent } from '../../src/core/state/events.ts';
import type { Finding, Severity } from '../../src/core/domain/results/findings.ts';
import type { Branch, Outcome } from '../../src/core/domain/branch.ts';
import type { Chunk } from '../../src/core/domain/chunk.ts';
import type { ModelInfo } from '../../src/core/domain/model.ts';
import type { Perspective } from '../../src/core/domain/review/perspective.ts';

/** A run made of events, for looking at and for tests of what shows it. The same options give the same run. */
export interface RunOptions {
  readonly chunks?: number;
  /** Findings in all. */
  readonly findings?: number;
  /** Branches that have ended; all when absent. */
  readonly done?: number;
  /** Positions of branches that fail. */
  readonly failing?: readonly number[];
  readonly end?: 'succeeded' | 'partial' | 'failed' | 'cancelled';
  readonly rules?: boolean;
  /** Text put into every field that a model or a document fills. */
  readonly payload?: string;
  /** One after the other put into the fields of each finding, instead of `payload`. */
  readonly payloads?: readonly string[];
  readonly sources?: number;
  /** Some findings were looked at a second time, some decided on by a person. */
  readonly judged?: boolean;
  /** Branches that run at once. */
  readonly slots?: number;
}

/** When every generated run begins: 22 Nov 2026, 09:14 UTC. */
export const RUN_START = Date.UTC(2026, 10, 22, 9, 14);

export const generatedState = (options: RunOptions = {}): RunState =>
  generatedEvents(options).reduce(applyEvent, emptyState());

export function generatedEvents(options: RunOptions = {}): RunEvent[] {
  const { payload = '', rules = false } = options;
  const random = lcg(7);
  const chunks = makeChunks(options);
  const perspectives = PERSPECTIVES.map(p => ({ ...p, title: p.title + payload }));
  const branches: Branch[] = chunks.flatMap(chunk =>
    perspectives.map(p => ({
      id: `${chunk.hash}.${p.id}`,
      chunkId: chunk.id,
      perspectiveId: p.id,
      model: 'anthropic:claude-sonnet-4-5',
      inputTokens: chunk.tokens,
      outputTokens: 800,
    })),
  );
  const model: ModelInfo = rules
    ? { provider: 'offline', ref: 'offline:rules', id: 'rules', label: 'rules, not a model' }
    : {
        provider: 'anthropic',
        ref: 'anthropic:claude-sonnet-4-5',
        id: 'claude-sonnet-4-5',
        label: 'claude-sonnet-4-5',
        origin: 'https://api.anthropic.com',
      };
  const sources = sourceIds(options).map((id, i) => ({
    id,
    path: i === 0 ? `contracts/MRB-2214-rev7.md${payload}` : `contracts/annex-${i}.md`,
    uri: `file:///contracts/${id}.md`,
    kind: 'markdown' as const,
    languageId: 'markdown',
    length: 640_000,
  }));
  const events: RunEvent[] = [
    {
      type: 'run.started',
      at: RUN_START,
      runId: 'run-7',
      job: 'review',
      name: `Marlow Road Bridge: Design and Build Contract, rev 7${payload}`,
      model,
      sources,
      skipped: [],
      perspectives,
    },
    { type: 'run.split', at: RUN_START + 300, chunks },
    {
      type: 'run.planned',
      at: RUN_START + 400,
      branches,
      estimate: {
        calls: branches.length,
        cached: 0,
        inputTokens: branches.length * 8100,
        outputTokens: branches.length * 1000,
        ...(rules ? {} : { costUsd: { low: 3.6, expected: 4.7, high: 6.9 } }),
        seconds: { low: 380, expected: 470, high: 700 },
      },
    },
  ];

  const done = options.done ?? branches.length;
  const slots = options.slots ?? 8;
  const free = new Array<number>(slots).fill(RUN_START + 500);
  const perBranch = spreadFindings(options.findings ?? 41, branches.length, random);
  const all: Finding[] = [];
  const timed: RunEvent[] = [];
  branches.slice(0, done + slots).forEach((branch, i) => {
    const slot = free.indexOf(Math.min(...free));
    const start = free[slot] ?? RUN_START;
    const cached = i < 3 && !rules;
    const took = rules ? 8 + random() * 20 : cached ? 1 : 9_000 + random() * 26_000;
    const end = start + took;
    free[slot] = end;
    const chunk = chunks.find(c => c.id === branch.chunkId);
    if (!chunk) return;
    timed.push({ type: 'branch.started', at: start, branchId: branch.id, attempt: 1 });
    if (i >= done) {
      if (options.end === 'cancelled')
        timed.push({
          type: 'branch.ended',
          at: start + 2_000,
          branchId: branch.id,
          outcome: { status: 'cancelled' },
        });
      else if (i % 4 === 3)
        timed.push({
          type: 'branch.waiting',
          at: start + 10,
          branchId: branch.id,
          on: 'rateLimit',
          until: start + 40_000,
        });
      return;
    }
    const failing = options.failing?.includes(i) ?? false;
    const findings = Array.from({ length: failing ? 0 : (perBranch[i] ?? 0) }, (_, n) =>
      makeFinding(
        branch,
        chunk,
        n,
        all.length + n,
        options.payloads?.[(all.length + n) % options.payloads.length] ?? payload,
        rules,
      ),
    );
    all.push(...findings);
    const outcome: Outcome = failing
      ? {
          status: 'failed',
          failure:
            options.end === 'failed'
              ? {
                  code: 'auth',
                  status: 401,
                  message: `The provider refused the API key (401).${payload}`,
                }
              : { code: 'timeout', message: `No answer within 45 s.${payload}` },
          attempts: options.end === 'failed' ? 1 : 4,
        }
      : {
          status: 'succeeded',
          findings,
          assessment: `Read.${payload}`,
          dropped: 0,
          usage: {
            inputTokens: 7_900,
            outputTokens: 1_100,
            cachedTokens: 1_700,
            cacheWriteTokens: 0,
            estimated: false,
          },
          ...(rules ? { costUsd: 0 } : { costUsd: 0.036 }),
          cached,
          attempts: i % 17 === 5 ? 2 : 1,
        };
    timed.push({ type: 'branch.ended', at: end, branchId: branch.id, outcome });
  });
  timed.sort((a, b) => a.at - b.at);
  events.push(...timed);
  if (options.end === undefined) return events;

  const last = Math.max(...free, RUN_START + 1000);
  if (options.end !== 'failed') {
    const merged = all
      .map((finding, i) => ({ ...finding, id: `F${i + 1}` }))
      .map((finding, i) =>
        options.judged && i % 7 === 1 && finding.branchIds.length > 1
          ? disputed(finding, payload)
          : finding,
      );
    const merge: RunEvent = { type: 'findings.merged', at: last + 100, findings: merged };
    events.push(merge);
    if (options.judged) events.push(...judgementsOf(merged, last + 2_000, payload));
    if (options.end !== 'cancelled')
      events.push({
        type: 'synthesis.ended',
        at: last + 4_000,
        synthesis: {
          markdown: synthesisText(merged, payload),
          verdicts:
            rules || merged.length === 0
              ? []
              : [
                  {
                    perspectiveId: 'accuracy',
                    verdict: 'needsChanges',
                    text: `Figures and cross-references disagree between Conditions, Schedules and Annexes.${payload}`,
                  },
                  {
                    perspectiveId: 'tone',
                    verdict: 'smallEdits',
                    text: 'Duties are firm. One “should” weakens a duty that others rely on.',
                  },
                  {
                    perspectiveId: 'completeness',
                    verdict: merged.length > 0 ? 'needsChanges' : 'sound',
                    text: 'Design insurance, the appointing body and one milestone date are missing.',
                  },
                ],
          actions:
            merged.length > 1 && !rules
              ? [
                  {
                    text: `Settle which document wins, then the cap of delay damages.${payload}`,
                    findingIds: ['F1', 'F2'],
                  },
                ]
              : [],
          by: rules ? 'code' : 'model',
        },
      });
  }
  events.push({
    type: 'run.ended',
    at: last + 5_000,
    status: options.end,
    ...(options.end === 'failed'
      ? {
          failure: {
            code: 'auth' as const,
            status: 401,
            message: `The provider refused the API key (401) on the first ${done} branches. The run stopped so that the others were not sent.${payload}`,
          },
        }
      : {}),
  });
  return events;
}

const synthesisText = (findings: readonly Finding[], payload: string): string =>
  findings.length === 0
    ? ''
    : `**Do not sign rev 7 yet.** Six critical findings change money, safety or the right to a remedy.${payload}

- **Money.** Delay damages are capped at 10 % in one place and 5 % in another [F1]. Payment falls due before its certificate [F3].
- **Security.** The design is not insured [F2]. The performance security ends 15 months early [F6]; the guarantor’s company number is uncertain [F12, F14].
- **Order of documents.** Two clauses rank the \`Conditions\` differently [F999]. Settle this *first*: other conflicts turn on it.
`;

const PERSPECTIVES: readonly Perspective[] = [
  ['accuracy', 'Accuracy', 'A', 'target'],
  ['tone', 'Tone', 'T', 'comment'],
  ['completeness', 'Completeness', 'C', 'checklist'],
].map(([id = '', title = '', letter = '', icon = '']) => ({
  id,
  title,
  letter,
  icon,
  instructions: '',
  severities: { critical: '', major: '', minor: '', note: '' },
  doNotFlag: [],
}));

const PARTS = [
  'A Agreement',
  'B Conditions of Contract',
  'C Employer’s Requirements',
  'D Schedules',
  'E Annexes',
];
const SECTIONS = [
  'Form of Agreement',
  'Contract Data, general',
  'Definitions',
  'General provisions',
  'The Employer',
  'The Engineer',
  'Design',
  'Staff and labour',
  'Plant, materials, workmanship',
  'Commencement and delays',
  'Delay damages, suspension',
  'Tests on completion',
  'Taking over',
  'Defects, release',
  'Measurement, variations',
  'Price and payment',
  'Termination, suspension',
  'Risk and insurance',
];

const sourceIds = (options: RunOptions): string[] =>
  Array.from({ length: options.sources ?? 1 }, (_, i) => `source${i}`);

function makeChunks(options: RunOptions): Chunk[] {
  const total = options.chunks ?? 42;
  const ids = sourceIds(options);
  const { payload = '' } = options;
  return Array.from({ length: total }, (_, i) => {
    const part = PARTS[Math.floor((i / total) * PARTS.length)] ?? '';
    const section = `${part[0]}${(i % 20) + 1} ${SECTIONS[i % SECTIONS.length]}`;
    return {
      id: `c${i}`,
      hash: `h${i}`,
      sourceId: ids[Math.floor((i / total) * ids.length)] ?? '',
      index: i,
      start: i * 15_000,
      end: (i + 1) * 15_000,
      startLine: i * 210 + 1,
      endLine: (i + 1) * 210,
      headings: ['Marlow Road Bridge', part, section + payload],
      title: section + payload,
      tokens: 3_700,
    };
  });
}

const REMARKS: readonly (readonly [string, string, string, string])[] = [
  [
    'Delay damages are capped at 10 % here and at 5 % in Schedule D3',
    'The total amount of Delay Damages shall not exceed ten per cent (10%) of the Accepted Contract Amount.',
    'Schedule D3 item 4 caps delay damages at 5 %. Clause B1.5 puts the Conditions above the Schedules, so 10 % applies: £4.18 m instead of £2.09 m.',
    'The total amount of Delay Damages shall not exceed five per cent (5%) of the Accepted Contract Amount.',
  ],
  [
    'No insurance covers the Contractor’s design',
    'The Contractor shall effect and maintain insurance of the Works, Plant, Materials and Contractor’s Documents.',
    'The Contractor designs the bridge, but no clause asks for professional indemnity insurance.',
    '',
  ],
  [
    'Payment falls due 7 days before the certificate it depends on',
    'within 21 days after the Engineer receives the Statement',
    'The certificate is issued within 28 days, so payment would fall due before it exists.',
    'within 35 days after the Engineer receives the Statement',
  ],
  [
    'Pile proof test load exceeds what the pile can carry',
    'Each working pile shall be proof tested to 9,600 kN, being 1.5 times the design verification load of 4,800 kN.',
    '1.5 × 4,800 kN is 7,200 kN. Table C4-1 limits the pile to 8,900 kN, so the test as written would damage piles that stay in the works.',
    'Each working pile shall be proof tested to 7,200 kN, being 1.5 times the design verification load of 4,800 kN.',
  ],
  [
    '“As considered appropriate” leaves open who decides',
    'as considered appropriate',
    'Name who decides and by when.',
    'as the Engineer decides within 7 days',
  ],
  [
    'One sentence has 118 words',
    'Where the Contractor fails to comply with the requirements of this Sub-Clause',
    'Split the sentence: the duty is in its last third.',
    '',
  ],
];

function makeFinding(
  branch: Branch,
  chunk: Chunk,
  n: number,
  serial: number,
  payload: string,
  rules: boolean,
): Finding {
  const [title = '', quote = '', message = '', suggestion = ''] =
    REMARKS[serial % REMARKS.length] ?? [];
  const severities: readonly Severity[] = [
    'minor',
    'critical',
    'major',
    'minor',
    'note',
    'major',
    'minor',
  ];
  const placed = serial % 14 !== 13;
  const start = chunk.start + 100 * n;
  return {
    id: `${branch.id}#${n}`,
    fingerprint: `p${serial}`,
    perspectiveId: branch.perspectiveId,
    severity: severities[serial % severities.length] ?? 'note',
    confidence: 0.6 + (serial % 40) / 100,
    sourceId: chunk.sourceId,
    chunkId: chunk.id,
    quote: quote + payload,
    ...(placed ? { range: { start, end: start + quote.length } } : {}),
    match: placed ? (serial % 5 === 0 ? 'fuzzy' : 'exact') : 'none',
    title: title + payload,
    message: message + payload,
    ...(suggestion ? { suggestion: suggestion + payload } : {}),
    ...(rules
      ? { rule: ['missing-target', 'percent-sum', 'list-gap', 'word-list'][serial % 4] ?? '' }
      : {}),
    branchIds:
      serial % 3 === 0
        ? [branch.id, `${chunk.hash}.tone`, `${chunk.hash}.completeness`]
        : [branch.id],
  };
}

function spreadFindings(total: number, branches: number, random: () => number): number[] {
  const per = new Array<number>(branches).fill(0);
  for (let i = 0; i < total; i++) {
    const at = Math.floor(random() * branches);
    per[at] = (per[at] ?? 0) + 1;
  }
  return per;
}

/** Numbers in [0, 1), the same for the same seed (Park and Miller's generator). */
function lcg(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
