import type { ModelRequest } from '../../core/ports/model.ts';

/** One message for a model that knows neither system prompts nor schemas. */
export const promptOf = ({ system, shared, task, schema }: ModelRequest): string =>
  [
    system,
    shared,
    task,
    'Answer with one JSON object and nothing else: no explanation, no code fence. It must fit this JSON Schema:',
    JSON.stringify(schema),
  ].join('\n\n');

/** The JSON object in an answer that may have words or a fence around it. */
export function jsonIn(text: string): string {
  const start = text.indexOf('{');
  const end = text.lastIndexOf('}');
  return start >= 0 && end > start ? text.slice(start, end + 1) : text;
}
