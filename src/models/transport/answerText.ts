import type { Usage } from '../../core/domain/billing.ts';
import type { Call } from './guarded.ts';

/** Characters of one answer that are kept. */
const MAX_ANSWER_CHARS = 2 * 1024 * 1024;

/** Collects the pieces of a streamed answer. */
export interface AnswerText {
  /** Throws FanoutError `tooLarge` when the answer grows beyond 2 MB. */
  add(piece: string | null | undefined): void;
  /** The model has started, though not with text yet (it thinks). */
  begin(): void;
  text(): string;
  /** Characters so far. */
  length(): number;
  /** How it begins. */
  head(): string;
}

/** `estimate` says what a call was billed that breaks off after this much of an answer. */
export function collectAnswer(
  call: Call,
  onFirstToken: (() => void) | undefined,
  estimate: (received: string) => Usage,
): AnswerText {
  const pieces: string[] = [];
  let length = 0;
  let begun = false;
  const text = (): string => pieces.join('').toWellFormed();
  const begin = (): void => {
    if (begun) return;
    begun = true;
    call.answering(() => estimate(text()));
    onFirstToken?.();
  };
  return {
    begin,
    add(piece) {
      if (!piece) return;
      begin();
      length += piece.length;
      if (length > MAX_ANSWER_CHARS) throw call.failed('tooLarge');
      pieces.push(piece);
    },
    text,
    length: () => length,
    head: () => (pieces[0] ?? '').slice(0, 24),
  };
}
