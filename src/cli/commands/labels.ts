import { jsonText } from '../../core/report/text/terminalText.ts';
import { systemClock } from '../../core/clock.ts';
import { nothingToRead } from '../../core/errors.ts';
import { yieldToEventLoop } from '../../core/yieldToEventLoop.ts';
import { readSources } from '../../sources/files/files.ts';
import { readRecords } from '../../sources/records/records.ts';
import type { RunRequest } from '../../engine/runRequest.ts';
import type { CliArgs } from '../options/types.ts';
import { requestOf } from '../request.ts';
import { stopOnSignals } from '../execute.ts';
import { readingOf } from '../../engine/readingOf.ts';
import { checkTarget, deliver } from '../output/output.ts';
import { proposeLabels } from './proposeLabels.ts';
import { withoutSecrets } from '../secrets.ts';

type LabelsArgs = Extract<CliArgs, { command: 'labels' }>;

const aboutOf = ({ spec }: RunRequest): string =>
  (spec?.kind === 'classify' ? spec.about : undefined) ?? '';

/** Has a model propose labels for a file of records, and writes them as JSON. */
export async function labels(args: LabelsArgs): Promise<number> {
  const { path, records, about, secrets, settings, output } = args;
  checkTarget('--out', output.out);
  const { sources, skipped } = await readSources([path], {
    cwd: process.cwd(),
    ...readingOf(settings.given),
  });
  const request = requestOf(settings, sources);
  const spec = { kind: 'classify', labels: [], multi: false, about } as const;
  const cleared = await withoutSecrets({ sources, request: { ...request, spec } }, secrets);
  const [source] = cleared.sources;
  if (!source) throw nothingToRead(skipped.map(s => `${s.path}: ${s.reason}`));
  const set = await readRecords(source, records, yieldToEventLoop(systemClock));
  const proposed = await proposeLabels(
    set.source,
    aboutOf(cleared.request),
    request,
    stopOnSignals().cancel,
  );
  await deliver(`${jsonText(proposed, 2)}\n`, output.out);
  return 0;
}
