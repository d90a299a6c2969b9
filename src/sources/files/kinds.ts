import type { SourceKind } from '../../core/domain/source.ts';
import { EXTENSIONS, FILE_NAMES, INTERPRETERS } from './languageTable.ts';
import { looksLikeCode } from './looksLikeCode.ts';

export interface Kind {
  readonly kind: SourceKind;
  /** A VS Code language id. */
  readonly languageId: string;
}

/** A table of the languages module, as a map from a file's name or extension to the language id. */
function tableOf(lines: string): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const line of lines.trim().split('\n')) {
    const [id = '', ...keys] = line.split(' ');
    for (const key of keys) map.set(key, id);
  }
  return map;
}

let tables: Readonly<Record<'extensions' | 'names' | 'interpreters', ReadonlyMap<string, string>>>;
const languages = (): typeof tables =>
  (tables ??= {
    extensions: tableOf(EXTENSIONS),
    names: tableOf(FILE_NAMES),
    interpreters: tableOf(INTERPRETERS),
  });

/** Languages that people read as running text. */
const PROSE = new Set([
  'plaintext',
  'restructuredtext',
  'asciidoc',
  'org',
  'latex',
  'tex',
  'typst',
  'texinfo',
  'wikitext',
  'mediawiki',
  'textile',
  'dokuwiki',
  'roff',
  'troff',
  'pod',
  'rdoc',
  'creole',
  'muse',
  'gemini',
  'vimhelp',
  'po',
  'log',
  'csv',
  'tsv',
  'jsonl',
  'scminput',
  'git-commit',
]);
const MARKDOWN = new Set([
  'markdown',
  'mdx',
  'quarto',
  'rmd',
  'prompt',
  'chatagent',
  'instructions',
]);

/** How text of a VS Code language is split and which perspectives suit it. Unknown languages are code. */
export function kindOfLanguage(languageId: string): SourceKind {
  if (MARKDOWN.has(languageId)) return 'markdown';
  return PROSE.has(languageId) || languageId === '' ? 'prose' : 'code';
}

/** The language that a name implies; undefined if none. */
function languageOfName(path: string): string | undefined {
  const name = (path.split(/[\\/]/).at(-1) ?? '').toLowerCase();
  const { names, extensions } = languages();
  // `.gitignore` and similar files contain patterns and comments: VS Code treats them all as one language.
  if (/^\.[\w-]*ignore$/.test(name)) return 'ignore';
  return (
    names.get(name) ??
    (name.includes('.') ? extensions.get(name.slice(name.lastIndexOf('.') + 1)) : undefined)
  );
}

/** Kind and language of a path by its name alone; plain text if the name implies none. Never throws. */
export function kindOfPath(path: string): Kind {
  const languageId = languageOfName(path) ?? 'plaintext';
  return { kind: kindOfLanguage(languageId), languageId };
}

/** The program in a script's first line, without its folder. */
function interpreterOf(text: string): string | undefined {
  const line = /^#!(.{1,200})/.exec(text)?.[1];
  const [command = '', ...rest] = line?.trim().split(/\s+/) ?? [];
  const name = command.split('/').at(-1);
  const named = name === 'env' ? rest.find(word => !/^-|=/.test(word)) : name;
  return line === undefined ? undefined : named;
}

/** A manual page, by its requests. Its extension is a section: `tar.1`, `open.3posix`. */
const isManualPage = (text: string): boolean =>
  /^\s*['.]/.test(text) && /^\.(?:TH|Dd)[ \t]/m.test(text.slice(0, MANUAL_HEAD));
/** In UTF-16 code units: licences and macros come first. */
const MANUAL_HEAD = 20_000;

/** `.asc` of keys and messages: armoured blocks. */
const ARMOURED = /-----BEGIN [A-Z0-9 ]{0,40}(?:KEY|MESSAGE|CERTIFICATE)/;
/** A title or an anchor of AsciiDoc on a line of its own. */
const TITLE = /^(?:={1,6}[ \t]+\S|\[\[[\w.-]{1,100}(?:,[^\]\n]{1,200})?\]\][ \t]*$)/m;

/** True for text of AsciiDoc in a file `name`.asc, which is also the ending of armoured keys and messages. */
export const isAsciiDoc = (name: string, text: string): boolean =>
  /\.asc$/i.test(name) && TITLE.test(text) && !ARMOURED.test(text) && !text.includes('\0');

/**
 * Kind and language of a file: by its name, otherwise by its first line (`#!`), otherwise as a manual page, otherwise by whether it reads as code.
 * For code in an unknown language the extension is the language's name.
 */
export function kindOfFile(path: string, text: string): Kind {
  if (isAsciiDoc(path, text)) return { kind: 'prose', languageId: 'asciidoc' };
  const named = languageOfName(path);
  if (named !== undefined) return { kind: kindOfLanguage(named), languageId: named };
  const program = interpreterOf(text);
  const { interpreters } = languages();
  const shebang =
    program && (interpreters.get(program) ?? interpreters.get(program.replace(/[\d.]+$/, '')));
  if (shebang !== undefined && shebang !== '') return { kind: 'code', languageId: shebang };
  if (isManualPage(text)) return { kind: 'prose', languageId: 'roff' };
  if (program === undefined && !looksLikeCode(text))
    return { kind: 'prose', languageId: 'plaintext' };
  const extension = /[^\\/.]\.([a-z][\w+-]{0,14})$/i.exec(path)?.[1];
  return { kind: 'code', languageId: extension?.toLowerCase() ?? 'plaintext' };
}

/** The same for a document whose language an editor knows: by its name and text if the editor only says "text". */
export const kindOfDocument = (path: string, languageId: string, text: string): Kind =>
  languageId === 'plaintext' || languageId === ''
    ? kindOfFile(path, text)
    : { kind: kindOfLanguage(languageId), languageId };
