import { recordJsonLine } from '../records/recordRows.ts';
import { jsonText } from '../text/terminalText.ts';
import type { Report } from '../reportFormat.ts';

/** One JSON object a line: the records, or the findings of a run that has none. */
export const renderJsonLines = ({ records, findings }: Report): string =>
  records
    ? records.rows.map(recordJsonLine).join('')
    : findings.map(finding => `${jsonText(finding)}\n`).join('');
