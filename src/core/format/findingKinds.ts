import { SEVERITIES, type Finding } from '../domain/results/findings.ts';
import { t } from '../text/l10n.ts';
import { severityWord } from './words.ts';
import { plainMarkdown } from '../text/plainMarkdown.ts';

/** Maximum kinds of finding that the code-made summary names, and examples of each. */
const KINDS = 5;
const EXAMPLES = 4;

type Listed = Pick<Finding, 'id' | 'severity' | 'title' | 'confidence'> & {
  readonly match?: Finding['match'];
};

/** A Markdown list: one line per title, the most severe first, with its first findings. Empty without findings. */
export function findingKinds(findings: readonly Listed[]): string {
  const kinds = new Map<string, Listed[]>();
  for (const finding of bySeverity(findings)) {
    const key = JSON.stringify([finding.severity, finding.title]);
    const known = kinds.get(key);
    if (known) known.push(finding);
    else kinds.set(key, [finding]);
  }
  return [...kinds.values()]
    .slice(0, KINDS)
    .map(all => {
      const refs = all.slice(0, EXAMPLES).map(f => `[${f.id}]`);
      const more = all.length > EXAMPLES ? t(' and {0} more', all.length - EXAMPLES) : '';
      const [first] = all as [Listed, ...Listed[]];
      const title = plainMarkdown(first.title).replace(/\s+/g, ' ');
      return `- ${title} (${severityWord[first.severity]}): ${refs.join(' ')}${more}`;
    })
    .join('\n');
}

/** A block of lines that `findingKinds` wrote in English, where a summary does not say which they are. */
export const FINDING_KINDS =
  /^- .* \((?:critical|major|minor|note)\): \[F\d+\].*(?:\n- .* \((?:critical|major|minor|note)\): \[F\d+\].*)*$/m;

/** Placed before unplaced, severe before minor, confident before uncertain; otherwise in report order. */
export const bySeverity = <T extends Omit<Listed, 'id' | 'title'>>(findings: readonly T[]): T[] =>
  [...findings].sort(
    (a, b) =>
      Number(a.match === 'none') - Number(b.match === 'none') ||
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      b.confidence - a.confidence,
  );
