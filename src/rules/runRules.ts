import type { Source } from '../core/domain/source.ts';
import { grouped } from '../core/format/format.ts';
import { t } from '../core/text/l10n.ts';
import { allRules, LOCAL_RULES } from './allRules.ts';
import { isForeign } from './english.ts';
import { indexAt } from './lines.ts';
import { ruleDocument, type LinkProbe, type RuleDocument } from './ruleDocument.ts';
import type { Hit, PlacedHit, Rule, RulePerspective, RuleSwitches } from './types.ts';

export interface RuleSource extends Pick<Source, 'text' | 'kind' | 'languageId' | 'original'> {
  /** For a piece of a text that is too long to read at once: number of lines before the piece. */
  readonly linesBefore?: number;
  readonly switches?: RuleSwitches;
}

/**
 * A rule that was skipped: it is off, or an English rule on text that is not English, or a rule that needs the whole
 * text.
 */
export interface NotApplied {
  readonly rule: string;
  readonly title: string;
  readonly perspective: RulePerspective;
  readonly because: 'off' | 'language' | 'length';
}

/** The result of running the rules over a source. */
export interface RulesResult {
  /** In the order of the text. */
  readonly hits: readonly PlacedHit[];
  /** How many rules read the source, by perspective. */
  readonly rules: Readonly<Partial<Record<RulePerspective, number>>>;
  readonly notApplied: readonly NotApplied[];
  /** Rules that failed, with the reason; the hits of the other rules are kept. */
  readonly broken: readonly { readonly rule: string; readonly reason: string }[];
}

/** The rules that read this source; wording rules only where the text is English. */
export const rulesFor = (
  { kind, languageId, original }: Pick<Source, 'kind' | 'languageId' | 'original'>,
  rules: readonly Rule[] = allRules,
): readonly Rule[] =>
  rules.filter(
    rule =>
      rule.serves[kind] !== undefined &&
      (rule.languages === undefined ||
        rule.languages.includes(languageId) ||
        (original !== undefined && rule.languages.includes(original.languageId))),
  );

const isOn = ({ id, off }: Rule, switches: RuleSwitches = {}): boolean =>
  (Object.hasOwn(switches, id) ? switches[id] : undefined) ?? !off;

/** Runs every rule that reads the source, one after the other. Pure except for `probe`. */
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

/** The same, one rule at a time: the caller can yield or stop between two rules. */
export function* ruleSteps(
  source: RuleSource,
  probe?: LinkProbe,
  rules: readonly Rule[] = allRules,
): Generator<void, RulesResult, void> {
  const doc = ruleDocument(source, probe);
  const { linesBefore } = source;
  const hits: PlacedHit[] = [];
  const broken: { rule: string; reason: string }[] = [];
  const notApplied: NotApplied[] = [];
  const counts: Partial<Record<RulePerspective, number>> = {};
  for (const rule of rulesFor(source, rules)) {
    const perspective = rule.serves[source.kind];
    if (perspective === undefined) continue;
    const because = !isOn(rule, source.switches)
      ? 'off'
      : linesBefore !== undefined && !LOCAL_RULES.has(rule.id)
        ? 'length'
        : rule.english && !doc.english
          ? 'language'
          : undefined;
    if (because) {
      notApplied.push({ rule: rule.id, title: rule.title, perspective, because });
      continue;
    }
    counts[perspective] = (counts[perspective] ?? 0) + 1;
    try {
      const found = rule
        .find(doc)
        .filter(hit => isPlaced(hit, source.text.length) && !(rule.english && inForeign(doc, hit)));
      for (const hit of folded(found, doc, linesBefore)) hits.push(placed(rule, perspective, hit));
    } catch (error) {
      broken.push({
        rule: rule.id,
        reason: error instanceof Error ? error.message : String(error),
      });
    }
    yield;
  }
  hits.sort((a, b) => a.start - b.start || a.end - b.end || (a.rule < b.rule ? -1 : 1));
  return { hits, rules: counts, notApplied, broken };
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

/** Characters of its paragraph on each side of a hit from which its language is read. */
const LANGUAGE_REACH = 400;

/** True where a bilingual text is in its other language. */
function inForeign({ flat, paragraphs }: RuleDocument, { start, end }: Hit): boolean {
  const paragraph = paragraphs[indexAt(paragraphs, start)];
  return isForeign(
    flat.slice(
      Math.max(paragraph?.start ?? 0, start - LANGUAGE_REACH),
      Math.min(Math.max(paragraph?.end ?? 0, end), end + LANGUAGE_REACH),
    ),
  );
}

const isPlaced = ({ start, end }: Hit, length: number): boolean =>
  start >= 0 && end > start && end <= length;

/** More hits of one rule than this, plus one for every `HIT_PER_CHARS` characters, are too many to work through. */
const MAX_HITS = 50;
const HIT_PER_CHARS = 10_000;
/** The limit for any length of text: a log of 20 MB would list two thousand. */
const MAX_LISTED_HITS = 300;

const mostListed = (length: number): number =>
  Math.min(MAX_HITS + length / HIT_PER_CHARS, MAX_LISTED_HITS);

/** All hits in text order; the hits of a rule over its limit become one hit with their number. */
function folded(
  found: readonly Hit[],
  { text, lineAt }: RuleDocument,
  linesBefore = 0,
): readonly Hit[] {
  const hits = [...found].sort((a, b) => a.start - b.start || a.end - b.end);
  const [first] = hits;
  if (!first || hits.length <= mostListed(text.length)) return hits;
  const lines = [...new Set(hits.slice(0, 20).map(hit => linesBefore + lineAt(hit.start)))].slice(
    0,
    10,
  );
  const where = lines.length > 1 ? t(', first on lines {0}', lines.join(', ')) : '';
  return [
    {
      ...first,
      message: t(
        '{0} {1} places of this text are of this kind{2}; they are shown as one finding.',
        first.message,
        grouped(hits.length),
        where,
      ),
    },
  ];
}
