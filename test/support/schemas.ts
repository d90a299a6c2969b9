// Makes the JSON Schemas of the report and the plan from their types: `npm run schemas`.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { createGenerator } from 'ts-json-schema-generator';

const ROOT = path.join(import.meta.dirname, '../..');

/** Schema file, the type it is of, and where that is. */
const SCHEMAS = [
  {
    file: 'src/core/report/report.schema.json',
    type: 'Report',
    source: 'src/core/report/reportFormat.ts',
    title: 'Fanout Review report',
    description:
      'The result of one run. Offsets are UTF-16 code units into the source as it was in the run, ends exclusive. Lines and columns are 1-based. New properties may be added without a new schemaVersion.',
  },
  {
    file: 'src/core/report/plan.schema.json',
    type: 'Plan',
    source: 'src/core/report/plan.ts',
    title: 'Fanout Review plan',
    description:
      'What a run would do, before anything is sent. Offsets are UTF-16 code units into the source as it was in the run, ends exclusive. Lines and columns are 1-based. New properties may be added without a new schemaVersion.',
  },
] as const;

/** Each schema file with the text that its type gives. */
export async function makeSchemas(): Promise<{ readonly file: string; readonly text: string }[]> {
  const made = [];
  for (const { file, type, source, title, description } of SCHEMAS) {
    const schema = createGenerator({
      path: path.join(ROOT, source),
      tsconfig: path.join(ROOT, 'tsconfig.json'),
      type,
      // Readers of an earlier version must accept the properties of a later one.
      additionalProperties: true,
      topRef: false,
      skipTypeCheck: true,
    }).createSchema(type);
    const { $schema, definitions, ...top } = schema;
    const whole = { $schema, title, ...top, description, definitions };
    const target = path.join(ROOT, file);
    const options = { ...(await resolveConfig(target)), filepath: target };
    made.push({ file: target, text: await format(JSON.stringify(whole), options) });
  }
  return made;
}

if (pathToFileURL(process.argv[1] ?? '').href === import.meta.url)
  for (const { file, text } of await makeSchemas())
    if (readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
