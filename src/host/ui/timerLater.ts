/** Calls `work` after `ms`; the result takes that back. */
export function timerLater(work: () => void, ms: number): () => void {
  const timer = setTimeout(work, ms);
  return () => {
    clearTimeout(timer);
  };
}
