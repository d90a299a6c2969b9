import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** Names who writes to a run: the machine, the process, and one store object in it. */
export const ownerName = (): string =>
  [encodeURIComponent(hostname()), process.pid, randomUUID()].join(' ');

/**
 * True when the owner was a process of this machine that has ended: its runs are free at once, before
 * their lease runs out. Of other machines, and where a number was given to another process, nothing is known.
 */
export function hasEnded(owner: string | null): boolean {
  const [host, pid] = owner?.split(' ') ?? [];
  if (host !== encodeURIComponent(hostname()) || pid === undefined) return false;
  const number = Number(pid);
  if (!Number.isSafeInteger(number) || number <= 0 || number === process.pid) return false;
  try {
    process.kill(number, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
