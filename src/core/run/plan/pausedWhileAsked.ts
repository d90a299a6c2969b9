import type { UnstampedEvent } from '../../state/events.ts';
import { t } from '../../text/l10n.ts';

/**
 * Asks a person. From the call of `onQuestion` until the answer the run is paused: the time that somebody takes to
 * answer is not the run's. What needs no question calls it never.
 */
export async function pausedWhileAsked<T>(
  emit: (event: UnstampedEvent) => void,
  ask: (onQuestion: () => void) => Promise<T>,
): Promise<T> {
  let isPaused = false;
  const onQuestion = (): void => {
    if (isPaused) return;
    isPaused = true;
    emit({ type: 'run.paused', reason: t('It waits for your answer.'), on: 'answer' });
  };
  try {
    return await ask(onQuestion);
  } finally {
    if (isPaused) emit({ type: 'run.unpaused' });
  }
}
