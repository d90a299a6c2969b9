import { JOBS } from '../../domain/jobs.ts';
import { SEVERITIES } from '../../domain/results/findings.ts';
import { count, duration, percent } from '../../format/format.ts';
import { isDecisive } from '../../state/findingStatus.ts';
import { costHead, costTable } from '../costTable.ts';
import { resultText } from '../digest/digestWording.ts';
import { labelTable } from '../records/records.ts';
import type { Report } from '../reportFormat.ts';
import { readRichText } from '../richText.ts';
import { silencedText } from '../silenced.ts';
import {
  costText,
  coverageText,
  droppedText,
  gapPlaceText,
  houseRulesText,
  isComplete,
  howReadOf,
  leftOutOf,
  perspectiveTitle,
  reviewerText,
  rulesNotice,
  statusText,
  tokensText,
  unreadOf,
  utcText,
} from '../wording.ts';
import { digestSections } from './digest.ts';
import { findingsSection } from './findings.ts';
import { playbookSections } from './playbook.ts';
import type { Block, Document, Fact, Group, Notice, Row, VerdictBlock } from './model.ts';
import { t } from '../../text/l10n.ts';
import { perspectiveName } from '../../format/words.ts';

/** The report as sections, in reading order; what has nothing to say is left out. */
export function documentOf(report: Report): Document {
  const dropped = droppedText(report);
  return {
    title: report.title,
    runId: report.run.id,
    sources: report.sources.map(({ path, chunks }) => `${path}, ${count(chunks, 'chunk')}`),
    facts: facts(report),
    notices: notices(report),
    sections: [
      ...summary(report),
      ...labels(report),
      ...playbookSections(report),
      ...digestSections(report),
      { kind: 'group', id: 'map', title: t('Map'), blocks: [{ kind: 'map' }] },
      ...findingsSection(report),
      ...gaps(report),
      ...costs(report),
    ],
    closing: [
      ...(dropped === '' ? [] : [`${dropped}.`]),
      `${resultText(report)}. ${coverageText(report)}`,
    ],
    coverage: coverageText(report),
    read: percent(report.coverage.reviewedFraction),
  };
}

function facts(report: Report): Fact[] {
  const { run } = report;
  const sent = run.rulesOnly
    ? ''
    : t('; {0}, tokens: {1}', count(run.calls, 'call'), tokensText(report));
  return [
    { name: t('Status'), value: statusText(report) },
    { name: t('{0} by', JOBS[run.job].done), value: reviewerText(report) },
    {
      name: t('Started'),
      value: utcText(run.startedAt),
    },
    { name: t('Took'), value: duration(run.durationMs) },
    { name: t('Cost'), value: `${costText(report)}${sent}` },
    { name: t('House rules'), value: houseRulesText(report) },
    { name: t('Left out'), value: droppedText(report) },
  ].filter(({ value }) => value !== '');
}

function notices(report: Report): Notice[] {
  const { failure, rulesOnly } = report.run;
  const silenced = silencedText(report.findings);
  return [
    ...(failure
      ? [
          {
            kind: 'failed',
            lead: report.run.status === 'failed' ? t('Failed:') : t('Why:'),
            text: failure.message,
          } as const,
        ]
      : []),
    ...(rulesOnly ? [{ kind: 'rules', lead: '', text: rulesNotice } as const] : []),
    ...(silenced === ''
      ? []
      : [{ kind: 'decided', lead: t('Decisions:'), text: `${silenced}.` } as const]),
    isComplete(report)
      ? { kind: 'covered', lead: t('Coverage:'), text: coverageText(report) }
      : { kind: 'incomplete', lead: t('Not everything was read:'), text: coverageText(report) },
  ];
}

function summary(report: Report): Group[] {
  const { synthesis } = report;
  if (!synthesis) return [];
  const blocks: Block[] = [];
  if (synthesis.failure)
    blocks.push({
      kind: 'text',
      role: 'warning',
      line: t('The model wrote no summary: {0}', synthesis.failure.message),
    });
  for (const { kind, items } of readRichText(synthesis.markdown))
    blocks.push(
      kind === 'list'
        ? { kind: 'list', items: items.map(line => ({ line })) }
        : { kind: 'text', line: items[0] ?? '' },
    );
  if (synthesis.actions.length > 0)
    blocks.push({
      kind: 'group',
      title: t('First actions'),
      blocks: [
        {
          kind: 'list',
          isOrdered: true,
          items: synthesis.actions.map(({ text, findings }) => ({ line: text, refs: findings })),
        },
      ],
    });
  blocks.push({ kind: 'verdicts', verdicts: verdicts(report) });
  return [{ kind: 'group', id: 'summary', title: t('Summary'), blocks }];
}

/** What each perspective concluded, how many findings it has, and how much of it was read. */
const verdicts = (report: Report): VerdictBlock[] =>
  report.perspectives.map(({ id, title }) => {
    const verdict = report.synthesis?.verdicts.find(v => v.perspective === id);
    const own = report.findings.filter(
      f => isDecisive(f) && (f.perspective === id || f.alsoPerspectives.includes(id)),
    );
    const branches = report.branches.filter(b => b.perspective === id);
    const read = branches.filter(b => b.status === 'succeeded').length;
    return {
      perspective: perspectiveName(title),
      ...(verdict ? { verdict: verdict.verdict } : {}),
      text: verdict?.text ?? '',
      counts: SEVERITIES.map(severity => ({
        severity,
        count: own.filter(f => f.severity === severity).length,
      })).filter(tally => tally.count > 0),
      read: t('{0} of {1} answered', read, count(branches.length, 'branch', 'branches')),
      isJudged: read === 0 || branches.some(b => b.judged),
    };
  });

function labels({ records }: Report): Group[] {
  if (!records) return [];
  const { head, rows } = labelTable(records);
  return [
    {
      kind: 'group',
      id: 'labels',
      title: t('Labels'),
      blocks: [{ kind: 'table', shape: 'numbers', head, rows: rows.map(cells => ({ cells })) }],
    },
  ];
}

function gaps(report: Report): Group[] {
  const named = (files: Report['skipped'], of: string): Row[] =>
    files.map(({ path, reason }) => ({ cells: [path, of, reason] }));
  const missing: Row[] = report.coverage.gaps.map(gap => ({
    cells: [gapPlaceText(gap), perspectiveTitle(report, gap.perspective), gap.reason],
  }));
  const section = (id: string, title: string, head: string, rows: readonly Row[]): Group[] =>
    rows.length === 0
      ? []
      : [
          {
            kind: 'group',
            id,
            title,
            count: rows.length,
            blocks: [
              { kind: 'table', shape: 'lines', head: [head, t('Perspective'), t('Why')], rows },
            ],
          },
        ];
  return [
    ...section('gaps', t('Gaps'), t('Not read'), [...missing, ...named(unreadOf(report), 'all')]),
    ...section('left-out', t('Left out'), t('File'), named(leftOutOf(report), 'all')),
    ...howRead(howReadOf(report)),
  ];
}

/** Not among the gaps: it was read, and a person should know how. */
const howRead = (files: Report['skipped']): Group[] =>
  files.length === 0
    ? []
    : [
        {
          kind: 'group',
          id: 'how-read',
          title: t('How documents were read'),
          count: files.length,
          blocks: [
            {
              kind: 'table',
              shape: 'lines',
              head: [t('File'), t('How it was read')],
              rows: files.map(({ path, reason }) => ({ cells: [path, reason] })),
            },
          ],
        },
      ];

function costs(report: Report): Group[] {
  const rows: Row[] = costTable(report).map(({ what, estimated, actual, isOver }) => ({
    cells: [what, estimated, actual],
    isOver,
  }));
  if (rows.length === 0) return [];
  const cached = report.branches.filter(b => b.cached).length;
  const stored: Row[] =
    cached === 0
      ? []
      : [{ cells: [t('Answered from the store'), '', count(cached, 'branch', 'branches')] }];
  return [
    {
      kind: 'group',
      id: 'cost',
      title: t('Cost and time'),
      blocks: [{ kind: 'table', shape: 'numbers', head: costHead, rows: [...rows, ...stored] }],
    },
  ];
}
