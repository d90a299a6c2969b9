import { ok } from '../../support/chaosServer.ts';
import type { Case, Played } from './play.ts';
import { CHAT, LEASE, REVIEW, all, variant } from './base.ts';
import type { Check } from './base.ts';

const quoted = (
  row: number,
  name: string,
  quote: string,
  judge: Case['judge'],
  text = LEASE,
): Case => ({
  row,
  name,
  files: { 'lease.md': text },
  args: ['review', 'lease.md', ...CHAT, ...REVIEW],
  server: () =>
    ok({
      findings: [
        {
          quote,
          before: null,
          title: 'No notice',
          message: 'It says the opposite.',
          suggestion: 'x',
          severity: 'major',
          confidence: 0.9,
        },
      ],
      assessment: 'x',
    }),
  judge,
});
const match =
  (...kinds: readonly (string | undefined)[]): Check =>
  ({ report }) => {
    const [found] = report.findings ?? [];
    return kinds.includes(found?.match)
      ? undefined
      : `match ${found?.match ?? 'none'}: “${found?.quote}”`;
  };
const NOT =
  '# Lease\n\nThe landlord is not permitted to terminate under clause 9 for EUR 1,200 a month.\n';
const placedAt =
  (words: string): Check =>
  ({ report }) =>
    report.findings?.[0]?.quote === words
      ? undefined
      : `placed at “${report.findings?.[0]?.quote}”`;
/** Quotes that are not quite the words of the text. */
export const quotesCases: readonly Case[] = [
  quoted(
    70,
    'a dropped not',
    'The landlord is permitted to terminate under clause 9',
    all(({ report }) => (report.findings?.[0]?.match === 'exact' ? 'exact' : undefined), notPlaced),
    NOT,
  ),
  quoted(
    70,
    'another number',
    'to terminate under clause 8 for EUR 1,300 a month',
    all(notPlaced),
    NOT,
  ),
  quoted(
    71,
    'smart quotes and spaces',
    'always  on the first working day',
    all(match('exact', 'normalized', 'folded')),
  ),
  quoted(
    72,
    'an entity',
    'Tom & Jerry Ltd',
    all(placedAt('Tom &amp; Jerry&nbsp;Ltd')),
    '# Lease\n\nThe tenant is Tom &amp; Jerry&nbsp;Ltd of London.\n',
  ),
  quoted(
    72,
    'a line number before it',
    '3: The tenant pays 1,200 euros',
    all(placedAt('The tenant pays 1,200 euros')),
  ),
  variant(
    quoted(
      72,
      'a decimal entity',
      '“Café” Ltd',
      all(placedAt('&#8220;Caf&#233;&#8221; Ltd')),
      '# Lease\n\nThe tenant is &#8220;Caf&#233;&#8221; Ltd of London.\n',
    ),
  ),
  variant(
    quoted(
      72,
      'a line number and a bar',
      '3 | The tenant pays 1,200 euros',
      all(placedAt('The tenant pays 1,200 euros')),
    ),
  ),
  variant(
    quoted(
      72,
      'L3:',
      'L3: The tenant pays 1,200 euros',
      all(placedAt('The tenant pays 1,200 euros')),
    ),
  ),
  variant(
    quoted(70, 'an added not', 'The landlord may not end the lease at any time', all(notPlaced)),
  ),
];
function notPlaced({ report }: Played): string | undefined {
  const [found] = (report.findings ?? []) as readonly {
    readonly placed?: boolean;
    readonly match?: string;
    readonly quote: string;
  }[];
  return found?.placed === false || found?.match === null || found === undefined
    ? undefined
    : `placed (${found.match}) at “${found.quote}”`;
}
