import { isRecord } from '../../text/json.ts';
import { t, type Words } from '../../text/l10n.ts';
import { badAnswer, emptyAnswer } from '../../errors.ts';
import { JsonProblem, readJson } from '../../text/readJson.ts';
import { FACT_KINDS } from '../../domain/results/facts.ts';
import { SEVERITIES } from '../../domain/results/findings.ts';
import type { HouseRule } from '../../domain/review/houseRules.ts';
import type { RawFact } from '../../domain/results/facts.ts';
import type { RawFinding, Severity } from '../../domain/results/findings.ts';
import type { Answer } from '../../domain/branch.ts';
import { hasEatenBackslash, withBackslashes } from './eatenBackslashes.ts';
import { cleanLine, cleanText, cut } from '../../text/cleanText.ts';

export const MAX_FINDINGS = 200;
export const MAX_TITLE = 120;
export const MAX_MESSAGE = 2000;
export const MAX_QUOTE = 2000;
/** Of one answer. */
export const MAX_FACTS = 40;
/** Characters before a quote that tell its place from others. */
const MAX_BEFORE = 300;
const MAX_SUGGESTION = 20_000;
const MAX_ASSESSMENT = 1000;

/**
 * Reads a model's answer to a review into fresh objects: items that do not fit are left out and
 * counted, a rule is named only by the number of one of `rules`,
 * backslashes that `source` has and JSON took for escapes are put back, numbers in strings are read, confidence is held within 0..1, text is capped and freed of
 * control characters. Throws FanoutError with failure `emptyAnswer` or `badAnswer`; the latter's
 * message is fit to be told to the model.
 */
export function readAnswer(text: string, rules: readonly HouseRule[] = [], source = ''): Answer {
  if (text.trim() === '') {
    throw emptyAnswer();
  }
  let value: Fields;
  try {
    value = readJson(withBackslashes(text, source), isReview);
  } catch (error) {
    if (error instanceof JsonProblem) throw badAnswer(error.problem);
    throw error;
  }
  const items = value['findings'] as readonly unknown[];
  const findings: RawFinding[] = [];
  const problems: Words[] = [];
  for (const item of items) {
    if (findings.length === MAX_FINDINGS) break;
    const read = readFinding(item, rules, source);
    if (typeof read === 'function') problems.push(read);
    else findings.push(read);
  }
  // One bad item among good ones is dropped; when none is good, the model is to be told why.
  if (items.length > 0 && findings.length === 0) {
    throw badAnswer(() =>
      t('none of its {0} findings could be used: {1}', items.length, said(problems)),
    );
  }
  const assessment = value['assessment'];
  return {
    findings,
    assessment:
      typeof assessment === 'string' ? cut(cleanText(assessment).trim(), MAX_ASSESSMENT) : '',
    dropped: items.length - findings.length,
    ...(Array.isArray(value['facts']) ? { facts: readFacts(value['facts']) } : {}),
  };
}

/** The facts that have the right form: what is missing here is a comparison not made, not a remark lost. */
function readFacts(items: readonly unknown[]): RawFact[] {
  const facts = items.flatMap(item => {
    if (!isRecord(item)) return [];
    const { kind: named, key, value, quote } = item;
    const kind = FACT_KINDS.find(known => known === named);
    return kind && typeof key === 'string' && typeof value === 'string' && typeof quote === 'string'
      ? [{ kind, key: cut(cleanLine(key), 200), value: cut(cleanLine(value), 400), quote }]
      : [];
  });
  return facts
    .filter(({ key, quote }) => key !== '' && quote.trim() !== '' && quote.length <= MAX_QUOTE)
    .slice(0, MAX_FACTS);
}

type Fields = Readonly<Record<string, unknown>>;

const isReview = (value: unknown): value is Fields =>
  isRecord(value) && Object.hasOwn(value, 'findings') && Array.isArray(value['findings']);

/** What is wrong with items, each kind of mistake once. */
const said = (problems: readonly Words[]): string =>
  [...new Set(problems.map(problem => problem()))].join('; ');

/** The finding, or what is wrong with it. */
function readFinding(
  item: unknown,
  rules: readonly HouseRule[],
  source: string,
): RawFinding | Words {
  if (!isRecord(item)) return () => t('a finding is not an object');
  const text = (name: string): string => {
    const value = Object.hasOwn(item, name) ? item[name] : undefined;
    return typeof value === 'string' ? value : '';
  };
  const severity = readSeverity(text('severity'));
  if (!severity) return () => t('severity is not one of {0}', SEVERITIES.join(', '));
  const confidence = readConfidence(item['confidence']);
  if (confidence === undefined) return () => t('confidence is not a number from 0 to 1');
  const whole = text('quote').toWellFormed();
  if (whole.trim() === '') return () => t('quote is missing');
  const title = cleanLine(text('title'));
  const message = cleanText(text('message')).trim();
  if (title === '' && message === '') return () => t('title and message are missing');
  const before = text('before').trim();
  const line = readNumber(item['line']);
  // Only a rule that was given can be broken: any other number is none.
  const rule = rules[(readNumber(item['rule']) ?? 0) - 1];
  const quote = whole.slice(0, MAX_QUOTE).toWellFormed();
  return {
    quote,
    title: cut(title || cleanLine(message), MAX_TITLE),
    message: cut(message || title, MAX_MESSAGE),
    // A suggestion replaces the quote; one for a quote that was cut would replace too little.
    suggestion:
      quote.length < whole.length ? null : readSuggestion(item['suggestion'], quote, source),
    severity,
    confidence: Math.min(1, Math.max(0, confidence)),
    ...(rule && { houseRule: { id: rule.id, text: rule.text } }),
    ...(before !== '' && { before: before.slice(-MAX_BEFORE).toWellFormed() }),
    ...(line !== undefined && Number.isSafeInteger(line) && line > 0 && { line }),
  };
}

function readSeverity(text: string): Severity | undefined {
  const wanted = text.trim().toLowerCase();
  return SEVERITIES.find(severity => severity === wanted);
}

/** From 0 to 1, also as a percentage in words: `90%`. */
function readConfidence(value: unknown): number | undefined {
  const percent = typeof value === 'string' ? /^(\d{1,3}(?:\.\d+)?)\s*%$/.exec(value.trim()) : null;
  return percent ? Number(percent[1]) / 100 : readNumber(value);
}

function readNumber(value: unknown): number | undefined {
  const text = typeof value === 'string' ? value.trim() : '';
  const number = /^-?\d{1,15}(?:\.\d{1,20})?$/.test(text) ? Number(text) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** Null for none, for one with a command half eaten, for an empty one (models write that for none), and for one that changes nothing. */
function readSuggestion(value: unknown, quote: string, source: string): string | null {
  if (typeof value !== 'string' || value.length > MAX_SUGGESTION) return null;
  if (hasEatenBackslash(value, quote, source)) return null;
  const text = cleanText(value, quote);
  return text.trim() === '' || text === quote ? null : text;
}
