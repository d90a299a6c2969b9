import { FanoutError } from '../../src/core/errors.ts';
import { placeFindings } from '../../src/core/fanin/place/anchor.ts';
import { prosePerspectives } from '../../src/core/jobs/review/prosePerspectives.ts';
import { readAnswer } from '../../src/core/jobs/review/readAnswer.ts';
import { type Random, randomOf } from './random.ts';

const LINES = Array.from(
  { length: 40 },
  (_, i) => `The Supplier delivers item ${i} on day ${i * 3} — “as agreed”.`,
);
const TEXT = LINES.join('\r\n');
const source = {
  id: 's',
  path: 'a.md',
  kind: 'markdown',
  languageId: 'markdown',
  text: TEXT,
} as const;
const chunk = {
  id: 'c',
  sourceId: 's',
  index: 0,
  start: 0,
  end: TEXT.length,
  startLine: 1,
  endLine: 40,
  title: 'a',
  headings: [],
  hash: 'h',
  tokens: 900,
};
const branch = {
  id: 'b',
  chunkId: 'c',
  perspectiveId: 'accuracy',
  model: 'm',
  inputTokens: 1,
  outputTokens: 1,
};

export interface AnswerSoak {
  readonly answers: number;
  readonly used: number;
  readonly refused: number;
  readonly placed: number;
  readonly slowestMs: number;
  readonly wrong: readonly string[];
}

/** Reads generated answers, whole, odd, cut and hostile, and places what they say. */
export function soakAnswers(count: number, seed: number, until: number): AnswerSoak {
  const random = randomOf(seed);
  const wrong: string[] = [];
  const counts = { used: 0, refused: 0, placed: 0 };
  let [answers, slowestMs] = [0, 0];
  const clean = Object.keys(Object.prototype).length;
  for (; answers < count && performance.now() < until; answers += 1) {
    const text = answerOf(random);
    let took = read(text, answers, wrong, counts);
    // Of three times the least: what the garbage of others takes is no fault of the answer.
    for (let again = 0; again < 2 && took > SLOW_MS; again += 1)
      took = Math.min(took, read(text, answers, [], { ...counts }));
    slowestMs = Math.max(slowestMs, took);
    if (took > SLOW_MS) wrong.push(`answer ${answers} took ${Math.round(took)} ms`);
  }
  if (Object.keys(Object.prototype).length !== clean || 'polluted' in {})
    wrong.push('Object.prototype was changed');
  return { answers, ...counts, slowestMs: Math.round(slowestMs), wrong };
}

/** An answer may hold up the editor no longer than this, in ms of this process: others on the machine do not count. */
const SLOW_MS = 50;

/** @returns ms. */
function read(
  text: string,
  n: number,
  wrong: string[],
  counts: { used: number; refused: number; placed: number },
): number {
  const perspective = prosePerspectives[0]!;
  const since = process.cpuUsage();
  try {
    const answer = readAnswer(text);
    counts.used += 1;
    const place = { source, chunk, branch, perspective };
    for (const { range, quote, match } of placeFindings(place, answer)) {
      if (range) counts.placed += 1;
      if (range && TEXT.slice(range.start, range.end) !== quote)
        wrong.push(`answer ${n}: another quote`);
      if (!range && match !== 'none') wrong.push(`answer ${n}: a match and no place`);
    }
  } catch (error) {
    if (error instanceof FanoutError && error.failure) counts.refused += 1;
    else wrong.push(`answer ${n}: ${String(error)}`);
  }
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
}

const pick = <T>(random: Random, items: readonly T[]): T => items[random(items.length)]!;

function answerOf(random: Random): string {
  const value = {
    findings: Array.from({ length: random(4) }, () => finding(random)),
    assessment: words(random),
  };
  let json = JSON.stringify(random(30) === 0 ? odd(random, 0) : value, null, random(3));
  if (random(12) === 0) json = json.replace(/"severity"/, '"severity": "note", "severity"');
  if (random(25) === 0)
    json = json.replace(
      '{',
      '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": 1}},',
    );
  if (random(25) === 0)
    json = json.replace(
      /"confidence":\s*[^,}]+/,
      `"confidence": ${pick(random, ['1e400', '-1', '"0.7"', 'NaN', '007', 'null'])}`,
    );
  if (random(10) === 0) json = json.slice(0, random(json.length));
  if (random(10) === 0) json = json.replace('}', pick(random, ['},', '}}', ']', '}\u0000', ', }']));
  if (random(40) === 0) json = '['.repeat(random(3_000)) + json;
  return pick(random, [
    () => json,
    () => `\`\`\`json\n${json}\n\`\`\``,
    () => `Here it is:\n${json}\nI hope it helps { really }.`,
    () => `<think>{"findings": []} or ${json}</think>${json}`,
    () => `${json}\n${json}`,
    () => `${json}\n{"findings": []}`,
    () => json.replaceAll('"', pick(random, ['“', "'", '\\"'])),
    () => `\ufeff${json}\ud800`,
  ])();
}

function finding(random: Random): unknown {
  const at = random(TEXT.length);
  const quote = pick(random, [
    () => pick(random, LINES),
    () => TEXT.slice(at, at + 5 + random(120)),
    () => pick(random, LINES).replaceAll('“', '"').replaceAll('—', '-'),
    () => pick(random, LINES).toUpperCase(),
    () => words(random),
    () => odd(random, 3),
    () => '\ud83d',
    () => `${pick(random, LINES)}\n${pick(random, LINES)}`,
  ])();
  const whole = {
    quote,
    title: words(random),
    message: words(random),
    suggestion: pick(random, [null, '', words(random), 7]),
    severity: pick(random, ['critical', 'major', 'minor', 'note', 'CRITICAL', 'huge', 3]),
    confidence: random(100) / 99,
    line: random(60),
  };
  return random(15) === 0 ? odd(random, 2) : whole;
}

function odd(random: Random, depth: number): unknown {
  if (depth > 5) return null;
  return pick<() => unknown>(random, [
    () => null,
    () => random(1_000_000) - 500_000,
    () => [odd(random, depth + 1), odd(random, depth + 1)],
    () => ({ [words(random)]: odd(random, depth + 1), findings: odd(random, depth + 1) }),
    () => words(random),
    () => true,
  ])();
}

const WORDS = [
  'the',
  'Supplier',
  'item',
  '”',
  '\u202e',
  '\u0000',
  '\n',
  '=1+1',
  '<b>',
  '::error::',
  '\u001b[2J',
  'día',
  '漢字',
  '🙂',
  '\ud800',
  '__proto__',
  '{',
  '"',
];
const words = (random: Random): string =>
  Array.from({ length: random(12) }, () => pick(random, WORDS)).join(' ');
