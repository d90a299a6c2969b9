import { withoutKey } from '../../engine/providers.ts';

/** The net under the log: replaces known secrets, in whatever form they turn up. */
export interface Redactor {
  /** Remembers a value that must never be printed. Shorter than 8 characters it would blot out ordinary words. */
  add(secret: string): void;
  redact(text: string): string;
}

export function redactor(): Redactor {
  const secrets = new Set<string>();
  return {
    add: secret => void secrets.add(secret.trim()),
    redact: text => [...secrets].reduce(withoutKey, text),
  };
}
