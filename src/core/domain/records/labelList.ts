import { usageError } from '../../errors.ts';
import type { Label } from './labels.ts';
import { t } from '../../text/l10n.ts';

/** More labels than this cannot be told to a model in every call. */
export const MAX_LABELS = 1000;
/** From here on a list is long enough to be told: every call carries it, and models get less sure. */
const MANY_LABELS = 200;
const MAX_NAME_LENGTH = 200;
const MAX_DESCRIPTION_LENGTH = 1000;

/**
 * Reads a list of labels: a JSON array of names or of `{name, description}`, a JSON object of
 * `{name: description}`, else one label a line, `name` or `name: description`.
 * @throws FanoutError `usage` naming `from` where it came from.
 */
export function readLabelList(text: string, from: string): Label[] {
  const trimmed = text.replace(/^\ufeff/, '').trim();
  if (!/^[[{]/.test(trimmed)) return checkLabels(trimmed.split(/\r\n?|\n/).map(lineLabel), from);
  let value: unknown;
  try {
    value = JSON.parse(trimmed);
  } catch {
    throw usageError(
      t(
        '{0} begins like JSON and is not valid JSON. Nothing was sent. Write a JSON array of names, a JSON object of {"name": "description"}, or one label a line.',
        from,
      ),
    );
  }
  return checkLabels(
    Array.isArray(value) ? value.map((item, i) => itemLabel(item, i, from)) : entries(value),
    from,
  );
}

/** A list typed as `a, b, c`. @throws FanoutError `usage`. */
export const typedLabels = (text: string, from: string): Label[] =>
  checkLabels(
    text.split(',').map(name => ({ name })),
    from,
  );

/** `name` or `name: description`. */
export function lineLabel(line: string): Label {
  const [, name = line, description = ''] = /^([^:]*?):\s+(.*)$/.exec(line) ?? [];
  return { name, description };
}

/** None is left out silently: every record that should have it would get another. */
function itemLabel(item: unknown, index: number, from: string): Label {
  const fields = typeof item === 'object' && item !== null ? item : { name: item };
  const { name, description } = fields as Readonly<Record<string, unknown>>;
  if (asText(name).trim() === '')
    throw usageError(
      t(
        '{0}, item {1}, has no name: {2}. Nothing was sent. Write "name" or {"name": "…", "description": "…"}.',
        from,
        index + 1,
        JSON.stringify(item).slice(0, 80),
      ),
    );
  return { name: asText(name), description: asText(description) };
}

const entries = (value: unknown): Label[] =>
  Object.entries(value as object).map(([name, description]) => ({
    name,
    description: asText(description),
  }));

const asText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** Names on one line, blank ones left out. @throws FanoutError `usage` for none, too many, or two of one name. */
export function checkLabels(labels: readonly Label[], from: string): Label[] {
  const clean = labels
    .map(({ name, description = '' }) => ({
      name: oneLine(name),
      description: oneLine(description).slice(0, MAX_DESCRIPTION_LENGTH),
    }))
    .filter(({ name }) => name !== '')
    .map(({ name, description }) => (description === '' ? { name } : { name, description }));
  const wrong = (problem: string): Error =>
    usageError(t('{0} {1} Nothing was sent.', from, problem));
  if (clean.length === 0) throw wrong(t('holds no label. Give at least one.'));
  if (clean.length > MAX_LABELS)
    throw wrong(
      t(
        'holds {0} labels, more than the {1} that fit a call. Group them, and label each group in a run of its own.',
        clean.length,
        MAX_LABELS,
      ),
    );
  const long = clean.find(({ name }) => name.length > MAX_NAME_LENGTH);
  if (long)
    throw wrong(
      t(
        'holds a label of {0} characters: "{1}…". Put what it means into its description.',
        long.name.length,
        long.name.slice(0, 40),
      ),
    );
  const seen = new Set<string>();
  for (const { name } of clean) {
    if (seen.has(name)) throw wrong(t('holds the label "{0}" twice. Remove one.', name));
    seen.add(name);
  }
  return clean;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** What a long list means; undefined for a short one. */
export const manyLabelsNote = (labels: readonly Label[]): string | undefined =>
  labels.length < MANY_LABELS
    ? undefined
    : t(
        '{0} labels: every call carries the whole list, and models get less sure with long ones. Consider two runs, first by group and then within each group.',
        labels.length,
      );
