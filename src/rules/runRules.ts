import type { Source } from '../core/domain/source.ts';
import { allRules } from './allRules.ts';
import { ruleDocument, type LinkProbe } from './ruleDocument.ts';
import type { Hit, PlacedHit, Rule, RulePerspective } from './types.ts';

export type RuleSource = Pick<Source, 'text' | 'kind' | 'languageId'>;

/** What running the rules over a source gave. */
export interface RulesResult {
  /** In the order of the text. */
  readonly hits: readonly PlacedHit[];
  /** How many rules read the source, by perspective. */
  readonly rules: Readonly<Partial<Record<RulePerspective, number>>>;
  /** Perspectives that have rules on English wording, left out because the text is not English. */
  readonly notEnglish: readonly RulePerspective[];
  /** Rules that failed, with the reason; the others' hits stand. */
  readonly broken: readonly { readonly rule: string; readonly reason: string }[];
}

/** The rules that read this source; wording rules only where the text is English. */
export const rulesFor = (
  source: Pick<Source, 'kind' | 'languageId'>,
  rules: readonly Rule[] = allRules,
): readonly Rule[] =>
  rules.filter(
    rule =>
      rule.serves[source.kind] !== undefined &&
      (rule.languages === undefined || rule.languages.includes(source.languageId)),
  );

/** Runs every rule that reads the source, one after the other. Pure but for `probe`. */
export function runRules(
  source: RuleSource,
  probe?: LinkProbe,
  rules: readonly Rule[] = allRules,
): RulesResult {
  const steps = ruleSteps(source, probe, rules);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same, a rule at a time: whoever drives it can breathe, or stop, between two rules. */
export function* ruleSteps(
  source: RuleSource,
  probe?: LinkProbe,
  rules: readonly Rule[] = allRules,
): Generator<void, RulesResult, void> {
  const doc = ruleDocument(source, probe);
  const hits: PlacedHit[] = [];
  const broken: { rule: string; reason: string }[] = [];
  const notEnglish = new Set<RulePerspective>();
  const counts: Partial<Record<RulePerspective, number>> = {};
  for (const rule of rulesFor(source, rules)) {
    const perspective = rule.serves[source.kind];
    if (perspective === undefined) continue;
    if (rule.english && !doc.english) {
      notEnglish.add(perspective);
      continue;
    }
    counts[perspective] = (counts[perspective] ?? 0) + 1;
    try {
      for (const hit of capped(rule, rule.find(doc), source.text.length)) {
        hits.push(placed(rule, perspective, hit));
      }
    } catch (error) {
      broken.push({
        rule: rule.id,
        reason: error instanceof Error ? error.message : String(error),
      });
    }
    yield;
  }
  hits.sort((a, b) => a.start - b.start || a.end - b.end || (a.rule < b.rule ? -1 : 1));
  return {
    hits: hits.filter(hit => isPlaced(hit, source.text.length)),
    rules: counts,
    notEnglish: [...notEnglish],
    broken,
  };
}

const placed = (rule: Rule, perspective: RulePerspective, hit: Hit): PlacedHit => ({
  rule: rule.id,
  perspective,
  start: hit.start,
  end: hit.end,
  title: hit.title ?? rule.title,
  message: hit.message,
  suggestion: hit.suggestion ?? null,
  severity: hit.severity ?? rule.severity,
  confidence: hit.confidence ?? rule.confidence,
});

const isPlaced = ({ start, end }: PlacedHit, length: number): boolean =>
  start >= 0 && end > start && end <= length;

/** The surest hits up to the rule's cap, in the order of the text. */
function capped(rule: Rule, found: readonly Hit[], length: number): readonly Hit[] {
  if (rule.cap === undefined) return found;
  const most = Math.max(3, Math.ceil((rule.cap * length) / 100_000));
  if (found.length <= most) return found;
  const sure = (hit: Hit): number => hit.confidence ?? rule.confidence;
  return [...found]
    .sort((a, b) => sure(b) - sure(a) || a.start - b.start)
    .slice(0, most)
    .sort((a, b) => a.start - b.start);
}
