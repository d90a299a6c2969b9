import { FanoutError } from '../core/errors.ts';
import { isComplete } from '../core/report/wording.ts';
import type { Report } from '../core/report/reportFormat.ts';
import type { Comments } from './comments.ts';
import { LineRefused, Unsettled, type GitHub } from './github.ts';
import { reconcile, type Change } from './reconcile.ts';
import { summaryOf } from './summary.ts';

/** New comments of one push, unless told otherwise: more is a wall that no one reads. */
export const DEFAULT_MAX_COMMENTS = 30;
/** Times that the comments are looked at again after one that may or may not have been written. */
const MAX_ROUNDS = 12;

export interface Published {
  readonly created: number;
  readonly updated: number;
  readonly removed: number;
  /** Findings that got no comment because there were too many or the host refused their line. */
  readonly left: number;
}

export interface Publishing {
  readonly report: Report;
  readonly comments: Comments;
  /** Whole name of the commit that was reviewed. */
  readonly commit: string;
  /** Path in the repository of a path of the report. */
  readonly pathOf: (path: string) => string;
  readonly maxComments: number;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Makes the comments of a pull request those of a run. Safe to stop and to repeat at any point: what is there is
 * read first, and after a write that may or may not have arrived it is read again, so that nothing is said twice.
 * @throws FanoutError `notWritten` when the host refuses for good, or answers too rarely.
 */
export async function publish(github: GitHub, publishing: Publishing): Promise<Published> {
  const { report, comments, commit, maxComments, sleep } = publishing;
  const short = commit.slice(0, 7);
  const isRead = readFiles(publishing);
  const refused = new Set<string>();
  const done = { created: 0, updated: 0, removed: 0 };
  const write = async (change: Change): Promise<void> => {
    switch (change.kind) {
      case 'create':
        try {
          await github.create(change.wanted, commit);
          done.created += 1;
        } catch (error) {
          if (!(error instanceof LineRefused)) throw error;
          refused.add(change.wanted.key);
        }
        return;
      case 'update':
        await github.update(change.id, change.body);
        done.updated += 1;
        return;
      case 'delete':
        await github.remove(change.id);
        done.removed += 1;
    }
  };
  let why = '';
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    try {
      const existing = await github.comments();
      const most = maxComments - done.created;
      const { changes, left } = reconcile({
        comments,
        existing,
        isRead,
        most,
        commit: short,
        refused,
      });
      for (const change of changes) await write(change);
      // Those whose line was refused just now are among what is left.
      const unsaid = left.length + changes.filter(c => isRefused(c, refused)).length;
      await github.summarize(
        summaryOf({ report, elsewhere: comments.elsewhere, left: unsaid, commit: short }),
      );
      return { ...done, left: unsaid };
    } catch (error) {
      if (!(error instanceof Unsettled)) throw error;
      why = error.message;
      await sleep(error.afterMs);
    }
  }
  throw new FanoutError(
    'notWritten',
    `${why}, ${MAX_ROUNDS} times. ${done.created + done.updated} comments were written; the report is kept. Run fanout comment again to go on.`,
  );
}

const isRefused = (change: Change, refused: ReadonlySet<string>): boolean =>
  change.kind === 'create' && refused.has(change.wanted.key);

/** The files of which all that changed was read, by their path in the repository, and whether all of the run was. */
function readFiles({ report, pathOf }: Publishing): (path: string) => boolean {
  const gaps = new Set(
    [...report.coverage.gaps, ...report.skipped.filter(({ gap }) => gap !== false)].map(
      ({ path }) => pathOf(path),
    ),
  );
  const isWhole = isComplete(report);
  // A file that is no longer in the change has nothing left to be read, once the rest was.
  return path => isWhole || (report.sources.some(s => pathOf(s.path) === path) && !gaps.has(path));
}
