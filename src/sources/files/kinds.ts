import type { SourceKind } from '../../core/domain/source.ts';

export interface Kind {
  readonly kind: SourceKind;
  /** A VS Code language id. */
  readonly languageId: string;
}

/** VS Code language id by file extension (lower case, without the dot). */
const LANGUAGE_OF: Readonly<Record<string, string>> = {
  md: 'markdown',
  markdown: 'markdown',
  mdown: 'markdown',
  mkd: 'markdown',
  mdx: 'mdx',
  txt: 'plaintext',
  text: 'plaintext',
  log: 'log',
  rst: 'restructuredtext',
  adoc: 'asciidoc',
  asciidoc: 'asciidoc',
  org: 'org',
  tex: 'latex',
  ltx: 'latex',
  latex: 'latex',
  rest: 'restructuredtext',
  typ: 'typst',
  texi: 'texinfo',
  texinfo: 'texinfo',
  txi: 'texinfo',
  wiki: 'wikitext',
  mediawiki: 'wikitext',
  wikitext: 'wikitext',
  textile: 'textile',
  pod: 'pod',
  qmd: 'quarto',
  rmd: 'rmd',
  myst: 'markdown',
  csv: 'csv',
  tsv: 'tsv',
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'typescriptreact',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascriptreact',
  vue: 'vue',
  svelte: 'svelte',
  py: 'python',
  pyi: 'python',
  pyw: 'python',
  go: 'go',
  rs: 'rust',
  java: 'java',
  kt: 'kotlin',
  kts: 'kotlin',
  scala: 'scala',
  groovy: 'groovy',
  gradle: 'groovy',
  c: 'c',
  h: 'c',
  cc: 'cpp',
  cpp: 'cpp',
  cxx: 'cpp',
  hh: 'cpp',
  hpp: 'cpp',
  cs: 'csharp',
  fs: 'fsharp',
  vb: 'vb',
  swift: 'swift',
  m: 'objective-c',
  mm: 'objective-cpp',
  dart: 'dart',
  php: 'php',
  rb: 'ruby',
  pl: 'perl',
  pm: 'perl',
  lua: 'lua',
  r: 'r',
  jl: 'julia',
  ex: 'elixir',
  exs: 'elixir',
  erl: 'erlang',
  hs: 'haskell',
  clj: 'clojure',
  sh: 'shellscript',
  bash: 'shellscript',
  zsh: 'shellscript',
  fish: 'fish',
  ps1: 'powershell',
  psm1: 'powershell',
  bat: 'bat',
  cmd: 'bat',
  sql: 'sql',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  xht: 'html',
  shtml: 'html',
  docbook: 'xml',
  dbk: 'xml',
  dita: 'xml',
  ditamap: 'xml',
  xml: 'xml',
  xsl: 'xsl',
  svg: 'xml',
  css: 'css',
  scss: 'scss',
  sass: 'sass',
  less: 'less',
  json: 'json',
  jsonc: 'jsonc',
  json5: 'json5',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  yaml: 'yaml',
  yml: 'yaml',
  toml: 'toml',
  ini: 'ini',
  cfg: 'ini',
  conf: 'properties',
  properties: 'properties',
  proto: 'proto3',
  graphql: 'graphql',
  gql: 'graphql',
  tf: 'terraform',
  hcl: 'hcl',
  dockerfile: 'dockerfile',
  mk: 'makefile',
  cmake: 'cmake',
  zig: 'zig',
  nim: 'nim',
  sol: 'solidity',
  wat: 'wat',
  diff: 'diff',
  patch: 'diff',
};

const LANGUAGE_OF_NAME: Readonly<Record<string, string>> = {
  dockerfile: 'dockerfile',
  makefile: 'makefile',
  gnumakefile: 'makefile',
  'cmakelists.txt': 'cmake',
  gemfile: 'ruby',
  rakefile: 'ruby',
  jenkinsfile: 'groovy',
  justfile: 'just',
};

/** Languages that are read by people as running text. */
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

/** Kind and language of a path by its name alone; a name that says nothing is plain text. Never throws. */
export function kindOfPath(path: string): Kind {
  const name = (path.split(/[\\/]/).at(-1) ?? '').toLowerCase();
  const extension = name.includes('.') ? name.slice(name.lastIndexOf('.') + 1) : '';
  const byName = Object.hasOwn(LANGUAGE_OF_NAME, name) ? LANGUAGE_OF_NAME[name] : undefined;
  // `.gitignore` and its like hold patterns and comments: VS Code knows them all as one language.
  const ignores = /^\.[\w-]*ignore$/.test(name) ? 'ignore' : undefined;
  const languageId =
    byName ??
    ignores ??
    (Object.hasOwn(LANGUAGE_OF, extension) ? LANGUAGE_OF[extension]! : 'plaintext');
  return { kind: kindOfLanguage(languageId), languageId };
}

/** The kind of a document whose language an editor knows: by language, or by name where that says no more than "text". */
export function kindOf(path: string, languageId: string): SourceKind {
  return languageId === 'plaintext' ? kindOfPath(path).kind : kindOfLanguage(languageId);
}
