// How the editor and the command line put a review back into its Word document.
import type { Report } from '../core/report/report.ts';
import type { Source } from '../core/domain/source.ts';
import { importFormat, type NotImported } from '../sources/import/imported.ts';
import type { WordReview } from '../sources/wordReview/reviewDocx.ts';
import type { Tracked } from '../sources/wordReview/tracked.ts';

export { TRACKED, type Tracked } from '../sources/wordReview/tracked.ts';

/** The sources that were read out of Word documents. */
export const wordSources = (sources: readonly Source[]): Source[] =>
  sources.filter(({ path }) => importFormat(path) === 'docx');

/** Like `reviewDocx`, which is loaded when it is needed. */
export const reviewWord = async (
  bytes: Uint8Array,
  report: Report,
  source: Source,
  tracked?: Tracked,
): Promise<WordReview | NotImported> => {
  const { reviewDocx } = await import('../sources/wordReview/reviewDocx.ts');
  return reviewDocx(bytes, report, source, tracked);
};
