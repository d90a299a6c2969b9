/** What an error says of itself, wherever its server puts that. */
export interface ErrorText {
  /** The texts of all levels, the outermost first; undefined when there is none. */
  readonly text: string | undefined;
  /** Codes and types of all levels, in lower case. */
  readonly codes: readonly string[];
  /** The first code that is an HTTP status of an error. */
  readonly status: number | undefined;
}

/** Where servers and gateways put the text of an error, or an object that holds it. */
const TEXTS = [
  'message',
  'msg',
  'error',
  'errors',
  'detail',
  'error_description',
  'error_message',
  'error_msg',
  'errmsg',
  'err_msg',
  'status_msg',
  'description',
  'base_resp',
  'metadata',
  'raw',
  'Message',
  'reason',
  'title',
  'details',
  'cause',
  'response',
  'body',
] as const;
const CODES = [
  'code',
  'type',
  'status',
  'error_code',
  'error_type',
  'status_code',
  'err_code',
] as const;
/** Lengths that some servers give as fields, by the words that say what they are. */
const LENGTHS: Readonly<Record<string, string>> = {
  n_ctx: 'context size',
  max_model_len: 'maximum context length',
  context_length: 'context length',
  max_context_length: 'maximum context length',
  n_prompt_tokens: 'prompt of',
  prompt_tokens: 'prompt of',
};
const MAX_DEPTH = 6;
const MAX_ITEMS = 5;
const MAX_TEXTS = 6;

/** Reads an error's body, parsed or as text; JSON inside of its strings too. Pure. */
export function errorText(body: unknown): ErrorText {
  const texts: string[] = [];
  const codes: string[] = [];
  let status: number | undefined;
  const walk = (value: unknown, depth: number): void => {
    if (depth > MAX_DEPTH || texts.length >= MAX_TEXTS) return;
    if (typeof value === 'string') {
      const inner = jsonIn(value);
      if (inner !== undefined) return walk(inner, depth + 1);
      const text = value.trim();
      if (text !== '' && !texts.some(known => known.includes(text))) texts.push(text);
      return;
    }
    if (Array.isArray(value)) {
      for (const item of value.slice(0, MAX_ITEMS)) walk(item, depth + 1);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const fields = value as Readonly<Record<string, unknown>>;
    for (const name of CODES) {
      const code = fields[name];
      if (typeof code !== 'string' && typeof code !== 'number') continue;
      const number = Number(code);
      if (Number.isInteger(number) && number >= 400 && number < 600) status ??= number;
      else codes.push(String(code).toLowerCase());
    }
    for (const name of TEXTS) if (Object.hasOwn(fields, name)) walk(fields[name], depth + 1);
    for (const [name, words] of Object.entries(LENGTHS)) {
      const length = fields[name];
      if (
        typeof length === 'number' &&
        length > 0 &&
        !texts.some(known => known.includes(`${length}`))
      )
        texts.push(`${words} ${length} tokens`);
    }
  };
  walk(body, 0);
  return { text: texts.length === 0 ? undefined : texts.join(': '), codes, status };
}

/** An object or array that a string holds, as gateways hand on what they were told. */
function jsonIn(text: string): unknown {
  if (!/^\s*[[{]/.test(text) || text.length > 64 * 1024) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
