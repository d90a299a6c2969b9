import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Decisions } from '../core/fanin/decisions.ts';
import type { Logger } from '../core/ports.ts';
import type { Source } from '../core/types.ts';
import { decisionsOf } from '../store/decisions.ts';

/** What the teams that own the sources decided about earlier findings: `.fanout/decisions.json`. */
export function teamDecisions(sources: readonly Source[], log: Logger): Decisions {
  const folders = sources.flatMap(({ uri }) => {
    try {
      return uri?.startsWith('file:') ? [dirname(fileURLToPath(uri))] : [];
    } catch {
      // A file address of another system names no folder here.
      return [];
    }
  });
  const { decisions, problems } = decisionsOf(folders);
  if (problems.length > 0) log.warn('decisions not read', { files: problems.length });
  return decisions;
}
