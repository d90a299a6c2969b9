// The lint is also the architecture: who may import whom (see CONTRIBUTING.md, "Architecture").
import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import prettier from 'eslint-config-prettier';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const ROOMS = ['models', 'rules', 'sources', 'store', 'engine', 'host', 'views', 'pullRequest'];
const STAGES = ['jobs', 'split', 'fanout', 'branches', 'fanin', 'report', 'evaluate'];
/** What the stages share, and which of it each may import. */
const FLOORS = {
  domain: ['text'],
  text: ['domain'],
  format: ['domain', 'text'],
  state: ['domain', 'text', 'format'],
  ports: ['domain', 'state'],
};
// Packages, not our folders of the same name: a pattern of `group` matches any part of a path.
const SDKS = '^(?:openai|@anthropic-ai/[^/]+)(?:/|$)';

/** Forbids import specifiers in a folder; each line says which and why. */
const wall = (files, ...groups) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: groups.map(([what, message]) =>
          typeof what === 'string' ? { regex: what, message } : { group: what, message },
        ),
      },
    ],
  },
});

const noVscode = [['vscode'], 'Only extension.ts, host and views know VS Code.'];
const noNode = [['node:*'], 'core and media run anywhere: ask for it through a port.'];
const noSdk = [SDKS, 'Only models knows the SDKs.'];
const noOutside = [
  ROOMS.map(room => `**/${room}/**`).concat('**/extension.ts', '**/cli.ts', '**/media/**'),
  'core imports only core.',
];
/** Rooms right below src; the floors of host that have the same names are not meant. */
const notRooms = (...rooms) => [
  rooms.flatMap(room => [`**/${room}/**`, `!**/host/${room}/**`, `!./${room}/**`]),
  `Not from here: ${rooms.join(', ')}.`,
];

/** Folders right below src from a file of host/…/: its own folders have the same names. */
const throughEngine = [
  '^\\.\\./\\.\\./(?:models|rules|sources|store|views)/',
  'engine/ is the one wiring of models, rules, sources and store: import from there.',
];
/** What only the engine puts together, for both hosts alike. */
const ofEngine = [
  ['**/branches/modelReviewer.ts', '**/fanout/pacing/pacer.ts'],
  'engine/ makes reviewers and pacers: both hosts run what it makes.',
];

export default defineConfig(
  { ignores: ['dist/**', '.vscode-test/**', 'out/**', 'test/fixtures/**', 'node_modules/**'] },
  eslint.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  prettier,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: globals.node },
    rules: { 'no-console': 'off', '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['src/cli.ts', 'test/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // Hooks are known by their order: one that is called only sometimes gets another's state.
    files: ['media/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            ':matches(LogicalExpression, ConditionalExpression, IfStatement, ForOfStatement, SwitchCase) CallExpression[callee.name=/^use[A-Z]/]',
          message: 'Call hooks at the top of the component, always.',
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // mocha's describe and it return nothing worth awaiting; node:assert is enough.
      '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: [] }],
      '@typescript-eslint/require-await': 'off',
    },
  },

  // --- The walls. ---
  wall(['src/core/*.ts', 'src/core/run/**'], noVscode, noNode, noSdk, noOutside),
  ...Object.entries(FLOORS).map(([floor, below]) =>
    wall([`src/core/${floor}/**`], noVscode, noNode, noSdk, noOutside, [
      [...Object.keys(FLOORS), ...STAGES, 'run']
        .filter(other => other !== floor && !below.includes(other))
        .map(other => `**/${other}/**`)
        .concat('**/core/run.ts'),
      `core/${floor} imports only ${[floor, ...below].join(', ')}.`,
    ]),
  ),
  ...STAGES.map(stage =>
    wall([`src/core/${stage}/**`], noVscode, noNode, noSdk, noOutside, [
      STAGES.filter(other => other !== stage)
        .map(other => `**/${other}/**`)
        .concat(
          '**/run.ts',
          '**/core/run/**',
          ...(['report', 'evaluate'].includes(stage) ? [] : ['**/state/**', '!**/state/events.ts']),
        ),
      'Stages never import each other: run.ts joins them.',
    ]),
  ),
  wall(
    ['src/models/**'],
    noVscode,
    notRooms('rules', 'sources', 'store', 'engine', 'host', 'views', 'media'),
  ),
  wall(
    ['src/pullRequest/**'],
    noVscode,
    noNode,
    noSdk,
    notRooms('models', 'rules', 'sources', 'store', 'engine', 'host', 'views', 'media'),
  ),
  wall(
    ['src/rules/**'],
    noVscode,
    noSdk,
    notRooms('models', 'sources', 'store', 'engine', 'host', 'views', 'media'),
  ),
  wall(
    ['src/sources/**'],
    noVscode,
    noSdk,
    notRooms('models', 'rules', 'store', 'engine', 'host', 'views', 'media'),
  ),
  wall(
    ['src/store/**'],
    noVscode,
    noSdk,
    notRooms('models', 'rules', 'sources', 'engine', 'host', 'views', 'media'),
  ),
  wall(['src/engine/**'], noVscode, noSdk, notRooms('host', 'views', 'media'), [
    ['**/cli/**'],
    'Both hosts share the engine: it knows neither.',
  ]),
  wall(['src/host/**'], noSdk, throughEngine, notRooms('media'), ofEngine),
  wall(['src/views/**'], noSdk, notRooms('models', 'rules', 'sources', 'store', 'media')),
  wall(
    ['src/cli.ts', 'src/cli/**'],
    noVscode,
    notRooms('models', 'rules', 'sources', 'store', 'host', 'views', 'media'),
    ofEngine,
  ),
  wall(['media/**'], noVscode, noNode, noSdk, [
    [
      ...STAGES.map(s => `**/core/${s}/**`),
      ...ROOMS.filter(r => r !== 'views').map(r => `**/${r}/**`),
      '**/core/run/**',
      '**/core/run.ts',
      '**/core/ports/**',
    ],
    'The webview knows the nouns, the state, how things are written, and the protocol only.',
  ]),
);
