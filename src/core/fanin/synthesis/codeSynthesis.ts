import type { Finding } from '../../domain/results/findings.ts';
import { countsBySeverity } from '../../format/severityCounts.ts';
import { findingKinds } from '../../domain/results/findingKinds.ts';
import { grouped, joinList } from '../../format/format.ts';
import { NO_RULE, NOT_APPLIED, type Perspective } from '../../domain/review/perspective.ts';
import type { Synthesis, Verdict } from '../../domain/results/synthesis.ts';
import { coverageSentence, unplacedSentence, type SynthesisInput } from './synthesisInput.ts';
import { inEnglish } from '../../text/l10n.ts';

/**
 * The summary without a model: counts, the most severe kinds of finding, and a verdict by rule. It proposes no actions:
 * prioritising them requires understanding.
 */
export const codeSynthesis = (input: SynthesisInput): Synthesis => inEnglish(() => written(input));

function written(input: SynthesisInput): Synthesis {
  const { findings, coverage, rulesOnly } = input;
  const unjudged = input.assessments.filter(({ text }) => text.startsWith(NO_RULE)).length;
  const paragraphs = [
    [
      rulesOnly ? 'By rules, not a model: there are no verdicts. ' : '',
      findings.length === 0
        ? `No findings in ${grouped(coverage.succeeded - unjudged)} of ${grouped(coverage.total)} branches.`
        : `${count(findings.length, 'finding')}: ${countsBySeverity(findings)}.`,
    ].join(''),
    findingKinds(findings),
    unplacedSentence(input),
    unservedSentence(input),
    leftOutSentence(input),
    `**Coverage.** ${coverageSentence(coverage)}`,
  ];
  return {
    markdown: paragraphs.filter(p => p !== '').join('\n\n'),
    verdicts: rulesOnly ? [] : input.perspectives.flatMap(p => verdictByRule(p, input) ?? []),
    actions: [],
    by: 'code',
  };
}

/** If no rule serves a perspective, an empty result says nothing; empty if all are served. */
function unservedSentence({ rulesOnly, perspectives, assessments }: SynthesisInput): string {
  if (!rulesOnly) return '';
  const names = perspectives
    .filter(({ id }) => {
      const own = assessments.filter(({ perspectiveId }) => perspectiveId === id);
      return own.length > 0 && own.every(({ text }) => text.startsWith(NO_RULE));
    })
    .map(({ title }) => title);
  return names.length === 0
    ? ''
    : `**Not judged.** No rule serves ${joinList(names)}: only a model can judge ${names.length === 1 ? 'it' : 'them'}.`;
}

/** Rules that did not read some of the text, and the reason: their mistakes were not searched for there. */
function leftOutSentence({ rulesOnly, assessments, coverage }: SynthesisInput): string {
  if (!rulesOnly) return '';
  const reasons = new Map<string, { readonly titles: Set<string>; branches: number }>();
  for (const { text } of assessments)
    for (const part of text.split(NOT_APPLIED).slice(1)) {
      const colon = part.indexOf(': ');
      const reason = part.slice(0, colon);
      const known = reasons.get(reason) ?? { titles: new Set<string>(), branches: 0 };
      known.branches += 1;
      for (const [title] of part.slice(colon).matchAll(/“[^”]+”/g)) known.titles.add(title);
      reasons.set(reason, known);
    }
  return [...reasons]
    .map(
      ([reason, { titles, branches }]) =>
        `**Not applied.** ${count(titles.size, 'rule')} in ${grouped(branches)} of ${grouped(coverage.total)} branches, because ${reason}: ${joinList([...titles])}.`,
    )
    .join('\n\n');
}

/** The verdict that the counts alone allow; undefined if the perspective read nothing. */
export function verdictByRule(
  perspective: Perspective,
  input: SynthesisInput,
): Verdict | undefined {
  const own = findingsOf(perspective, input.findings);
  if (own.length === 0 && input.coverage.succeeded === 0) return undefined;
  const grave = own.some(f => f.severity === 'critical' || f.severity === 'major');
  const { coverage } = input;
  const parts = coverage.gaps.filter(g => g.perspectiveId === perspective.id).length;
  const gaps = parts + (coverage.unread ?? 0);
  const missing = gaps === 0 ? '' : ` Parts were not read: ${count(gaps, 'gap')}.`;
  // Not everything was read, so nothing can be called sound.
  const clean = gaps === 0 ? 'sound' : undefined;
  const verdict = grave ? 'needsChanges' : own.length > 0 ? 'smallEdits' : clean;
  if (!verdict) return undefined;
  const said = own.length === 0 ? 'No findings' : countsBySeverity(own);
  return { perspectiveId: perspective.id, verdict, text: `${said}.${missing}` };
}

export const findingsOf = (perspective: Perspective, findings: readonly Finding[]): Finding[] =>
  findings.filter(
    f =>
      f.perspectiveId === perspective.id || f.alsoPerspectiveIds?.includes(perspective.id) === true,
  );

const count = (n: number, noun: string): string =>
  `${grouped(n)} ${noun}${n === 1 ? '' : 's'}`;
