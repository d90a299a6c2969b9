import { t } from '../text/l10n.ts';
import type { ReportFinding, ReportGap } from './reportFormat.ts';
import type { ReportPlace } from './reportPlace.ts';

/** `contract.md:12:5`, `contract.pdf, p. 87`, `contract.docx, clause 2.3(b)`, or the path alone when there is no place. */
export function placeText({
  path,
  line,
  column,
  page,
  paragraph,
  cell,
  spot,
}: Pick<
  ReportFinding,
  'path' | 'line' | 'column' | 'page' | 'paragraph' | 'cell' | 'spot'
>): string {
  if (spot !== undefined) return `${path}, ${spot}`;
  if (page !== null) return `${path}, p. ${page}`;
  if (paragraph !== null) return t('{0}, paragraph {1}', path, paragraph);
  if (cell !== null) return t('{0}, cell {1}', path, cell);
  return line === null ? path : `${path}:${line}:${column ?? 1}`;
}

export const gapPlaceText = (gap: ReportGap): string =>
  gap.spot !== undefined
    ? `${gap.path}, ${gap.spot}`
    : gap.startLine === null
      ? t('{0}, characters {1} to {2}', gap.path, gap.start, gap.end)
      : `${gap.path}:${gap.startLine}-${gap.endLine ?? gap.startLine}`;

/** `src/a.md:12:5`, of a place that a finding rests on too. */
export const relatedPlaceText = ({ path, line, column }: ReportPlace): string =>
  line === null ? path : `${path}:${line}:${column ?? 1}`;
