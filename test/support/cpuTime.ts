/** Milliseconds of computing of this thread: on a busy machine the clock counts the work of others, too. */
export function cpuNow(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Milliseconds of computing that `work` takes, the least of `tries`: garbage of earlier tests is collected in any. */
export async function leastCpu(work: () => unknown, tries = 3): Promise<number> {
  let least = Infinity;
  for (let i = 0; i < tries; i++) {
    const began = cpuNow();
    await work();
    least = Math.min(least, cpuNow() - began);
  }
  return least;
}
