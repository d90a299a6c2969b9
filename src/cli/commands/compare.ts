import { jsonText } from '../../core/report/text/terminalText.ts';
import { type Comparison, compareReports, textsByPath } from '../../core/report/compare.ts';
import { renderComparisonMarkdown, renderComparisonText } from '../../core/report/compareText.ts';
import type { FormatName } from '../../core/report/formats.ts';
import { buildReport } from '../../core/report/report.ts';
import type { RunState } from '../../core/state/runState.ts';
import type { Source } from '../../core/domain/source.ts';

interface Stored {
  readonly state: RunState;
  readonly sources: readonly Source[];
}

/** Two stored runs beside each other. */
export function compareRuns(before: Stored, after: Stored): Comparison {
  const texts = textsByPath(after.sources);
  return compareReports(
    buildReport(before.state, before.sources),
    buildReport(after.state, after.sources),
    path => texts.get(path),
  );
}

export const renderComparison = (comparison: Comparison, format: FormatName): string =>
  format === 'json'
    ? `${jsonText(comparison, 2)}\n`
    : format === 'markdown'
      ? renderComparisonMarkdown(comparison)
      : renderComparisonText(comparison);
