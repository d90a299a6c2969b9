import { NOT_JUDGED } from '../domain/review/perspective.ts';
import { count, duration, grouped, money, percent } from '../format/format.ts';
import { CONSISTENCY, fanInTitles } from '../domain/review/fanInPerspectives.ts';
import { isGap } from '../format/coverageUnit.ts';
import { hiddenReason, isDecisive, tallyFindings } from '../state/findingStatus.ts';
import { belowText } from '../state/least.ts';
import { followersOf } from '../state/relatedFindings.ts';
import { SEVERITIES, type Severity, type Verification } from '../domain/results/findings.ts';
import type { Verdict } from '../domain/results/synthesis.ts';
import type { Report, ReportFinding } from './reportFormat.ts';
import { perspectiveName, severityWord } from '../format/words.ts';
import { plural, t } from '../text/l10n.ts';
import { relatedPlaceText } from './placeWords.ts';

export { count, duration, grouped, money, percent };
export { gapPlaceText, placeText, relatedPlaceText } from './placeWords.ts';

export const severityTitles: Readonly<Record<Severity, string>> = {
  critical: t('Critical'),
  major: t('Major'),
  minor: t('Minor'),
  note: t('Note'),
};

export const verdictTitles: Readonly<Record<Verdict['verdict'], string>> = {
  needsChanges: t('Needs changes'),
  smallEdits: t('Sound, small edits'),
  sound: t('Sound'),
};

/** How the run stands, in a word or four. */
export function statusText(report: Report): string {
  switch (report.run.status) {
    case 'succeeded':
      return t('Finished');
    case 'partial':
      return gapCount(report) === 0
        ? t('Finished, but incomplete')
        : t('Finished with {0}', count(gapCount(report), 'gap'));
    case 'failed':
      return t('Failed');
    case 'cancelled':
      return t('Cancelled');
    case 'interrupted':
      return t('Cut off');
    default:
      return t('Not finished');
  }
}

/** Binary and generated files, and files without text: listed, not counted as gaps. */
export const leftOutOf = (report: Report): Report['skipped'] =>
  report.skipped.filter(skipped => !isGap(skipped) && !skipped.note);

/** How documents were read: tracked changes, hidden text, running heads. */
export const howReadOf = (report: Report): Report['skipped'] =>
  report.skipped.filter(({ note }) => note);

/** Files that were to be read and were not. */
export const unreadOf = (report: Report): Report['skipped'] => report.skipped.filter(isGap);

/** Parts not read, and inputs not read at all. */
export const gapCount = (report: Report): number =>
  report.coverage.gaps.length + unreadOf(report).length;

export const isComplete = (report: Report): boolean =>
  report.coverage.reviewedFraction >= 1 && gapCount(report) === 0;

/** The sentence that stands beside every result. */
export function coverageText(report: Report): string {
  const { branches, reviewedFraction, unit } = report.coverage;
  const gaps = gapCount(report);
  const unread = unreadOf(report).length;
  // The share is of the text that there is: files without any must not hide behind 100 %.
  const files = unread === 0 ? '' : t(' ({0} not read)', count(unread, 'file'));
  const missing = gaps === 0 ? t('no gaps') : `${count(gaps, 'gap')}${files}`;
  const aside = leftOutOf(report).length;
  const apart = aside === 0 ? '' : t(', {0} left out', count(aside, 'file'));
  const words = [
    branches.succeeded,
    count(branches.total, 'branch', 'branches'),
    percent(reviewedFraction),
    missing,
    apart,
  ];
  return unit === 'characters'
    ? t('{0} of {1} answered, {2} of the text read; {3}{4}.', ...words)
    : t('{0} of {1} answered, {2} of the changed lines read; {3}{4}.', ...words);
}

/** `6 critical, 14 major`, or what is shown instead when there are none; of records, how many have a label. */
export function countsText(report: Report): string {
  const { records, findings } = report;
  if (!records) return findingCounts(report);
  const labelled = records.rows.filter(
    ({ status }) => status === 'labelled' || status === 'corrected',
  ).length;
  const labels = plural(
    labelled,
    '{0} of {1} has a label',
    '{0} of {1} have a label',
    grouped(labelled),
    count(records.rows.length, 'record'),
  );
  return findings.length === 0 ? labels : `${labels}. ${findingCounts(report)}`;
}

function findingCounts(report: Report): string {
  const { branches } = report.coverage;
  const found = report.findings.filter(isDecisive);
  const { unplaced, aside: setAside } = tallyFindings(report.findings);
  const dismissed = report.findings.filter(f => hiddenReason(f) === 'dismissed').length;
  const applied = report.findings.filter(f => hiddenReason(f) === 'applied').length;
  const refuted = setAside - dismissed - applied;
  const outside = report.outsideChange.length;
  const { below } = report.run;
  const least = belowText(below.findings, {
    severity: below.minSeverity ?? 'note',
    confidence: below.minConfidence ?? 0,
  });
  const aside =
    (least === '' ? '' : `; ${least}`) +
    (unplaced === 0 ? '' : t('; {0} without an exact place', unplaced)) +
    (refuted === 0 ? '' : t('; {0} refuted', refuted)) +
    (applied === 0 ? '' : t('; {0} applied', applied)) +
    (dismissed === 0 ? '' : t('; {0} dismissed', dismissed)) +
    (outside === 0 ? '' : t('; {0} outside the change', outside));
  const unjudged = report.branches.filter(b => b.status === 'succeeded' && !b.judged).length;
  if (found.length === 0)
    return t(
      'No findings in {0} of {1} branches{2}{3}',
      branches.succeeded - unjudged,
      branches.total,
      unjudged === 0 ? '' : `; ${unjudged} ${NOT_JUDGED}`,
      aside,
    );
  const by = SEVERITIES.map(s => [found.filter(f => f.severity === s).length, s] as const);
  const list = by.filter(([n]) => n > 0).map(([n, s]) => `${n} ${severityWord[s]}`);
  return `${count(found.length, 'finding')}: ${list.join(', ')}${aside}`;
}

/** What was left out of answers, so that nothing goes unsaid; empty when nothing was. */
export function droppedText(report: Report): string {
  const dropped = report.branches.reduce((sum, branch) => sum + branch.dropped, 0);
  return dropped === 0
    ? ''
    : plural(
        dropped,
        '{0} item of the answers did not have the requested form and was left out',
        '{0} items of the answers did not have the requested form and were left out',
        grouped(dropped),
      );
}

/** `AGENTS.md (12 rules)`; empty when none were applied. */
export const houseRulesText = ({ run }: Report): string =>
  run.houseRules.map(({ file, rules }) => `${file} (${count(rules, 'rule')})`).join(', ');

/** Who read the text. Rules are never called a model. */
export const reviewerText = (report: Report): string =>
  report.run.rulesOnly ? t('rules, not a model') : report.run.reviewer || report.run.model;

export const rulesNotice = t(
  'Rules, not a model. Patterns were matched on this computer and nothing was sent. Rules do not understand the text and give no verdict.',
);

export function costText(report: Report): string {
  const { rulesOnly, costUsd } = report.run;
  if (rulesOnly) return t('$0.00, nothing was sent');
  return costUsd === null ? t('price not known') : money(costUsd);
}

export function tokensText(report: Report): string {
  const { input, output, cached } = report.run.tokens;
  const fromCache = cached > 0 ? t(' ({0} from the prompt cache)', grouped(cached)) : '';
  return t('{0} in{1}, {2} out', grouped(input), fromCache, grouped(output));
}

export const perspectiveTitle = (report: Report, id: string): string =>
  perspectiveName(report.perspectives.find(p => p.id === id)?.title ?? fanInTitles[id] ?? id);

/** `Accuracy, also Tone; said by 3 branches`. Rules name the rule. */
export function provenanceText(report: Report, finding: ReportFinding): string {
  const also = finding.alsoPerspectives.map(id => perspectiveTitle(report, id));
  const who = [perspectiveTitle(report, finding.perspective), ...also].join(t(', also '));
  if (finding.rule !== null) return t('{0}; rule {1}', who, finding.rule);
  const house = finding.houseRule
    ? t('; house rule {0}: {1}', finding.houseRule.id, finding.houseRule.text)
    : '';
  if (finding.perspective === CONSISTENCY) return t('{0}; two places compared', who);
  const { models } = finding;
  const of = models.length > 1 ? t(' of {0} models ({1})', models.length, models.join(', ')) : '';
  return t(
    '{0}; said by {1}{2}{3}',
    who,
    count(finding.branches.length, 'branch', 'branches'),
    of,
    house,
  );
}

const modelOfBranch = new WeakMap<Report, ReadonlyMap<string, string>>();

/** The models that some branches asked, each once, in the order of the branches. */
function modelsOf(report: Report, branchIds: readonly string[]): string[] {
  const known =
    modelOfBranch.get(report) ?? new Map(report.branches.map(({ id, model }) => [id, model]));
  modelOfBranch.set(report, known);
  return [...new Set(branchIds.flatMap(id => known.get(id) ?? []))];
}

/** Points on which the branches of a finding disagree, one line per side; empty if they agree. */
export function opinionTexts(report: Report, { opinions }: ReportFinding): string[] {
  if (opinions.length === 0) return [];
  const sides = opinions.map(({ severity, message, suggestion, branches }) => {
    const models = modelsOf(report, branches);
    const who = `${count(branches.length, 'branch', 'branches')}${report.run.models.length > 1 ? t(' of {0}', models.join(', ')) : ''}`;
    const fix = suggestion === null ? '' : t(' Would write: “{0}”', suggestion);
    return `${severityTitles[severity]}, ${who}: ${message}${fix}`;
  });
  return [t('The reviewers disagree:'), ...sides];
}

/** The other wordings, one line each; empty if all are alike. */
export function wordingTexts({ wordings, opinions }: ReportFinding): string[] {
  const shown = new Set(opinions.map(({ message }) => message));
  const others = wordings.filter(({ message }) => !shown.has(message));
  return others.length === 0
    ? []
    : [
        t('Other wordings:'),
        ...others.map(({ title, message }) =>
          message === title || message.startsWith(title) ? message : `${title}: ${message}`,
        ),
      ];
}

export interface FindingGroup {
  readonly severity:
    Severity | 'conflicts' | 'unplaced' | 'refuted' | 'dismissed' | 'applied' | 'outside';
  readonly title: string;
  /** What the reader has to know of the whole group; empty when its title says it. */
  readonly notice: string;
  /** Each followed by those that are related to it, whatever their severity. */
  readonly findings: readonly ReportFinding[];
  /** How many of them are counted here. */
  readonly count: number;
}

/**
 * By severity in report order, related ones together at the most severe; conflicts between sections,
 * those without a place, refuted, dismissed and applied ones apart. Groups without findings are left out.
 */
export function findingGroups(report: Report): FindingGroup[] {
  const apart = { conflicts: [], unplaced: [], refuted: [], dismissed: [], applied: [] } as Record<
    Exclude<FindingGroup['severity'], Severity | 'outside'>,
    ReportFinding[]
  >;
  const by = new Map<Severity, ReportFinding[]>(SEVERITIES.map(severity => [severity, []]));
  const followers = followersOf(report.findings);
  const following = new Set([...followers.values()].flat());
  for (const finding of report.findings) {
    const aside = hiddenReason(finding);
    if (aside) apart[aside].push(finding);
    else if (!isDecisive(finding)) apart.unplaced.push(finding);
    else if (finding.perspective === CONSISTENCY) apart.conflicts.push(finding);
    else by.get(finding.severity)?.push(finding);
  }
  const together = (findings: readonly ReportFinding[]): readonly ReportFinding[] =>
    findings.flatMap(finding =>
      following.has(finding) ? [] : [finding, ...(followers.get(finding.id) ?? [])],
    );
  const groups: Omit<FindingGroup, 'count'>[] = [
    ...SEVERITIES.map(severity => ({
      severity,
      title: severityTitles[severity],
      notice: '',
      findings: by.get(severity) ?? [],
    })),
    {
      severity: 'conflicts',
      title: t('Conflicts between sections'),
      notice: t('Each names two places of the text, each with its exact quote.'),
      findings: apart.conflicts,
    },
    {
      severity: 'unplaced',
      title: t('No exact place'),
      notice: unplacedNotice,
      findings: apart.unplaced,
    },
    {
      severity: 'refuted',
      title: t('Refuted'),
      notice: t('A second, independent call found evidence against these. They are not counted.'),
      findings: apart.refuted,
    },
    {
      severity: 'dismissed',
      title: t('Dismissed'),
      notice: t('A person decided that these need no change. They are not counted.'),
      findings: apart.dismissed,
    },
    {
      severity: 'applied',
      title: t('Applied'),
      notice: t('Their suggestions were applied to the text. They are not counted.'),
      findings: apart.applied,
    },
    {
      severity: 'outside',
      title: t('Outside the change'),
      notice: t('On lines that were not changed. They are not counted.'),
      findings: report.outsideChange,
    },
  ];
  return groups
    .map((group): FindingGroup => ({
      ...group,
      count: group.findings.length,
      findings: together(group.findings),
    }))
    .filter(group => group.count > 0);
}

/** The findings of a group, related ones together and the most severe of them first. */
export function together({ findings }: FindingGroup): (readonly ReportFinding[])[] {
  const sets: ReportFinding[][] = [];
  for (const finding of findings) {
    const last = sets.at(-1);
    if (finding.group !== null && last?.[0]?.group === finding.group) last.push(finding);
    else sets.push([finding]);
  }
  return sets;
}

/** What is above several findings that may be one. */
export const togetherTitle = (findings: readonly ReportFinding[]): string =>
  t('{0} remarks on the same words, perhaps on one problem', findings.length);

/** How a quote was found, where that is not letter for letter at one place; else empty. */
export function matchText({ match, otherPlaces }: ReportFinding): string {
  switch (match) {
    case 'ambiguous':
      return t(
        'One of {0} where these words occur; the answer does not tell which is meant. The others: {1}.',
        count(otherPlaces.length + 1, 'place'),
        otherPlaces.map(relatedPlaceText).join(', '),
      );
    case 'gapped':
      return t('The quote left words out; this is the text from its first to its last words.');
    case 'fuzzy':
      return t('The quote had small mistakes; this is the text.');
    default:
      return '';
  }
}

const verdictWords = {
  confirmed: t('Confirmed'),
  refuted: t('Refuted'),
  unsure: t('Not settled'),
  unverified: t('Not verified'),
} as const satisfies Readonly<Record<Verification['verdict'], string>>;

/** `Refuted by openai:gpt: The sum is right.`; empty if it was not verified. */
export function verificationText({ verification }: ReportFinding): string {
  if (!verification) return '';
  const { verdict, evidence, by, quote } = verification;
  const words = quote === null ? '' : ` ("${quote.replace(/\s+/g, ' ')}")`;
  return t('{0} by {1}: {2}{3}', verdictWords[verdict], by, evidence, words);
}

/** `2026-11-30 13:45:43 UTC` of a time in ISO 8601. */
export const utcText = (iso: string): string =>
  iso.replace('T', ' ').replace(/(?:\.\d+)?Z$/, ' UTC');

/** `Dismissed: agreed with the client.`; empty without a decision. */
export function decisionText({ decision }: ReportFinding): string {
  if (!decision) return '';
  const word = decision.kind === 'dismissed' ? t('Dismissed') : t('Accepted');
  return decision.reason === '' ? `${word}.` : `${word}: ${decision.reason}`;
}

export const unplacedNotice = t(
  'Their quotes are not in the text, so they may be invented. They are not counted and do not affect the verdict; check them by hand.',
);
