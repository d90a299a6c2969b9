import { cleanLine } from '../../text/cleanText.ts';
import { usageError } from '../../errors.ts';
import type { Column } from '../../domain/results/statements.ts';
import { t } from '../../text/l10n.ts';

export const MAX_COLUMNS = 40;
const MAX_NAME = 80;
const MAX_DESCRIPTION = 500;
const TYPES = ['text', 'number', 'date', 'boolean'] as const;

/**
 * The columns of a list such as `party*, cap:number, signed:boolean`. A star marks a key; when none
 * does, the first column is the key. @throws FanoutError `usage`.
 */
export function columnsOfList(list: string): Column[] {
  const columns = list
    .split(/[,\n]/)
    .map(part => part.trim())
    .filter(Boolean)
    .map(part => {
      const [, name = '', star = '', named = ''] =
        /^([^:*]*)(\*?)(?::\s*(\w+))?\s*(?:\*\s*)?$/.exec(part) ?? [];
      const type = named === '' ? 'text' : TYPES.find(known => known === named.toLowerCase());
      if (name.trim() === '' || !type)
        throw usageError(
          t(
            '{0} is not a column. Columns are names with commas between them; :number, :date or :boolean names a type, * the columns that tell one row from another.',
            cleanLine(part),
          ),
        );
      return { name, description: '', type, key: star !== '' || part.endsWith('*') };
    });
  return checked(columns);
}

/**
 * The columns of a JSON Schema of flat fields; required ones are keys. A list of objects means
 * its items. @throws FanoutError `usage`.
 */
export function columnsOfSchema(json: string): Column[] {
  let schema: unknown;
  try {
    schema = JSON.parse(json);
  } catch {
    throw usageError(t('The schema is not valid JSON. Nothing was sent.'));
  }
  const fields = at(at(schema, 'items') ?? schema, 'properties');
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
    throw usageError(
      t(
        'The schema has no "properties": it has to be an object of flat fields, or a list of such. Nothing was sent.',
      ),
    );
  const required = at(at(schema, 'items') ?? schema, 'required');
  const keys: readonly unknown[] = Array.isArray(required) ? required : [];
  const columns = Object.entries(fields).map(([name, field]: [string, unknown]) => {
    const described = at(field, 'description');
    return {
      name,
      description: typeof described === 'string' ? described : '',
      type: typeOf(name, field),
      key: keys.includes(name),
    };
  });
  // Where every field is required, that says nothing of which one is the key.
  const all = columns.every(column => column.key);
  return checked(all ? columns.map(column => ({ ...column, key: false })) : columns);
}

function typeOf(name: string, field: unknown): Column['type'] {
  const named = at(field, 'type');
  const types: readonly unknown[] = Array.isArray(named) ? named : [named];
  const [type, ...others] = types.filter(one => one !== 'null');
  if (others.length > 0 || type === 'object' || type === 'array')
    throw usageError(
      t(
        'The field {0} of the schema is not flat: only string, number, integer and boolean can be columns. Nothing was sent.',
        cleanLine(name),
      ),
    );
  if (type === 'number' || type === 'integer') return 'number';
  if (type === 'boolean') return 'boolean';
  const format = at(field, 'format');
  return format === 'date' || format === 'date-time' ? 'date' : 'text';
}

const at = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;

function checked(columns: readonly Column[]): Column[] {
  if (columns.length === 0) throw usageError(t('There are no columns. Name at least one.'));
  if (columns.length > MAX_COLUMNS)
    throw usageError(t('{0} columns are too many: at most {1}.', columns.length, MAX_COLUMNS));
  const plain = columns.map(column => ({
    ...column,
    name: cleanLine(column.name).slice(0, MAX_NAME),
    description: cleanLine(column.description).slice(0, MAX_DESCRIPTION),
  }));
  const twice = plain.find(({ name }, i) => plain.findIndex(c => c.name === name) !== i);
  if (twice) throw usageError(t('The column {0} is named twice.', twice.name));
  return plain.some(({ key }) => key) ? plain : plain.map((c, i) => ({ ...c, key: i === 0 }));
}
