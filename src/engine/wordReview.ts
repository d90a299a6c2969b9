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

/** Like `reviewDocx`, in a thread of its own: a long document is read in seconds, and in each way a review may read it. */
export const reviewWord = async (
  bytes: Uint8Array,
  report: Report,
  { id, text }: Pick<Source, 'id' | 'text'>,
  tracked?: Tracked,
): Promise<WordReview | NotImported> => {
  const { createImporter } = await import('../sources/import/importer.ts');
  const importer = createImporter();
  try {
    const reviewed = { id, text };
    return await importer.review({ bytes, report, reviewed, tracked });
  } finally {
    void importer.dispose();
  }
};
