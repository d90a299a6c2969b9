import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { FanoutError } from '../../core/errors.ts';
import type { ChangeSpec, JobSpec } from '../../core/domain/jobSpec.ts';
import type { Source } from '../../core/domain/source.ts';
import { count } from '../../core/format/format.ts';
import type { Decisions } from '../../core/fanin/merge/decisions.ts';
import {
  findDecisions,
  knownDecisions as decisionsIn,
  MAX_DECISION_BYTES,
  ownDecisionsIn,
  parseDecisions,
  readDecisions,
  TEAM_FILE,
  type DecisionFile,
} from '../../engine/decisions.ts';
import { baseSideOf } from '../../engine/sources.ts';
import { tell } from '../output/output.ts';

/** `--decisions none`: all decisions are ignored. For a file of that name, use `./none`. */
export const NO_DECISIONS = 'none';

export interface DecisionPlace {
  /** `--decisions`. */
  readonly file?: string;
  /** The folder of the run store. */
  readonly store: string;
  readonly cwd: string;
}

/**
 * What the user and the team decided; a decision of the team's file comes before the user's own. For a
 * change, the team's file is the one on its base side: a change does not decide about itself.
 */
export async function knownDecisions(
  { file, store, cwd }: DecisionPlace,
  sources: readonly Source[],
  spec: JobSpec | undefined,
): Promise<Decisions> {
  if (file === NO_DECISIONS) return () => undefined;
  const change = spec?.kind === 'review' ? spec.change : undefined;
  const team = await teamDecisions(file, cwd, change);
  return decisionsIn(ownDecisionsIn(store), team ? [team] : [], sources, tell);
}

async function teamDecisions(
  file: string | undefined,
  cwd: string,
  change: ChangeSpec | undefined,
): Promise<DecisionFile | undefined> {
  if (file !== undefined) {
    if (!existsSync(file))
      tell(`--decisions ${file}: there is no such file, so no decision of it applies.`);
    return { ...readDecisions(file), from: file };
  }
  if (change) return onBaseSide(cwd, change);
  const found = findDecisions(cwd);
  return found === undefined
    ? undefined
    : { ...readDecisions(found), from: relative(cwd, found) || found };
}

/** The nearest file of decisions of the base, from the folder up to the root. */
async function onBaseSide(cwd: string, change: ChangeSpec): Promise<DecisionFile | undefined> {
  try {
    const base = await baseSideOf(cwd, change);
    for (let at = realpathSync(resolve(cwd)); ; at = dirname(at)) {
      const file = join(at, TEAM_FILE);
      const bytes = await base.read(file, MAX_DECISION_BYTES);
      const known = bytes && parseDecisions(file, bytes.toString('utf8'));
      tellOfThoseOfTheChange(file, bytes?.toString('utf8'), known);
      if (known) return { ...known, from: `${relative(cwd, file)} at ${base.commit}` };
      if (at === base.root || at === dirname(at)) return undefined;
    }
  } catch (error) {
    if (!(error instanceof FanoutError)) throw error;
    tell(
      `The team's decisions are ignored: the base of the change is not available. ${error.message}`,
    );
    return undefined;
  }
}

/** Decisions that the working tree has and the base has not. */
function tellOfThoseOfTheChange(
  file: string,
  base: string | undefined,
  known: DecisionFile | undefined,
): void {
  const now = readDecisions(file).decisions;
  if (now.size === 0 || base === readFileSync(file, 'utf8')) return;
  const fresh = [...now.keys()].filter(key => !known?.decisions.has(key)).length;
  if (fresh === 0) return;
  tell(
    `${count(fresh, 'decision')} in ${file} ${fresh === 1 ? 'is' : 'are'} not on the base side of the change and ${fresh === 1 ? 'does' : 'do'} not count. Use --decisions ${file} if you trust ${fresh === 1 ? 'it' : 'them'}.`,
  );
}
