import { findingKinds, FINDING_KINDS } from '../domain/results/findingKinds.ts';
import { count } from '../format/format.ts';
import { countsBySeverity } from '../format/severityCounts.ts';
import type { Finding } from '../domain/results/findings.ts';
import type { Synthesis, Verdict } from '../domain/results/synthesis.ts';
import { hiddenReason, isDecisive } from './findingStatus.ts';

const SEVERITY = '(?:critical|major|minor|note)';
/** Grouped or, in older runs, not: `1,008`, `1008`. */
const NUMBER = '\\d[\\d,]*';
const COUNTS = `${NUMBER} ${SEVERITY}(?:, ${NUMBER} ${SEVERITY})*`;
/** How code begins a verdict and a summary (`fanin/synthesis/codeSynthesis.ts`). */
const VERDICT = new RegExp(`^(?:No findings|${COUNTS})\\.(?= Parts were not read: |$)`);
const LEAD = new RegExp(
  `(?:No findings in ${NUMBER} of ${NUMBER} branches|${NUMBER} findings?: ${COUNTS})\\.`,
);

type Counted = Pick<
  Finding,
  | 'id'
  | 'severity'
  | 'title'
  | 'confidence'
  | 'perspectiveId'
  | 'alsoPerspectiveIds'
  | 'verification'
  | 'decision'
  | 'applied'
> & { readonly match?: Finding['match']; readonly range?: unknown };

/**
 * A summary as its findings stand now: what code counted when the run ended is counted again, since people have
 * decided about findings since. A model's sentence stays as it is; where it counts, it is said that it is older.
 */
export function synthesisNow(synthesis: Synthesis, findings: readonly Counted[]): Synthesis {
  const open = findings.filter(isDecisive);
  const isFirst = open.length === findings.length;
  const markdown =
    synthesis.by === 'code' && !isFirst
      ? kindsNow(synthesis.markdown, open).replace(LEAD, lead =>
          open.length === 0 && !lead.startsWith('No findings')
            ? 'No findings are open.'
            : open.length === 0
              ? lead
              : `${count(open.length, 'finding')}: ${countsBySeverity(open)}.`,
        )
      : synthesis.markdown;
  const verdicts = synthesis.verdicts.flatMap(verdict => verdictNow(verdict, findings) ?? []);
  return { ...synthesis, markdown, verdicts };
}

/** The list of kinds names what is open. */
const kindsNow = (markdown: string, open: readonly Counted[]): string =>
  markdown.replace(FINDING_KINDS, () => findingKinds(open)).replace(/\n{3,}/g, '\n\n');

/** Undefined: nothing is open any more, and not all was read. */
function verdictNow(said: Verdict, findings: readonly Counted[]): Verdict | undefined {
  const own = findings.filter(
    ({ perspectiveId, alsoPerspectiveIds = [] }) =>
      perspectiveId === said.perspectiveId || alsoPerspectiveIds.includes(said.perspectiveId),
  );
  const open = own.filter(isDecisive);
  const [counted] = VERDICT.exec(said.text) ?? [];
  if (counted === undefined) return olderVerdict(said, own, open);
  const rest = said.text.slice(counted.length);
  const words =
    open.length > 0
      ? countsBySeverity(open)
      : own.length > 0
        ? 'No findings are open'
        : 'No findings';
  const isGrave = open.some(({ severity }) => severity === 'critical' || severity === 'major');
  if (open.length === 0 && rest !== '') return undefined;
  const verdict = isGrave ? 'needsChanges' : open.length > 0 ? 'smallEdits' : 'sound';
  return { ...said, verdict, text: `${words}.${rest}` };
}

function olderVerdict(said: Verdict, own: readonly Counted[], open: readonly Counted[]): Verdict {
  const aside = own.filter(finding => hiddenReason(finding) !== undefined).length;
  const isStale = [...said.text.matchAll(/\b(\d+) (critical|major|minor|notes?)\b/g)].some(
    ([, n, word]) => Number(n) !== open.filter(({ severity }) => word?.startsWith(severity)).length,
  );
  return aside > 0 && isStale
    ? {
        ...said,
        text: `${said.text} (Said before ${aside} of its findings ${aside === 1 ? 'was' : 'were'} set aside.)`,
      }
    : said;
}
