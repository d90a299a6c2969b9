import { HttpError } from './failures/failures.ts';

/** Largest answer that arrives as one piece of JSON: what watches over the stream breaks off larger ones too. */
const MAX_JSON_CHARS = 8 * 1024 * 1024;

interface Told {
  readonly notAnswer: () => Error;
  /** The server has said that its stream is complete. */
  readonly onDone: () => void;
}

/**
 * A response as the stream of events that an SDK reads, whatever form the server gave it: one JSON value or a
 * line of JSON per event instead of a stream, keep-alives without content, a stream under another type. Rejects
 * with HttpError for JSON that is no answer, and with what `notAnswer` gives for a web page.
 * `headers` are the server's.
 */
export async function asEvents(
  response: Response,
  headers: Headers,
  { notAnswer, onDone }: Told,
): Promise<Response> {
  if (!response.body) return response;
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const begun: Uint8Array[] = [];
  let first = '';
  while (first === '') {
    const { done, value } = await reader.read();
    if (done) break;
    begun.push(value);
    first = FIRST_SIGN.exec(latin1(value))?.[0] ?? '';
  }
  if (first === '<') {
    await reader.cancel().catch(() => undefined);
    throw notAnswer();
  }
  const next = async (): Promise<Uint8Array | undefined> =>
    begun.shift() ?? (await reader.read()).value;
  // Lines of JSON are read as they come; everything else that is JSON is one answer.
  const isLines = /ndjson|jsonl|json-seq/i.test(headers.get('content-type') ?? '');
  const isJson = !isLines && (first === '{' || first === '[');
  const body = isJson
    ? asOneStream(await wholeText(next), headers)
    : tidied(next, reader, headers, onDone);
  if (isJson) onDone();
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream' },
  });
}

type Next = () => Promise<Uint8Array | undefined>;

/** Bytes as Latin-1, which keeps each of them. */
const latin1 = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('latin1');

/** Behind white space and a byte-order mark. */
const FIRST_SIGN = /[^\s\u00EF\u00BB\u00BF]/;

async function wholeText(next: Next): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for (let bytes = await next(); bytes && text.length < MAX_JSON_CHARS; bytes = await next())
    text += decoder.decode(bytes, { stream: true });
  return text;
}

/**
 * The event that reports a whole answer. Both SDKs hand on what an event of this name holds, and the readers
 * of streams know whole answers.
 */
const WHOLE = 'completion';

function asOneStream(text: string, headers: Headers): string {
  const values = jsonValues(text).map(unwrapped);
  if (!values.some(isAnswer)) throw new HttpError(200, headers, text);
  const events = values.map(value => `event: ${WHOLE}\ndata: ${JSON.stringify(value)}\n\n`);
  return `${events.join('')}data: [DONE]\n\n`;
}

/** Gateways that put a status beside the answer put the answer into a field. */
function unwrapped(value: unknown): unknown {
  if (isAnswer(value) || typeof value !== 'object' || value === null) return value;
  const { data, result, response } = value as Readonly<Record<string, unknown>>;
  return [data, result, response].find(isAnswer) ?? value;
}

/** One value, the items of an array, or one value a line; none when it is not JSON. */
function jsonValues(text: string): unknown[] {
  const parsed = parse(text);
  if (parsed !== undefined) return Array.isArray(parsed) ? parsed : [parsed];
  const lines = text.split('\n').filter(line => line.trim() !== '');
  const values = lines.map(parse);
  return values.includes(undefined) ? [] : values;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** An answer of one of the protocols, or a part of one. */
const isAnswer = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (['choices', 'output', 'content'] as const).some(
    name => name in value && Array.isArray((value as Record<string, unknown>)[name]),
  );

/**
 * Lines that say nothing, a word or a number to keep the stream alive, an error, bare JSON between the events, a name
 * of a field twice, events without a blank line between them.
 */
const ODD_LINE =
  /^(?:data:[ \t]*(?:[\w -]*|\[[Dd][Oo][Nn][Ee]\])[ \t]*\r?$|data:[ \t]*data:|data:.*\r?\ndata:|event:(?! ?(?:message|content_block|response\.|completion))|\{)/m;
const DATA = /^(?:data:[ \t]*)+(.*?)[ \t]*\r?$/;
/** Names of events that readers of streams know; any other says nothing that its data does not. */
const KNOWN_EVENT = /^(?:ping|error|message|content_block|response\.|completion)/;
const DONE = /^\[done\]$/i;
const BARE_WORDS = /^[\w -]*$/;
const BOM = '\u00EF\u00BB\u00BF';

/** Takes the quirks out of lines of a stream, one after the other. */
function createTidier(onDone: () => void): (lines: string) => string {
  let event = '';
  let before: string | undefined;
  let isOdd = false;
  const tidyLine = (line: string): string => {
    if (line.startsWith('event:')) {
      event = line.slice('event:'.length).trim();
      // An event without data is read as JSON all the same.
      if (!KNOWN_EVENT.test(event)) return ':';
    } else if (line.trim() === '') [event, before] = ['', undefined];
    if (line.startsWith('{')) return `data: ${line}\n`;
    const data = DATA.exec(line)?.[1];
    if (data === undefined) return line;
    // Where the data before it is complete, this is another event.
    const isNext = before !== undefined && (DONE.test(data) || parse(before) !== undefined);
    const gap = isNext ? '\n' : '';
    if (DONE.test(data)) {
      onDone();
      return `${gap}data: [DONE]`;
    }
    const isRest = before !== undefined && !isNext;
    before = isRest ? `${before}\n${data}` : data;
    if (isRest || !BARE_WORDS.test(data)) return `${gap}data: ${data}`;
    if (event === 'error' && data !== '') return `data: ${JSON.stringify({ error: data })}`;
    // An event without data is read as JSON all the same.
    return event === '' || !KNOWN_EVENT.test(event) ? ':' : 'data: {}';
  };
  return lines => {
    // A stream that is odd once is read line by line from there on: what is odd may span what arrives together.
    isOdd ||= ODD_LINE.test(lines);
    return isOdd ? lines.split('\n').map(tidyLine).join('\n') : lines;
  };
}

const IS_FIELD = /^(?:data|event|id|retry)?:|^[{[]/m;
/** Longest text, in bytes, that is an error message under a status of success. */
const MAX_PLAIN = 4_000;
/** Words, and not the beginning of a stream. */
const isMessage = (bytes: string): boolean =>
  !/[^\P{Cc}\s\x80-\x9f]/u.test(bytes) && /^.{5,}\s.{5,}/s.test(bytes.trim());
const utf8 = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8');

/** A stream of events in whole lines, without its quirks. */
function tidied(
  next: Next,
  reader: ReadableStreamDefaultReader<Uint8Array>,
  headers: Headers,
  onDone: () => void,
): ReadableStream<Uint8Array> {
  const tidy = createTidier(onDone);
  /** The beginning of what is no stream: nothing but text. */
  let plain: string | undefined = '';
  let kept = '';
  let isFirst = true;
  const whole = (bytes: Uint8Array): string => {
    const text = kept + latin1(bytes);
    const end = text.lastIndexOf('\n') + 1;
    kept = text.slice(end);
    const lines = text.slice(0, end);
    if (end === 0 || !isFirst) return lines;
    isFirst = false;
    return lines.startsWith(BOM) ? lines.slice(BOM.length) : lines;
  };
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      for (;;) {
        const bytes = await next();
        const lines = bytes ? whole(bytes) : kept;
        if (plain !== undefined) plain = IS_FIELD.test(lines) ? undefined : plain + lines;
        if (plain !== undefined && plain.length > MAX_PLAIN) plain = undefined;
        if (!bytes && plain !== undefined && isMessage(plain))
          return controller.error(new HttpError(200, headers, utf8(plain)));
        if (lines !== '') controller.enqueue(Buffer.from(tidy(lines), 'latin1'));
        if (!bytes) return controller.close();
        if (lines !== '') return;
      }
    },
    cancel: reason => reader.cancel(reason),
  });
}
