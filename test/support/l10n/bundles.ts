import { readFileSync } from 'node:fs';

export const LANGUAGES = ['de', 'zh-cn'] as const;

/** What has words for people: all of the product but the command line, which is English. */
export const WORDED = [
  ...['src/core', 'src/engine', 'src/models', 'src/rules', 'src/sources', 'src/store'],
  ...['src/host', 'src/views', 'media/report'],
] as const;

export type Texts = Record<string, string>;

export const readTexts = (file: string): Texts => JSON.parse(readFileSync(file, 'utf8')) as Texts;

/** `{0}` and the like, links to commands and settings, and code: what a translation must keep. */
export const keptParts = (text: string): readonly string[] =>
  (text.match(/\{\d+\}|\(command:[^)]*\)|`[^`]*`|\$\([a-z-]+\)/g) ?? []).sort();
