import { readFileSync } from 'node:fs';
import { messageOf, nothingToRead, usageError } from '../../core/errors.ts';
import type { Perspective } from '../../core/domain/review/perspective.ts';
import type { Source } from '../../core/domain/source.ts';
import { passagesPerspective } from '../../core/evaluate/evaluation.ts';
import { plantErrors } from '../../core/evaluate/plant/plant.ts';
import { readTruth, truthIn, TRUTH_FORMS, type TruthFile } from '../../core/evaluate/readTruth.ts';
import type { Truth } from '../../core/evaluate/truth.ts';
import { count } from '../../core/format/format.ts';
import { builtInPerspectives } from '../../core/jobs/review/perspectives.ts';
import { findDecisions, ownDecisionsIn } from '../../engine/decisions.ts';
import { readFiles } from '../../engine/sources.ts';
import { placeOf } from '../openStore.ts';
import type { EvalArgs } from '../options/types.ts';
import { tell } from '../output/output.ts';

/** What models are measured on. */
export interface Measured {
  readonly sources: readonly Source[];
  readonly truth: Truth;
  /** Instead of the perspectives of a review, where passages are to be found and no errors. */
  readonly perspective?: Perspective;
}

/** `--truth decisions`: the user's own and the team's. For a file of that name, use `./decisions`. */
const DECISIONS = 'decisions';
/** Characters of a lost quote that are told. */
const MAX_TOLD = 60;

/** The texts as they are, before anything is planted. @throws FanoutError when there are none. */
export async function readTexts(args: EvalArgs): Promise<{
  readonly sources: readonly Source[];
  readonly files: readonly TruthFile[];
}> {
  const files = args.truth.flatMap(name => truthFiles(name, args));
  const { sources: read, skipped } = await readFiles(
    args.paths,
    process.cwd(),
    args.settings.given,
  );
  for (const { path, reason } of skipped) tell(`Not read: ${path}: ${reason}`);
  const own = files.flatMap(({ texts }) => texts.map(sourceOf));
  const named = files.flatMap(({ passages }) => passages.flatMap(({ file }) => file ?? []));
  const wanted =
    args.truth.length > 0 && named.length > 0
      ? read.filter(({ path }) => named.some(file => path.endsWith(file) || file.endsWith(path)))
      : read;
  const sources = [...wanted, ...own].slice(0, args.take);
  if (sources.length === 0)
    throw read.length === 0
      ? nothingToRead(skipped.map(s => `${s.path}: ${s.reason}`))
      : usageError(
          `${args.truth.join(', ')} speaks of none of the texts that were read. Nothing was sent.`,
        );
  return { sources, files };
}

const sourceOf = ({ title, text }: { title: string; text: string }): Source => ({
  id: title,
  path: title,
  kind: 'prose',
  languageId: 'plaintext',
  text,
});

/** @throws FanoutError `usage` for a file that cannot be read or holds no truth. */
function truthFiles(name: string, { output }: EvalArgs): TruthFile[] {
  if (name === DECISIONS) {
    const team = findDecisions(process.cwd());
    const own = ownDecisionsIn(placeOf(output).store);
    const read = [...(team === undefined ? [] : [team]), own].flatMap(file => {
      try {
        return readTruth(JSON.parse(readFileSync(file, 'utf8'))) ?? [];
      } catch {
        return [];
      }
    });
    if (read.length > 0) return read;
    throw usageError(
      'There are no decisions yet. Accept or dismiss findings first (fanout accept, fanout dismiss, or in the editor), or plant errors. Nothing was sent.',
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(name, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    throw usageError(`--truth ${name} cannot be read (${messageOf(error)}). Nothing was sent.`);
  }
  const truth = readTruth(value);
  if (!truth)
    throw usageError(
      `--truth ${name} has none of the forms that are known: ${TRUTH_FORMS}. Nothing was sent.`,
    );
  return [truth];
}

/**
 * Plants errors, or looks up those that are known. After the check for secrets: what is planted there is none of the
 * user's. @throws FanoutError `usage` when nothing is to be found.
 */
export function measured(
  sources: readonly Source[],
  files: readonly TruthFile[],
  args: EvalArgs,
): Measured {
  const { kinds, plant, settings } = args;
  if (files.length === 0) {
    const builtIn = settings.perspectives?.filter(id => builtInPerspectives.some(p => p.id === id));
    const planted = plantErrors(sources, {
      ...plant,
      ...(kinds ? { kinds } : {}),
      ...(builtIn && builtIn.length > 0 ? { perspectiveIds: builtIn } : {}),
    });
    if (planted.errors.length === 0)
      throw usageError(
        'The texts have no room for planted errors: they are too short, or have no running text or code. Nothing was sent. Name longer ones, or give --truth FILE.',
      );
    if (planted.errors.length < plant.count)
      tell(`The texts have room for ${count(planted.errors.length, 'error')}.`);
    return {
      sources: planted.sources,
      truth: { errors: planted.errors, dismissed: [], isComplete: false },
    };
  }
  const read = files.map(file => truthIn(file, sources, kinds));
  const lost = read.flatMap(one => one.lost);
  if (lost.length > 0)
    tell(
      `${count(lost.length, 'passage')} of the truth ${lost.length === 1 ? 'is' : 'are'} in none of the texts and not counted, the first: "${(lost[0]?.quote ?? '').replace(/\s+/g, ' ').slice(0, MAX_TOLD)}"`,
    );
  const named = read
    .flatMap(({ truth }) => truth.errors)
    .map((e, i) => ({ ...e, id: `E${i + 1}` }));
  const dismissed = read.flatMap(({ truth }) => truth.dismissed);
  if (named.length + dismissed.length === 0)
    throw usageError('None of the known passages is in the texts. Nothing was sent.');
  const isComplete = read.every(({ truth }) => truth.isComplete);
  const asked = [...new Set(named.map(({ kind }) => kind))];
  const questions = Object.assign(
    {},
    ...files.map(file => file.questions),
  ) as TruthFile['questions'];
  return {
    sources,
    truth: { errors: named, dismissed, isComplete },
    ...(isComplete && settings.perspectives === undefined
      ? { perspective: passagesPerspective(kinds ?? kindsOf(files, asked), questions) }
      : {}),
  };
}

/** All kinds of the set, so that a model is asked for those too that these texts do not have. */
const kindsOf = (files: readonly TruthFile[], found: readonly string[]): readonly string[] => {
  const all = new Set(
    files.flatMap(({ passages, questions }) => [
      ...passages.map(({ kind }) => kind),
      ...Object.keys(questions),
    ]),
  );
  return all.size === 0 ? found : [...all];
};
