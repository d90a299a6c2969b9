import type { Failure } from '../failure.ts';

/** What a record may be labelled with. */
export interface Label {
  readonly name: string;
  /** When to take it; told to the model. */
  readonly description?: string;
}

/** What a model said of one record. */
export interface RawLabel {
  /** Names from the run's list: exactly one, or with `multi` any number. */
  readonly labels: readonly string[];
  readonly confidence: number;
  /** One line. */
  readonly reason: string;
}

/** The label of a record, as its branch ended with it. */
export interface RecordLabel extends RawLabel {
  /** Position of the record in its source, from 0. */
  readonly record: number;
  readonly id: string;
  /** What the gold column says; absent where there is none. */
  readonly gold?: readonly string[];
  /** UTF-16 units of the record that the model was not shown, when it was too long. */
  readonly omitted?: number;
}

/** What a second model said of a record whose label was in doubt. */
export interface SecondLabel extends RawLabel {
  /** Position of the record in its source, from 0. */
  readonly record: number;
}

/** How the second look at doubtful labels went; what it said is in `RunState.secondLabels`. */
export interface SecondLook {
  /** `provider:model`. */
  readonly by: string;
  /** Records that were in doubt and are asked again, those that were before included. */
  readonly records: number;
  /** Of those, how many have an answer. */
  readonly answered: number;
  /** Why some have none: the first label counts on. */
  readonly failure?: Failure;
}

/** Finds a label of the list as somebody spelled it: other capitals, blanks or Unicode forms are still that one. */
export function labelMatcher(list: readonly Label[]): (said: string) => string | undefined {
  const exact = new Set(list.map(({ name }) => name));
  const loose = new Map<string, string | undefined>();
  for (const { name } of list) {
    const folded = fold(name);
    // Two labels that differ only in capitals are distinguished by them.
    loose.set(folded, loose.has(folded) ? undefined : name);
  }
  return said => (exact.has(said) ? said : loose.get(fold(said)));
}

const fold = (name: string): string =>
  name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();

/**
 * The right labels by the cell of a gold column, as the list spells them; what is not on the list stays as
 * it is. Several share one cell as a JSON array or between `;`, `|` or `,`. None: the cell is empty.
 */
export function goldLabels(
  cell: string,
  match: (said: string) => string | undefined,
  multi: boolean,
): string[] {
  const text = cell.trim();
  const whole = match(text);
  if (text === '') return [];
  if (!multi || whole !== undefined) return [whole ?? text];
  const parts = text.startsWith('[') ? jsonNames(text) : text.split(/[;|,]/);
  return [...new Set(parts.map(name => name.trim()).filter(Boolean))].map(n => match(n) ?? n);
}

function jsonNames(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.map(String) : [text];
  } catch {
    return [text];
  }
}

/** Names a record of the run in `RunState.corrections` and `RunState.secondLabels`. */
export const recordKey = (sourceId: string, record: number): string => `${sourceId}\n${record}`;
