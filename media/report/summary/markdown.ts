/**
 * The part of Markdown a summary uses: paragraphs, headings, lists, emphasis, code and finding ids.
 * It makes data, never HTML; links, images and tags stay the text they are.
 */
export type Inline =
  | { readonly type: 'text' | 'strong' | 'emphasis' | 'code'; readonly text: string }
  | { readonly type: 'finding'; readonly id: string };

export type Block =
  | { readonly type: 'paragraph' | 'heading'; readonly inlines: readonly Inline[] }
  | {
      readonly type: 'list';
      readonly ordered: boolean;
      readonly items: readonly (readonly Inline[])[];
    };

/** A summary longer than this, in UTF-16 code units, is cut: it is read by a person. */
const MAX_MARKDOWN = 60_000;
const MAX_LINE = 8_000;

/** Reads the subset. Ids that `isFinding` does not know stay text. Linear in the text's length. */
export function parseMarkdown(markdown: string, isFinding: (id: string) => boolean): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  let list: { ordered: boolean; items: string[] } | undefined;
  const inline = (text: string): Inline[] => parseInline(text.slice(0, MAX_LINE), isFinding);

  const close = (): void => {
    if (paragraph.length > 0)
      blocks.push({ type: 'paragraph', inlines: inline(paragraph.join(' ')) });
    if (list) blocks.push({ type: 'list', ordered: list.ordered, items: list.items.map(inline) });
    paragraph = [];
    list = undefined;
  };

  for (const line of markdown.slice(0, MAX_MARKDOWN).split(/\r\n|\r|\n/)) {
    const text = line.trim();
    const heading = /^#{1,6} (.*)$/.exec(text);
    const item = /^([-*+]|\d{1,3}[.)]) (.*)$/.exec(text);
    if (text === '' || /^(?:-{3,}|\*{3,}|_{3,})$/.test(text)) close();
    else if (heading) {
      close();
      blocks.push({ type: 'heading', inlines: inline(heading[1] ?? '') });
    } else if (item) {
      const ordered = /^\d/.test(item[1] ?? '');
      if (paragraph.length > 0 || (list && list.ordered !== ordered)) close();
      list ??= { ordered, items: [] };
      list.items.push(item[2] ?? '');
    } else if (list) list.items.push(`${list.items.pop() ?? ''} ${text}`);
    else paragraph.push(text);
  }
  close();
  return blocks;
}

const FINDING_IDS = /^F\d{1,6}(?:(?:,|;| and)? ?F\d{1,6})*$/;

function parseInline(text: string, isFinding: (id: string) => boolean): Inline[] {
  const inlines: Inline[] = [];
  let plain = '';
  let at = 0;
  const flush = (): void => {
    if (plain) inlines.push({ type: 'text', text: plain });
    plain = '';
  };
  // A marker that was not closed once is not closed later either: no second search.
  const unclosed = new Set<string>();
  const closing = (mark: string, from: number): number => {
    if (unclosed.has(mark)) return -1;
    const end = text.indexOf(mark, from);
    if (end === -1) unclosed.add(mark);
    return end;
  };

  while (at < text.length) {
    const mark = /^(?:\*\*|__|[*_`[\\])/.exec(text.slice(at, at + 2))?.[0];
    if (mark === undefined) {
      plain += text[at++] ?? '';
      continue;
    }
    if (mark === '\\') {
      plain += text[at + 1] ?? '';
      at += 2;
      continue;
    }
    if (mark === '[') {
      const inside = text.slice(at + 1, at + 80).split(']', 1)[0] ?? '';
      const ids = FINDING_IDS.test(inside) ? (inside.match(/F\d+/g) ?? []) : [];
      if (text[at + 1 + inside.length] === ']' && ids.length > 0 && ids.some(isFinding)) {
        flush();
        ids.forEach((id, i) => {
          if (i > 0) inlines.push({ type: 'text', text: ' ' });
          inlines.push(isFinding(id) ? { type: 'finding', id } : { type: 'text', text: id });
        });
        at += inside.length + 2;
        continue;
      }
      plain += '[';
      at += 1;
      continue;
    }
    const start = at + mark.length;
    const end = closing(mark, start);
    const inside = end === -1 ? '' : text.slice(start, end);
    const opens = mark === '`' || (inside !== '' && inside === inside.trim());
    const insideWord = mark.startsWith('_') && /\w/.test(text[at - 1] ?? ' ');
    if (end === -1 || inside === '' || !opens || insideWord) {
      plain += mark;
      at = start;
      continue;
    }
    flush();
    if (mark === '`') inlines.push({ type: 'code', text: inside });
    else {
      const type = mark.length === 2 ? 'strong' : 'emphasis';
      // Emphasis holds text and finding ids; a mark inside another is shown as it is.
      for (const part of parseInline(inside, isFinding))
        inlines.push(part.type === 'finding' ? part : { type, text: part.text });
    }
    at = end + mark.length;
  }
  flush();
  return inlines;
}
