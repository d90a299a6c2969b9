import { codePageEncoding, rtfTokens, SPECIAL } from './tokens.ts';

/**
 * The HTML page that a mail program wrapped in rich text (MS-OXRTFEX, section 2.1.3): its tags are in groups of
 * their own, and what only the rich text needs is switched off. Undefined where the text was not made from HTML.
 */
export function encapsulatedHtml(bytes: Uint8Array): string | undefined {
  const rtf = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (!/\\fromhtml1/.test(rtf.slice(0, 4096))) return undefined;
  interface State {
    readonly shown: boolean;
    readonly fallback: number;
  }
  const stack: State[] = [];
  let state: State = { shown: true, fallback: 1 };
  let [html, held, encoding, skipping, off, starred] = ['', '', 'windows-1252', 0, false, false];
  const decode = (): void => {
    if (held !== '') html += new TextDecoder(encoding).decode(Buffer.from(held, 'latin1'));
    held = '';
  };
  for (const token of rtfTokens(rtf)) {
    if (token.kind === 'open') stack.push(state);
    else if (token.kind === 'close') state = stack.pop() ?? state;
    else if (token.kind === 'text') {
      const dropped = Math.min(skipping, token.text.length);
      skipping -= dropped;
      if (state.shown && !off) held += token.text.slice(dropped);
      continue;
    }
    decode();
    if (token.kind !== 'word') {
      skipping = 0;
      continue;
    }
    const { word, value } = token;
    const write = (words: string): void => {
      if (state.shown && !off) html += words;
    };
    if (word === '*') {
      starred = true;
      continue;
    }
    if (starred || HEADS.test(word)) state = { ...state, shown: word === 'htmltag' };
    starred = false;
    if (word === 'htmlrtf') off = value !== 0;
    else if (word === 'ansicpg') encoding = codePageEncoding(value ?? 1252);
    else if (word === 'uc') state = { ...state, fallback: Math.max(0, value ?? 1) };
    else if (word === 'par' || word === 'line') write('\n');
    else if (SPECIAL[word] !== undefined) write(word === '~' ? '&nbsp;' : SPECIAL[word]);
    else if (word === 'u') {
      write(String.fromCharCode((value ?? 0) & 0xffff));
      skipping = state.fallback;
    }
  }
  decode();
  return html;
}

/** Groups that are not part of the page. */
const HEADS = /^(?:fonttbl|colortbl|stylesheet|info|pntext)$/;
