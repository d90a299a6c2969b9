/*
 * The words that people read, in the display language: the English message is the key of its translation, as with
 * `vscode.l10n.t`, whose bundle the editor's host hands over at start. Without a bundle everything is English.
 * Not translated: what goes to models, what is stored, and what other programs read (see `inEnglish`).
 */

/** A display language and its translations, by English message. */
export interface DisplayLanguage {
  /** BCP 47, such as `de` or `zh-cn`. */
  readonly tag: string;
  readonly texts: Readonly<Record<string, string>>;
}

// Each file that is loaded lazily has its own copy of this module; they share the language.
const HOME = Symbol.for('fanout.displayLanguage');
const shared = globalThis as { [HOME]?: DisplayLanguage | undefined };

/** Sets the language of this process or page; undefined: English. */
export function setDisplayLanguage(language: DisplayLanguage | undefined): void {
  shared[HOME] = language;
}

export const displayLanguage = (): DisplayLanguage | undefined => shared[HOME];

/** What `Intl` writes dates, numbers and lists in. English as it is written in Britain. */
export const intlTag = (): string => shared[HOME]?.tag ?? 'en-GB';

/**
 * A message in the display language, with `{0}`, `{1}`… replaced by the arguments. The message is a literal, or its
 * translations are not found by `npm run l10n`. A word that has several meanings says which after `##`: `Open##verb`.
 */
export function t(message: string, ...args: readonly (string | number)[]): string {
  const text = shared[HOME]?.texts[message] ?? message.replace(/##.*$/s, '');
  return args.length === 0
    ? text
    : text.replace(/\{(\d+)\}/g, (whole, index: string, at: number) =>
        spaced(
          text.slice(0, at),
          String(args[Number(index)] ?? whole),
          text.slice(at + whole.length),
        ),
      );
}

/**
 * What is put into a message, between what stands before and after it: figures and Latin letters keep a space apart
 * from Chinese characters (W3C, Requirements for Chinese Text Layout, 3.2.2). In other languages as it is.
 */
export function spaced(before: string, value: string, after: string): string {
  if (!shared[HOME]?.tag.startsWith('zh')) return value;
  const from = HAN_AT_END.test(before) && /^[$£€]?[A-Za-z0-9]/.test(value) ? ' ' : '';
  const to = HAN_AT_START.test(after) && /[A-Za-z0-9%]$/.test(value) ? ' ' : '';
  return from + value + to;
}

const HAN_AT_END = /\p{Script=Han}$/u;
const HAN_AT_START = /^\p{Script=Han}/u;

/**
 * One of two messages by a whole number. Languages with more forms than these have them under the key of `other` with
 * `##` and the category of `Intl.PluralRules`; languages with one form have it under `other`.
 */
export function plural(
  n: number,
  one: string,
  other: string,
  ...args: readonly (string | number)[]
): string {
  const category = pluralRules(intlTag()).select(n);
  if (category === 'one') return t(one, ...args);
  const own = `${other}##${category}`;
  return t(shared[HOME]?.texts[own] === undefined ? other : own, ...args);
}

/** A text in the quotation marks of the display language. */
export const quoted = (text: string): string => t('“{0}”', text);

/** A text inside a sentence: in lower case where the language writes it so. */
export const inSentence = (text: string): string =>
  shared[HOME] === undefined ? text.toLowerCase() : text;

const rules = new Map<string, Intl.PluralRules>();

function pluralRules(tag: string): Intl.PluralRules {
  const made = rules.get(tag) ?? new Intl.PluralRules(tag);
  rules.set(tag, made);
  return made;
}

/** Makes a message whenever it is wanted, in the language that holds then. */
export type Words = () => string;

/** Runs `make` in English, for what other programs or models read. It must not wait for anything. */
export function inEnglish<T>(make: () => T): T {
  const before = shared[HOME];
  shared[HOME] = undefined;
  try {
    return make();
  } finally {
    shared[HOME] = before;
  }
}
