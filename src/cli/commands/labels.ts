import { jsonText } from '../../core/report/text/terminalText.ts';
import { systemClock } from '../../core/clock.ts';
import { costOf } from '../../core/domain/cost.ts';
import { nothingToRead, usageError } from '../../core/errors.ts';
import { count, grouped, money } from '../../core/format/format.ts';
import { yieldToEventLoop } from '../../core/yieldToEventLoop.ts';
import { readFiles, readRecords } from '../../engine/sources.ts';
import { openCounted } from '../../engine/openCounted.ts';
import { proposeLabels } from '../../engine/proposeLabels.ts';
import type { RunRequest } from '../../engine/request/runRequest.ts';
import { OFFLINE } from '../../engine/settings/settings.ts';
import type { CliArgs } from '../options/types.ts';
import { requestOf, terminalModels } from '../request.ts';
import { placeOf } from '../openStore.ts';
import { stopOnSignals } from '../execute.ts';
import { checkTarget, deliver, tell } from '../output/output.ts';
import { withoutSecrets } from '../secrets.ts';

type LabelsArgs = Extract<CliArgs, { command: 'labels' }>;

const aboutOf = ({ spec }: RunRequest): string | undefined =>
  (spec?.kind === 'classify' && spec.about) || undefined;

/** Has a model propose labels for a file of records, and writes them as JSON. */
export async function labels(args: LabelsArgs): Promise<number> {
  const { path, records, about, secrets, settings, output } = args;
  checkTarget('--out', output.out);
  const { sources, skipped } = await readFiles([path], process.cwd(), settings.given, {
    records: true,
  });
  const request = requestOf(settings, sources);
  const spec = { kind: 'classify', labels: [], multi: false, about } as const;
  const cleared = await withoutSecrets({ sources, request: { ...request, spec } }, secrets);
  const [source] = cleared.sources;
  if (!source) throw nothingToRead(skipped.map(s => `${s.path}: ${s.reason}`));
  const set = await readRecords(source, records, yieldToEventLoop(systemClock));
  if (request.model === OFFLINE)
    throw usageError(
      'labels needs a model, and the offline rules are not one. Nothing was sent. Name one with --model PROVIDER:ID.',
    );
  const model = await openCounted(
    request,
    terminalModels(process.env, false, output.connections),
    request.settings,
    { folder: placeOf(output).store, warn: tell, isLimited: true },
  );
  const proposed = await proposeLabels(
    model,
    set.source,
    aboutOf(cleared.request),
    stopOnSignals().cancel,
    usage =>
      tell(
        `1 call, ${count(usage.inputTokens, 'token')} in, ${grouped(usage.outputTokens)} out, ${money(costOf(usage, model.info.price))}`,
      ),
  );
  await deliver(`${jsonText(proposed, 2)}\n`, output.out);
  return 0;
}
