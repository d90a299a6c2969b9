/** A piece of a line: plain, strong, emphasized, or a reference to a finding. */
export interface Inline {
  readonly kind: 'text' | 'strong' | 'em' | 'ref';
  readonly text: string;
}

export interface Block {
  readonly kind: 'paragraph' | 'list';
  /** A paragraph has one item. */
  readonly items: readonly (readonly Inline[])[];
}

/**
 * Reads the Markdown a summary may have: paragraphs, `-` lists, `**strong**`, `*em*` and `[F12]`.
 * Everything else is text, so a renderer that escapes text shows nothing it should not.
 */
export function readRichText(markdown: string): Block[] {
  const blocks: Block[] = [];
  for (const part of markdown.split(/\n[ \t]*\n/)) {
    let lines: string[] = [];
    let items: string[] = [];
    const flush = () => {
      if (lines.length > 0)
        blocks.push({ kind: 'paragraph', items: [readInline(lines.join(' '))] });
      if (items.length > 0) blocks.push({ kind: 'list', items: items.map(readInline) });
      lines = [];
      items = [];
    };
    for (const line of part.split('\n')) {
      const text = line.trim();
      if (text === '') continue;
      if (/^[-*] /.test(text)) {
        if (lines.length > 0) flush();
        items.push(text.slice(2).trim());
      } else if (items.length > 0) items.push(`${items.pop() ?? ''} ${text}`);
      else lines.push(text);
    }
    flush();
  }
  return blocks;
}

const INLINE = /\*\*([^*\n]+)\*\*|\*([^*\s][^*\n]*)\*|\[(F\d+)\]/g;

function readInline(line: string): Inline[] {
  const parts: Inline[] = [];
  let at = 0;
  for (const match of line.matchAll(INLINE)) {
    if (match.index > at) parts.push({ kind: 'text', text: line.slice(at, match.index) });
    const [all, strong, em, ref] = match;
    if (strong !== undefined) parts.push({ kind: 'strong', text: strong });
    else if (em !== undefined) parts.push({ kind: 'em', text: em });
    else if (ref !== undefined) parts.push({ kind: 'ref', text: ref });
    at = match.index + all.length;
  }
  if (at < line.length) parts.push({ kind: 'text', text: line.slice(at) });
  return parts;
}
