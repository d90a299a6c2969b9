import type { Finding } from '../../domain/results/findings.ts';
import { countedLead, countedVerdict } from '../../format/severityCounts.ts';
import { findingKinds } from '../../format/findingKinds.ts';
import { count, grouped, joinList } from '../../format/format.ts';
import { perspectiveName } from '../../format/words.ts';
import {
  LEFT_OUT_BECAUSE,
  NO_RULE,
  NOT_APPLIED,
  type Perspective,
} from '../../domain/review/perspective.ts';
import type { Synthesis, Verdict } from '../../domain/results/synthesis.ts';
import { coverageParagraph, unplacedSentence, type SynthesisInput } from './synthesisInput.ts';
import { plural, quoted, t } from '../../text/l10n.ts';

/**
 * The summary without a model: counts, the most severe kinds of finding, and a verdict by rule. It proposes no actions:
 * prioritising them requires understanding.
 */
export function codeSynthesis(input: SynthesisInput): Synthesis {
  const { findings, coverage, rulesOnly } = input;
  const unjudged = input.assessments.filter(({ text }) => text.startsWith(NO_RULE)).length;
  const lead = countedLead(findings) ?? noFindings(coverage.succeeded - unjudged, coverage.total);
  const kinds = findingKinds(findings);
  const paragraphs = [
    rulesOnly ? t('By rules, not a model: there are no verdicts. {0}', lead) : lead,
    kinds,
    unplacedSentence(input),
    unservedSentence(input),
    leftOutSentence(input),
    coverageParagraph(coverage),
  ];
  return {
    markdown: paragraphs.filter(p => p !== '').join('\n\n'),
    verdicts: rulesOnly ? [] : input.perspectives.flatMap(p => verdictByRule(p, input) ?? []),
    actions: [],
    by: 'code',
    counted: { lead, kinds },
  };
}

const noFindings = (branches: number, total: number): string =>
  t('No findings in {0} of {1} branches.', grouped(branches), grouped(total));

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
    : plural(
        names.length,
        '**Not judged.** No rule serves {0}: only a model can judge it.',
        '**Not judged.** No rule serves {0}: only a model can judge them.',
        joinList(names.map(perspectiveName)),
      );
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
      for (const [, title = ''] of part.slice(colon).matchAll(/“([^”]+)”/g))
        known.titles.add(quoted(title));
      reasons.set(reason, known);
    }
  return [...reasons]
    .map(([reason, { titles, branches }]) =>
      t(
        '**Not applied.** {0} in {1} of {2} branches, because {3}: {4}.',
        count(titles.size, 'rule'),
        grouped(branches),
        grouped(coverage.total),
        reasonWords(reason),
        joinList([...titles]),
      ),
    )
    .join('\n\n');
}

const reasonWords = (stored: string): string =>
  Object.values(LEFT_OUT_BECAUSE)
    .find(known => known.stored === stored)
    ?.words() ?? stored;

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
  // Not everything was read, so nothing can be called sound.
  const clean = gaps === 0 ? 'sound' : undefined;
  const verdict = grave ? 'needsChanges' : own.length > 0 ? 'smallEdits' : clean;
  if (!verdict) return undefined;
  const counted = countedVerdict(own, t('No findings'));
  const text =
    gaps === 0 ? counted : t('{0} Parts were not read: {1}.', counted, count(gaps, 'gap'));
  return { perspectiveId: perspective.id, verdict, text, counted };
}

export const findingsOf = (perspective: Perspective, findings: readonly Finding[]): Finding[] =>
  findings.filter(
    f =>
      f.perspectiveId === perspective.id || f.alsoPerspectiveIds?.includes(perspective.id) === true,
  );
