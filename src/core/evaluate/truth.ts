import type { Range } from '../domain/range.ts';

/** A passage of which it is known what a reviewer should make of it. */
export interface KnownPassage {
  readonly id: string;
  readonly sourceId: string;
  /** What kind of error it is, or of passage. */
  readonly kind: string;
  /** The built-in perspective that it belongs to. */
  readonly perspectiveId?: string;
  /** A finding at any of them counts; at least one. */
  readonly places: readonly Range[];
  /** In words, for a reader. */
  readonly what: string;
}

/** What is known of the texts that reviewers are measured on. */
export interface Truth {
  /** What is to be found. */
  readonly errors: readonly KnownPassage[];
  /** What a person called no problem: a finding there is a false alarm. */
  readonly dismissed: readonly KnownPassage[];
  /**
   * Nothing but `errors` is to be found, so that every other finding is false; a finding then counts only if its title
   * names the kind.
   */
  readonly isComplete: boolean;
}
