import { findingKinds, FINDING_KINDS } from '../format/findingKinds.ts';
import { countedLead, countedVerdict } from '../format/severityCounts.ts';
import { plural, t } from '../text/l10n.ts';
import type { Finding } from '../domain/results/findings.ts';
import type { Synthesis, Verdict } from '../domain/results/synthesis.ts';
import { hiddenReason, isDecisive } from './findingStatus.ts';

const SEVERITY = '(?:critical|major|minor|note)';
const COUNTS = `\\d+ ${SEVERITY}(?:, \\d+ ${SEVERITY})*`;
/** How code began a verdict and a summary before it said what of them it counted; these are English. */
const VERDICT = new RegExp(`^(?:No findings|${COUNTS})\\.(?= Parts were not read: |$)`);
const LEAD = new RegExp(`(?:No findings in \\d+ of \\d+ branches|\\d+ findings?: ${COUNTS})\\.`);

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
      ? kindsNow(synthesis, open).replace(leadOf(synthesis), lead =>
          open.length === 0 && foundNone(synthesis)
            ? lead
            : (countedLead(open) ?? t('No findings are open.')),
        )
      : synthesis.markdown;
  const verdicts = synthesis.verdicts.flatMap(verdict => verdictNow(verdict, findings) ?? []);
  return { ...synthesis, markdown, verdicts };
}

const leadOf = ({ counted, markdown }: Synthesis): string =>
  counted?.lead ?? LEAD.exec(markdown)?.[0] ?? '';

const foundNone = (synthesis: Synthesis): boolean =>
  synthesis.counted
    ? synthesis.counted.kinds === ''
    : leadOf(synthesis).startsWith('No findings in');

/** The list of kinds names what is open. */
const kindsNow = ({ counted, markdown }: Synthesis, open: readonly Counted[]): string => {
  const kinds = counted?.kinds ?? FINDING_KINDS.exec(markdown)?.[0] ?? '';
  return kinds === ''
    ? markdown
    : markdown.replace(kinds, () => findingKinds(open)).replace(/\n{3,}/g, '\n\n');
};

/** Undefined: nothing is open any more, and not all was read. */
function verdictNow(said: Verdict, findings: readonly Counted[]): Verdict | undefined {
  const own = findings.filter(
    ({ perspectiveId, alsoPerspectiveIds = [] }) =>
      perspectiveId === said.perspectiveId || alsoPerspectiveIds.includes(said.perspectiveId),
  );
  const open = own.filter(isDecisive);
  const counted = said.counted ?? VERDICT.exec(said.text)?.[0];
  if (counted === undefined) return olderVerdict(said, own, open);
  const rest = said.text.slice(counted.length);
  const none = own.length > 0 ? t('No findings are open') : t('No findings');
  const isGrave = open.some(({ severity }) => severity === 'critical' || severity === 'major');
  if (open.length === 0 && rest !== '') return undefined;
  const verdict = isGrave ? 'needsChanges' : open.length > 0 ? 'smallEdits' : 'sound';
  return { ...said, verdict, text: countedVerdict(open, none) + rest };
}

function olderVerdict(said: Verdict, own: readonly Counted[], open: readonly Counted[]): Verdict {
  const aside = own.filter(finding => hiddenReason(finding) !== undefined).length;
  const isStale = [...said.text.matchAll(/\b(\d+) (critical|major|minor|notes?)\b/g)].some(
    ([, n, word]) => Number(n) !== open.filter(({ severity }) => word?.startsWith(severity)).length,
  );
  return aside > 0 && isStale
    ? {
        ...said,
        text: plural(
          aside,
          '{0} (Said before {1} of its findings was set aside.)',
          '{0} (Said before {1} of its findings were set aside.)',
          said.text,
          aside,
        ),
      }
    : said;
}
