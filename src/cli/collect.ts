import { randomUUID } from 'node:crypto';
import { textlessOf } from '../core/domain/pages.ts';
import { systemClock } from '../core/clock.ts';
import { nothingChanged, nothingToRead } from '../core/errors.ts';
import { changeName, REVIEW } from '../core/domain/jobSpec.ts';
import { manyLabelsNote } from '../core/domain/records/labelList.ts';
import { yieldToEventLoop } from '../core/yieldToEventLoop.ts';
import type { SkippedSource, Source } from '../core/domain/source.ts';
import { withoutExcluded } from '../engine/excluded.ts';
import {
  baseSideOf,
  namedHouseRules,
  readChanges,
  readFiles,
  type ReadSources,
  readRecords,
  type RecordChoice,
} from '../engine/sources.ts';
import type { RunArgs, RunSettings } from './options/types.ts';
import { readBy, type RunRequest } from '../engine/request/runRequest.ts';
import { ownPerspectives } from './ownPerspectives.ts';
import { requestOf } from './request.ts';
import type { Work } from './execute.ts';
import { checkTarget, tell } from './output/output.ts';
import { withoutSecrets } from './secrets.ts';

const changeOf = ({ spec = REVIEW }: RunSettings) =>
  spec.kind === 'review' ? spec.change : undefined;

/** Where a run reads, and who hears its notes. */
interface Place {
  readonly cwd: string;
  readonly note: (line: string) => void;
  /** Why a file is not to be read, by its path as it is shown; undefined: it is. */
  readonly refuses?: (path: string) => string | undefined;
}

const here = (): Place => ({ cwd: process.cwd(), note: tell });

/** Reads what a run is over, and tells what of it is not read. @throws FanoutError when that is nothing. */
export async function collect(
  { only, paths, instructions = [], exclude = [], secrets, settings, output, records }: RunArgs,
  place = here(),
): Promise<Omit<Work, 'stops'>> {
  const { cwd, note } = place;
  checkTarget('--out', output.out);
  checkTarget('--events', output.events);
  const change = changeOf(settings);
  const found = change
    ? await readChanges(change, cwd, settings.given)
    : await readFiles(paths, cwd, settings.given, { records: records !== undefined });
  const { sources: read, skipped } = allowed(
    withoutExcluded(found, exclude, 'excluded with --exclude'),
    place,
  );
  for (const { path, reason, gap, note: isNote } of [...skipped, ...read.flatMap(textlessOf)])
    note(`${isNote ? 'Note' : gap === false ? 'Left out' : 'Not read'}: ${path}: ${reason}`);
  if (read.length === 0)
    throw (change ? nothingChanged : nothingToRead)(skipped.map(s => `${s.path}: ${s.reason}`));
  const asked = requestOf(settings, read, {
    own: await ownPerspectives(settings, cwd),
    ...(change ? { name: changeName(change) } : {}),
  });
  const fitting = settings.perspectives
    ? readBy(asked.perspectives, { sources: read, skipped })
    : { sources: read, skipped };
  for (const { path, reason } of fitting.skipped.slice(skipped.length))
    note(`Left out: ${path}: ${reason}`);
  const { sources, request } = await withoutSecrets(
    { sources: fitting.sources, request: asked },
    secrets,
    only,
    note,
  );
  const work = { runId: randomUUID(), output };
  if (!records) {
    const ruled = await withInstructions(sources, request, instructions, place);
    return { ...work, skipped: fitting.skipped, ...ruled };
  }
  const sets = await recordSets(sources, records, settings, note);
  return { ...work, request, sources: sets.sources, skipped: [...skipped, ...sets.skipped] };
}

function allowed(
  { sources, skipped }: ReadSources,
  { refuses }: Place,
): Pick<Work, 'skipped'> & { readonly sources: readonly Source[] } {
  if (!refuses) return { sources, skipped };
  const refused = sources.flatMap(({ path }) => {
    const reason = refuses(path);
    return reason === undefined ? [] : [{ path, reason }];
  });
  return {
    sources: sources.filter(({ path }) => refuses(path) === undefined),
    skipped: [...skipped.filter(({ path }) => refuses(path) === undefined), ...refused],
  };
}

/** The sources as record sets; prints notes that the user needs to know. */
async function recordSets(
  read: readonly Source[],
  choice: RecordChoice,
  { spec }: RunSettings,
  note: Place['note'],
): Promise<Pick<Work, 'sources' | 'skipped'>> {
  const sources: Source[] = [];
  const skipped: SkippedSource[] = [];
  const notes = [spec?.kind === 'classify' ? manyLabelsNote(spec.labels) : undefined];
  for (const source of read) {
    const set = await readRecords(source, choice, yieldToEventLoop(systemClock));
    sources.push(set.source);
    skipped.push(...set.skipped);
    notes.push(...set.notes, ...set.skipped.map(s => `Not read: ${s.path}: ${s.reason}`));
  }
  for (const line of notes) if (line !== undefined) note(line);
  return { sources, skipped };
}

/** Only files that the user names: what lies in a folder under review may be somebody else's. */
async function withInstructions(
  sources: readonly Source[],
  request: RunRequest,
  files: readonly string[],
  { cwd, note }: Place,
): Promise<Pick<Work, 'sources' | 'request'>> {
  const { spec = REVIEW } = request;
  if (files.length === 0 || spec.kind !== 'review') return { sources, request };
  const base = spec.change && (await baseSideOf(cwd, spec.change));
  const found = await namedHouseRules(sources, files, base && ((...of) => base.read(...of)));
  for (const line of found.notes) note(line);
  return {
    sources: found.sources,
    request: { ...request, spec: { ...spec, houseRules: found.rules } },
  };
}
