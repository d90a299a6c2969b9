// A report as it is written to a file.
import { FanoutError, messageOf, usageError } from '../core/errors.ts';
import { formats, type FormatName } from '../core/report/formats.ts';
import type { Report } from '../core/report/report.ts';
import { writeZip } from '../sources/import/zip.ts';
import { findBrowser, printPdf } from './pdf.ts';
import { t } from '../core/text/l10n.ts';

/** Formats that are no text: only a file can hold them. */
export const isBinary = (format: FormatName): boolean => format === 'docx' || format === 'pdf';

/** @throws FanoutError `usage` for a format that this computer cannot write. */
export function checkFormat(format: FormatName): void {
  if (format === 'pdf') browserFor();
}

/**
 * The report in a format: text, or the bytes of a file.
 * @throws FanoutError `usage` like `checkFormat`, `notWritten` when the browser did not print.
 */
export async function reportFile(format: FormatName, report: Report): Promise<string | Uint8Array> {
  const made = formats[format].render(report);
  if (typeof made !== 'string')
    return writeZip(made.map(({ name, text }) => ({ name, data: Buffer.from(text) })));
  if (format !== 'pdf') return made;
  const browser = browserFor();
  try {
    return await printPdf(made, browser);
  } catch (error) {
    throw new FanoutError(
      'notWritten',
      t(
        '{0} did not print the report ({1}). Write it as HTML and print that from a browser.',
        browser,
        messageOf(error),
      ),
    );
  }
}

function browserFor(): string {
  const browser = findBrowser(process.env);
  if (browser !== undefined) return browser;
  throw usageError(
    t(
      'PDF needs Chrome, Chromium or Edge, and none was found. Nothing was written. Set CHROME_PATH to one, or write the report as HTML and print that from a browser.',
    ),
  );
}
