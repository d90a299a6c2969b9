import { usageError } from '../../core/errors.ts';
import { isRecord } from '../../core/text/json.ts';

/** What values a setting takes: as a schema for the manifest, as a reader of settings files, and of a command line. */
export interface Kind<T> {
  /** JSON Schema, with the default. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** Takes the files' values, the most specific first. Returns the first one of the right type, clamped; else the default. */
  readonly read: (values: readonly unknown[]) => T;
  /** @throws FanoutError `usage`. Absent: the command line has no simple form of it. */
  readonly parse?: (option: string, text: string) => T;
}

const isText = (value: unknown): value is string => typeof value === 'string';
export const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every(isText);

const first = <T>(
  values: readonly unknown[],
  is: (value: unknown) => value is T,
  otherwise: T,
): T => values.find(is) ?? otherwise;

export const text = (maxLength?: number): Kind<string> => ({
  schema: { type: 'string', default: '', ...(maxLength === undefined ? {} : { maxLength }) },
  read: values => first(values, isText, '').trim().slice(0, maxLength),
  parse: (_, value) => value.trim().slice(0, maxLength),
});

export const flag = (otherwise: boolean): Kind<boolean> => ({
  schema: { type: 'boolean', default: otherwise },
  read: values => first(values, (value): value is boolean => typeof value === 'boolean', otherwise),
});

interface Bounds {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** The smallest number that the command line accepts, for settings whose 0 means "the default". */
  readonly minTyped?: number;
}

const isNumber = (value: unknown): value is number => Number.isFinite(value);

export const number = ({ default: otherwise, min, max }: Bounds): Kind<number> => ({
  schema: { type: 'number', default: otherwise, minimum: min, maximum: max },
  read: values => Math.min(max, Math.max(min, first(values, isNumber, otherwise))),
});

/** US dollars. On the command line above 0: a cap of nothing is no run, and no cap is no option. */
export const dollars = (bounds: Bounds): Kind<number> => ({
  ...number(bounds),
  parse(option, value) {
    const amount = /^\d*\.?\d+$/.test(value) ? Number(value) : 0;
    if (amount > 0 && amount <= bounds.max) return amount;
    throw usageError(`${option} takes US dollars above 0, such as 2.50, not ${value}.`);
  },
});

export const integer = (bounds: Bounds): Kind<number> => {
  const { default: otherwise, min, max, minTyped = min } = bounds;
  return {
    schema: { type: 'integer', default: otherwise, minimum: min, maximum: max },
    read: values => Math.round(number(bounds).read(values)),
    parse(option, value) {
      const typed = /^\d+$/.test(value) ? Number(value) : NaN;
      if (typed >= minTyped && typed <= max) return typed;
      throw usageError(`${option} takes a whole number from ${minTyped} to ${max}, not ${value}.`);
    },
  };
};

/** One of several words, each with what it means; the first is the default. */
export const choice = <K extends string>(words: Readonly<Record<K, string>>): Kind<K> => {
  const all = Object.keys(words) as K[];
  const [otherwise] = all;
  if (otherwise === undefined) throw new Error('a choice of nothing');
  return {
    schema: {
      type: 'string',
      enum: all,
      enumDescriptions: all.map(word => words[word]),
      default: otherwise,
    },
    read: values =>
      first(values, (value): value is K => all.some(word => word === value), otherwise),
    parse(option, value) {
      const found = all.find(word => word === value);
      if (found !== undefined) return found;
      throw usageError(`${option} takes one of ${all.join(', ')}, not ${value}.`);
    },
  };
};

/** Any of several words, each with what it means. */
export const someOf = <K extends string>(
  words: Readonly<Record<K, string>>,
  otherwise: readonly NoInfer<K>[],
): Kind<readonly K[]> => {
  const all = Object.keys(words) as K[];
  return {
    schema: {
      type: 'array',
      uniqueItems: true,
      items: { type: 'string', enum: all, enumDescriptions: all.map(word => words[word]) },
      default: otherwise,
    },
    read: values => {
      const given = values.find(isTexts);
      return given ? all.filter(word => given.includes(word)) : otherwise;
    },
  };
};

/** An object, in the form that `to` makes of it. */
export const record = <T>(
  schema: Readonly<Record<string, unknown>>,
  to: (value: Readonly<Record<string, unknown>>) => T,
): Kind<T> => ({
  schema: { type: 'object', default: {}, ...schema },
  read: values => to(first(values, isRecord, {})),
});

const SWITCH = /^(no-)?([a-z][a-z-]{1,60})$/;

/** What is turned on or off, by id; on the command line `id,no-id`. */
export const switches: Kind<Readonly<Record<string, boolean>>> = {
  ...record({ additionalProperties: { type: 'boolean' } }, value =>
    Object.fromEntries(
      Object.entries(value).filter(
        (entry): entry is [string, boolean] => typeof entry[1] === 'boolean',
      ),
    ),
  ),
  parse: (option, value) =>
    Object.fromEntries(
      value.split(',').map(part => {
        const [, off, id] = SWITCH.exec(part.trim()) ?? [];
        if (id === undefined)
          throw usageError(
            `${option} takes ids such as contradiction, or no-contradiction, not ${part}.`,
          );
        return [id, off === undefined];
      }),
    ),
};

export const texts = (
  schema: Readonly<Record<string, unknown>> & { readonly maxItems: number },
): Kind<readonly string[]> => ({
  schema: { type: 'array', default: [], ...schema },
  read: values => first(values, isTexts, []).slice(0, schema.maxItems),
});
