import { secretForms } from '../../engine/providers.ts';

/** The net under the log: replaces known secrets, in whatever common form they turn up. */
export interface Redactor {
  /** Remembers a value that must never be printed. */
  add(secret: string): void;
  redact(text: string): string;
}

export function redactor(): Redactor {
  const forms = new Set<string>();
  return {
    add(secret) {
      for (const form of secretForms(secret.trim())) forms.add(form);
    },
    redact(text) {
      let safe = text;
      // Longest first, so that no part of a key is left beside its replaced half.
      for (const form of [...forms].sort((a, b) => b.length - a.length)) {
        safe = safe.replaceAll(form, '***');
      }
      return safe;
    },
  };
}
