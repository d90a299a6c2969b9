import type { LogOutputChannel } from 'vscode';
import type { LogFields, Logger } from '../../core/ports/ports.ts';
import type { Redactor } from '../models/redact.ts';

type Sink = Pick<LogOutputChannel, 'info' | 'warn' | 'error'>;

/**
 * The engine's log in the editor's output view: a sentence and named scalars, never text of a
 * document, a header, a URL with a query or an error object. Everything passes the redactor.
 */
export function logger(sink: Sink, redactor: Redactor): Logger {
  const line = (message: string, fields?: LogFields): string => {
    const named = Object.entries(fields ?? {})
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name}=${oneLine(String(value))}`);
    return redactor.redact([oneLine(message), ...named].join(' '));
  };
  return {
    info: (message, fields) => {
      sink.info(line(message, fields));
    },
    warn: (message, fields) => {
      sink.warn(line(message, fields));
    },
    error: (message, fields) => {
      sink.error(line(message, fields));
    },
  };
}

/** Logged values must not be able to forge lines of their own. */
const oneLine = (text: string): string =>
  // eslint-disable-next-line no-control-regex
  text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').slice(0, 2000);
