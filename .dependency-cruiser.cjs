// Import circles, `import type` included, and the engine as the one wiring, `import()` included. Who else may import
// whom is in eslint.config.mjs.
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Two files that import each other are one file, or share a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'through-engine',
      comment:
        'Editor and command line get models, rules, sources and the store through src/engine.',
      severity: 'error',
      from: { path: '^src/(?:host|views|cli)/|^src/(?:cli|extension)\\.ts$' },
      to: { path: '^src/(?:models|rules|sources|store)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
