import { dateAndTime } from '../../core/format/format.ts';
import * as vscode from 'vscode';
import { FanoutError } from '../../core/errors.ts';
import { compareReports } from '../../core/report/compare.ts';
import { renderComparisonMarkdown } from '../../core/report/compareText.ts';
import { buildReport } from '../../core/report/report.ts';
import type { Reveal } from '../findings/reveal.ts';
import type { RunEntry } from './runEntry.ts';
import type { Runs } from './runs.ts';

/**
 * Asks for the run to compare one with and shows what is new, fixed and unchanged, as a page to read.
 * @throws FanoutError `usage` when there is no other run, `storeUnusable` when one is not kept any more.
 */
export async function compareRuns(runs: Runs, places: Reveal, chosen: RunEntry): Promise<void> {
  const others = runs.list().filter(run => run.id !== chosen.id && !run.active);
  if (others.length === 0)
    throw new FanoutError(
      'usage',
      'There is no other run to compare with. Review the text again after it has changed.',
    );
  const sameFirst = [
    ...others.filter(run => run.name === chosen.name),
    ...others.filter(run => run.name !== chosen.name),
  ];
  const picked = await vscode.window.showQuickPick(
    sameFirst.map(entry => ({
      label: entry.name,
      description: dateAndTime(entry.startedAt),
      detail: entry.startedAt < chosen.startedAt ? 'earlier' : 'later',
      entry,
    })),
    {
      title: `Fanout: Compare ${chosen.name}, ${dateAndTime(chosen.startedAt)}`,
      placeHolder: 'With which run',
      matchOnDescription: true,
    },
  );
  if (!picked) return;
  const [before, after] = [picked.entry, chosen].sort((a, b) => a.startedAt - b.startedAt);
  const [earlier, later] = await Promise.all([loaded(runs, before), loaded(runs, after)]);
  const texts = new Map(later.sources.map(source => [source.path, source.text]));
  const compared = compareReports(earlier.report, later.report, path => texts.get(path));
  await places.page(`Comparison of ${later.name}`, renderComparisonMarkdown(compared));
}

async function loaded(runs: Runs, entry: RunEntry | undefined) {
  const run = entry && (await runs.load(entry.id));
  if (!run?.state) throw new FanoutError('storeUnusable', 'One of the runs is not kept any more.');
  const sources = [...run.sources.values()];
  return { name: run.name, sources, report: buildReport(run.state, sources) };
}
