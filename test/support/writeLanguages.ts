// Writes the table of languages from the data of GitHub's Linguist, by the ids that VS Code gives them.
import fs from 'node:fs';
import * as linguist from 'linguist-languages';
import { format, resolveConfig } from 'prettier';

const FILE = new URL('../../src/sources/files/languageTable.ts', import.meta.url);

/** Where VS Code has another id than the language's name. */
const IDS: Readonly<Record<string, string>> = {
  Batchfile: 'bat',
  'C#': 'csharp',
  'C++': 'cpp',
  'F#': 'fsharp',
  'Gettext Catalog': 'po',
  'Git Config': 'properties',
  HCL: 'hcl',
  'Ignore List': 'ignore',
  'Java Properties': 'properties',
  'Jupyter Notebook': 'jupyter',
  'Objective-C++': 'objective-cpp',
  'Protocol Buffer': 'proto3',
  'Pod 6': 'pod',
  'Roff Manpage': 'roff',
  RMarkdown: 'rmd',
  Shell: 'shellscript',
  TeX: 'latex',
  Text: 'plaintext',
  TSX: 'typescriptreact',
  'Vim Help File': 'vimhelp',
  'Vim Script': 'viml',
  'Visual Basic .NET': 'vb',
};

/** Extensions that several languages share, or that Linguist does not know: what is meant most often. */
const MEANT: Readonly<Record<string, string>> = {
  markdown: 'md markdown mdown mkd myst',
  mdx: 'mdx',
  log: 'log',
  restructuredtext: 'rst rest',
  asciidoc: 'adoc asciidoc',
  org: 'org',
  latex: 'tex ltx latex',
  typst: 'typ',
  texinfo: 'texi texinfo txi',
  wikitext: 'wiki mediawiki wikitext',
  textile: 'textile',
  pod: 'pod',
  quarto: 'qmd',
  rmd: 'rmd',
  csv: 'csv',
  tsv: 'tsv',
  typescript: 'ts mts cts',
  typescriptreact: 'tsx',
  javascript: 'js mjs cjs',
  javascriptreact: 'jsx',
  vue: 'vue',
  svelte: 'svelte',
  python: 'py pyi pyw',
  go: 'go',
  rust: 'rs',
  java: 'java',
  kotlin: 'kt kts',
  scala: 'scala',
  groovy: 'groovy gradle',
  c: 'c h',
  csharp: 'cs',
  fsharp: 'fs',
  vb: 'vb',
  swift: 'swift',
  'objective-c': 'm',
  'objective-cpp': 'mm',
  dart: 'dart',
  php: 'php',
  ruby: 'rb',
  lua: 'lua',
  r: 'r',
  julia: 'jl',
  elixir: 'ex exs',
  erlang: 'erl',
  haskell: 'hs',
  clojure: 'clj',
  shellscript: 'sh bash zsh',
  fish: 'fish',
  powershell: 'ps1 psm1',
  bat: 'bat cmd',
  sql: 'sql',
  html: 'html htm xhtml xht shtml',
  xml: 'docbook dbk dita ditamap xml svg',
  xsl: 'xsl',
  css: 'css',
  scss: 'scss',
  sass: 'sass',
  less: 'less',
  json: 'json',
  jsonc: 'jsonc',
  json5: 'json5',
  jsonl: 'jsonl ndjson',
  yaml: 'yaml yml',
  toml: 'toml',
  ini: 'ini cfg',
  properties: 'conf properties',
  proto3: 'proto',
  graphql: 'graphql gql',
  terraform: 'tf',
  hcl: 'hcl',
  dockerfile: 'dockerfile',
  makefile: 'mk',
  cmake: 'cmake',
  zig: 'zig',
  nim: 'nim',
  solidity: 'sol',
  wat: 'wat',
  diff: 'diff patch',
  cpp: 'cc cpp cxx hh hpp ino',
  fortran: 'f for f90',
  prolog: 'pro',
  verilog: 'v',
  matlab: 'mat',
  scheme: 'scm sch',
  ocaml: 'ml mli',
  perl: 'pl pm t',
};

/** Names that say what a file is, beside those of Linguist. */
const NAMES: Readonly<Record<string, string>> = {
  justfile: 'just',
  gnumakefile: 'makefile',
};

interface Language {
  readonly name: string;
  readonly type: string;
  readonly extensions?: readonly string[];
  readonly filenames?: readonly string[];
  readonly interpreters?: readonly string[];
}

const idOf = (name: string): string =>
  IDS[name] ??
  name
    .toLowerCase()

    .replace(/#/g, 'sharp')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** The module that holds the table. */
export async function languageTable(): Promise<string> {
  const all = Object.values(linguist as unknown as Readonly<Record<string, Language>>)
    .filter(({ name }) => typeof name === 'string')
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const meant = new Map(
    Object.entries(MEANT).flatMap(([id, list]) => list.split(' ').map(each => [each, id] as const)),
  );
  const extensions = new Map<string, string>();
  const rank = ({ type }: Language, isFirst: boolean): number =>
    (isFirst ? 2 : 0) + (type === 'data' ? 0 : 1);
  const ranks = new Map<string, number>();
  for (const language of all)
    language.extensions?.forEach((written, index) => {
      const extension = written.slice(1).toLowerCase();
      // Of the last extension of a name alone; numbers are versions more often than pages of a manual.
      if (!/^[a-z][\w+-]*$/.test(extension)) return;
      const own = rank(language, index === 0);
      if ((ranks.get(extension) ?? -1) >= own) return;
      ranks.set(extension, own);
      extensions.set(extension, idOf(language.name));
    });
  for (const [extension, id] of meant) extensions.set(extension, id);
  const names = new Map<string, string>();
  const interpreters = new Map<string, string>();
  for (const language of all) {
    for (const name of language.filenames ?? [])
      if (!/\s/.test(name)) names.set(name.toLowerCase(), idOf(language.name));
    for (const name of language.interpreters ?? [])
      if (!interpreters.has(name)) interpreters.set(name, idOf(language.name));
  }
  for (const [name, id] of Object.entries(NAMES)) names.set(name, id);
  const table = (map: ReadonlyMap<string, string>): string => {
    const byId = Map.groupBy([...map].sort(), ([, id]) => id);
    return [...byId]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, rows]) => [id, ...rows.map(([key]) => key)].join(' '))
      .join('\n');
  };
  const text = `// Made by \`npm run languages\` from the data of GitHub's Linguist (linguist-languages, MIT). Do not edit.
// A line a language: its VS Code id, and what it is known by.
export const EXTENSIONS = \`\n${table(extensions)}\n\`;
export const FILE_NAMES = \`\n${table(names)}\n\`;
export const INTERPRETERS = \`\n${table(interpreters)}\n\`;
`;
  return format(text, { ...(await resolveConfig(FILE)), filepath: FILE.pathname });
}

if (process.argv[1] === import.meta.filename) fs.writeFileSync(FILE, await languageTable());
