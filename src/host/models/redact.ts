/** The net under the log: replaces known secrets, in whatever common form they turn up. */
export interface Redactor {
  /** Remembers a value that must never be printed. */
  add(secret: string): void;
  redact(text: string): string;
}

/** Shorter ones would blot out ordinary words. */
const MIN_LENGTH = 8;
/** Long enough that no ordinary text matches, short enough to catch a cut-off key. */
const EDGE = 20;

export function redactor(): Redactor {
  const forms = new Set<string>();
  return {
    add(secret) {
      const plain = secret.trim();
      if (plain.length < MIN_LENGTH) return;
      const bytes = Buffer.from(plain, 'utf8');
      const all = [
        plain,
        bytes.toString('base64'),
        bytes.toString('base64url'),
        bytes.toString('hex'),
        encodeURIComponent(plain),
      ];
      if (plain.length > EDGE) all.push(plain.slice(0, EDGE), plain.slice(-EDGE));
      for (const form of all) forms.add(form);
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
