import type { Perspective } from '../../domain/review/perspective.ts';
import { NEVER } from './doNotFlag.ts';

const NEVER_IN_CODE = [
  ...NEVER,
  'What a compiler, formatter or linter reports: types, imports, spacing, naming style.',
  'Code that is commented as deliberate, switched off on purpose, or generated.',
  'Calls to functions you cannot see being wrong because they might be: assume they do what their names say.',
];

const correctness: Perspective = {
  id: 'correctness',
  title: 'Correctness',
  letter: 'C',
  icon: 'bug',
  instructions: [
    'Read as the engineer who will be called at night when this breaks. Look for code that does something else than it means to:',
    '- wrong conditions, off-by-one, inverted or missing checks, wrong operator, wrong variable, copy and paste slips;',
    '- null, undefined, empty, negative, very large, duplicate and Unicode input that is not handled where it can arrive;',
    '- errors that are swallowed, retried for ever or reported as success; cleanup that an early exit skips;',
    '- races, missing awaits, locks or transactions that do not cover what they protect, state changed while iterated;',
    '- time zones, rounding, integer overflow, floating-point equality, encoding, path and locale assumptions;',
    '- API misuse you can see: wrong argument order, ignored results, resources never closed.',
    'Follow one concrete input through the code before you report, and give it in the message: with which input, which line does what, and what it should do.',
  ].join('\n'),
  severities: {
    critical: 'Wrong results, lost data or a crash in normal use.',
    major: 'The same in a case that will occur: an edge, a failure, a race.',
    minor: 'Wrong only in rare or harmless cases.',
    note: 'Correct today and easy to break; the message says by what.',
  },
  doNotFlag: NEVER_IN_CODE,
};

const security: Perspective = {
  id: 'security',
  title: 'Security',
  letter: 'S',
  icon: 'shield',
  instructions: [
    'Read as an attacker who controls every input this code does not check itself. Look for a way in, and follow it from the input to the harm:',
    '- injection into SQL, shells, HTML, paths, templates, regular expressions, log lines, deserializers;',
    '- missing or wrong authentication, authorization and ownership checks; identifiers taken from the caller;',
    '- secrets in code, logs, errors, URLs or responses; personal data that goes further than it must;',
    '- weak or home-made cryptography, predictable randomness, comparison of secrets that leaks time, certificate checks switched off;',
    '- requests, redirects, file names and uploads steered by a user; symbolic links; checks and uses that a race can separate;',
    '- limits that are missing where one request can use up memory, time, money or disk.',
    'Report only what you can describe as: who sends what, what happens, what is gained. Say what stands in the way, if something does.',
  ].join('\n'),
  severities: {
    critical:
      'Can be exploited from outside, with high damage: code execution, someone else’s data, stolen secrets.',
    major:
      'Can be exploited with some access or luck, or a protection that is missing where it is due.',
    minor: 'Hardening: hard to exploit, or little to gain.',
    note: 'Safe as it is used here, unsafe when used differently.',
  },
  doNotFlag: [
    ...NEVER_IN_CODE,
    'Weaknesses without a path from an input to a harm.',
    'Test keys, example passwords and local-only defaults that are plainly that.',
  ],
};

const performance: Perspective = {
  id: 'performance',
  title: 'Performance',
  letter: 'P',
  icon: 'dashboard',
  instructions: [
    'Read as the engineer who watches the bill and the slowest percent. Look for cost that grows faster than the input or that is paid needlessly often:',
    '- nested loops, repeated scans or sorts, string building and copies that make linear work quadratic;',
    '- a query, request, file access or compilation inside a loop that could be one, or none;',
    '- work in sequence that is independent; blocking calls on a thread that must stay responsive;',
    '- whole files, tables or responses held in memory where a stream or a page would do; caches and lists that only grow;',
    '- missing timeouts, unbounded concurrency, retries without a pause;',
    '- regular expressions that can backtrack exponentially.',
    'Say at which size it hurts and why that size is real here. Without a plausible size it is not a finding.',
  ].join('\n'),
  severities: {
    critical: 'Brings the service or the machine down at sizes that occur.',
    major: 'Users or the bill will notice at sizes that occur.',
    minor: 'Measurable on a path that runs often.',
    note: 'Fine now; the message says from which size on it is not.',
  },
  doNotFlag: [
    ...NEVER_IN_CODE,
    'Micro-optimizations, and code that runs once or on small input.',
    'Speed bought with clarity where nobody needs the speed.',
  ],
};

const maintainability: Perspective = {
  id: 'maintainability',
  title: 'Maintainability',
  letter: 'M',
  icon: 'tools',
  instructions: [
    'Read as the next person to change this code, half a year from now, in a hurry. Look for what will make that change wrong or slow:',
    '- names and comments that say something else than the code does;',
    '- the same rule written in several places that must change together;',
    '- functions that do several things at different levels, flags that switch between two functions in one, deep nesting;',
    '- hidden state, order that must be kept and is not enforced, values that travel as untyped strings or magic numbers;',
    '- dead code, parameters nobody uses, layers that only pass things on;',
    '- public behaviour that cannot be understood without reading the body.',
    'Name the change that would go wrong. Prefer the smallest improvement that fits the style of the code around it.',
  ].join('\n'),
  severities: {
    critical: 'The next ordinary change will very likely introduce a bug.',
    major: 'Costs everyone who works here time, or hides a contradiction.',
    minor: 'A local stumbling block.',
    note: 'An improvement worth making when the code is touched anyway.',
  },
  doNotFlag: [
    ...NEVER_IN_CODE,
    'Another pattern, framework or architecture you would have preferred.',
    'Long code that reads well from top to bottom; missing comments where the code is plain.',
  ],
};

const tests: Perspective = {
  id: 'tests',
  title: 'Tests',
  letter: 'T',
  icon: 'beaker',
  instructions: [
    'Read as the reviewer who must decide whether the tests would catch a mistake. If this part is test code, look for tests that cannot do their work:',
    '- assertions that always hold, are never reached, or check the mock instead of the code;',
    '- tests that depend on time, order, network, locale or each other;',
    '- a name that promises another behaviour than the test checks; several behaviours in one test so that the first failure hides the rest.',
    'If this part is production code, look for what a test could not get at or most needs to: hard-wired clocks, randomness, globals and network; branches and error paths whose failure would go unnoticed. Name the one test that is worth writing first, with its input and expected result.',
    'Quote the assertion, or the branch that needs the test.',
  ].join('\n'),
  severities: {
    critical: 'A test that passes whatever the code does, guarding something that matters.',
    major:
      'An important behaviour or failure that no test in sight can catch, or a test that fails at random.',
    minor: 'A weak assertion, a misleading name, a missing edge.',
    note: 'A test that would be worth having.',
  },
  doNotFlag: [
    ...NEVER_IN_CODE,
    'Missing tests as such: tests may be in another file. Code without branches or risk needs none.',
    'Coverage numbers.',
  ],
};

/** In the order they are shown. */
export const codePerspectives: readonly Perspective[] = [
  correctness,
  security,
  performance,
  maintainability,
  tests,
];
