// A report as it is written to a file.
import { formats, type FormatName } from '../core/report/formats.ts';
import type { Report } from '../core/report/report.ts';
import { writeZip } from '../sources/import/zip.ts';

/** Formats that are no text: only a file can hold them. */
export const isBinary = (format: FormatName): boolean => format === 'docx';

/** The report in a format: text, or the bytes of an archive. */
export function reportFile(format: FormatName, report: Report): string | Uint8Array {
  const made = formats[format].render(report);
  return typeof made === 'string'
    ? made
    : writeZip(made.map(({ name, text }) => ({ name, data: Buffer.from(text) })));
}
