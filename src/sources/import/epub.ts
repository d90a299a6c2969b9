import { count } from '../../core/format/format.ts';
import type { PageMark } from '../../core/domain/source.ts';
import { decode } from '../files/decode.ts';
import { linkedAddresses } from '../markup/linkedAddresses.ts';
import { flatWords, tooMuchText } from './blocks.ts';
import { hiddenWords, htmlText, paragraphMarks } from './html.ts';
import { MAX_TEXT, type Imported, type ImportOptions, type NotImported } from './imported.ts';
import { MANY_PARTS, relativePart } from './opc.ts';
import { child, descendants, elements, textOf, xmlTree } from './word/xmlTree.ts';
import { readZip } from './zip.ts';
import { t } from '../../core/text/l10n.ts';

const LIMITS = { maxEntries: MANY_PARTS, maxBytes: 128 * 1024 * 1024, maxRatio: 100 };
/** Pictures, fonts and sound are never unpacked. Style sheets are: they may hide text. */
const WANTED =
  /(?:^META-INF\/(?:container|encryption)\.xml|\.(?:opf|xhtml|html|htm|xml|svg|css))$/i;

/**
 * The text of an e-book in its reading order: chapters as their reader sees them, under the headings that they have.
 * Parts that are not in that order (a navigation list, most often) are not shown by readers and not read.
 * @throws ZipProblem
 */
export async function importEpub(
  bytes: Uint8Array,
  options: ImportOptions,
): Promise<Imported | NotImported> {
  const entries = new Map(
    readZip(bytes, name => WANTED.test(name), LIMITS).map(({ name, data }) => [name, data]),
  );
  const container = entries.get('META-INF/container.xml');
  if (!container) return { reason: t('not an e-book') };
  const encryption = entries.get('META-INF/encryption.xml');
  // Fonts may be scrambled; text may not.
  if (
    encryption &&
    /CipherReference[^>]*\.(?:x?html?|xml)"/i.test(new TextDecoder().decode(encryption))
  )
    return { reason: t('encrypted: a book under copy protection is not read') };
  const root = descendants(xmlTree(container, { doctype: true }), 'rootfile')[0];
  const main = root?.attributes['full-path'] ?? '';
  const packed = entries.get(main);
  if (!packed) return { reason: t('damaged: its list of chapters is missing') };
  const book = xmlTree(packed, { doctype: true });
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const items = new Map(
    descendants(book, 'item').map(({ attributes }) => [attributes['id'] ?? '', attributes]),
  );
  const title = flatWords(textOf(descendants(book, 'dc:title')[0] ?? book).slice(0, 300));
  const titles = chapterTitles([...items.values()], name => {
    const data = entries.get(relativePart(folder, name));
    const decoded = data && decode(data);
    return decoded && 'text' in decoded ? decoded.text : '';
  });
  const marks: PageMark[] = [];
  let text = '';
  const seen = new Set<object>();
  let [hidden, unhidden, marked] = [0, 0, 0];
  let lost = 0;
  let chapters = 0;
  let pictures = 0;
  for (const ref of elements(child(book, 'spine') ?? book)) {
    const item = ref.name === 'itemref' ? items.get(ref.attributes['idref'] ?? '') : undefined;
    // A chapter that is listed twice is read once: a few bytes could repeat it a million times.
    if (!item || seen.has(item)) continue;
    seen.add(item);
    chapters += 1;
    if (/^image\/(?!svg)/.test(item['media-type'] ?? '')) {
      pictures += 1;
      continue;
    }
    const data = entries.get(relativePart(folder, pathOf(item['href'] ?? '')));
    const decoded = data && decode(data);
    if (!decoded || 'reason' in decoded) {
      lost += 1;
      continue;
    }
    if (isNavigation(item)) continue;
    const chapter = relativePart(folder, pathOf(item['href'] ?? ''));
    const linked = new Map(
      linkedAddresses(decoded.text).flatMap(href => {
        const sheet = entries.get(
          relativePart(chapter.slice(0, chapter.lastIndexOf('/') + 1), pathOf(href)),
        );
        return sheet ? [[href, new TextDecoder().decode(sheet)] as const] : [];
      }),
    );
    const page = await htmlText(asHtml(decoded.text), { hidden: options.hidden, linked });
    hidden += page.hidden;
    unhidden += page.unhidden;
    marked += page.marked;
    if (page.text === '') continue;
    if (text !== '') text += '\n';
    const name = titles.get(item['href'] ?? '');
    const own =
      name !== undefined && !/^#{1,6} /m.test(page.text) ? titled(page.text, name) : page.text;
    for (const mark of paragraphMarks(own, text.length)) marks.push(mark);
    text += own;
    if (text.length > MAX_TEXT) return { reason: tooMuchText() };
  }
  if (text === '') return { reason: chapters === 0 ? t('no chapters in it') : t('no text in it') };
  const told = hiddenWords({ hidden, unhidden, marked });
  return {
    text,
    kind: 'markdown',
    languageId: 'markdown',
    pages: marks,
    ...(told.length > 0 ? { told } : {}),
    ...(lost > 0
      ? {
          textless: {
            where: count(lost, 'chapter'),
            reason:
              title === ''
                ? t('missing or damaged in the book')
                : t('missing or damaged in “{0}”', title),
          },
        }
      : pictures > 0
        ? { textless: { where: count(pictures, 'page'), reason: t('pictures, without text') } }
        : {}),
  };
}

/** The path in an address. A file name may contain a percent sign, which is then no escape. */
function pathOf(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}

const isNavigation = ({ properties }: Readonly<Record<string, string>>): boolean =>
  /(?:^|\s)nav(?:\s|$)/.test(properties ?? '');

/**
 * Chapter titles by file, from the table of contents: many books have no headings in their chapters.
 * Files are named as in the list of parts, to which a list of contents beside it leads.
 */
function chapterTitles(
  items: readonly Readonly<Record<string, string>>[],
  textAt: (name: string) => string,
): ReadonlyMap<string, string> {
  const titles = new Map<string, string>();
  const lists = items.filter(
    item => isNavigation(item) || item['media-type'] === 'application/x-dtbncx+xml',
  );
  for (const { href = '' } of lists) {
    const folder = href.slice(0, href.lastIndexOf('/') + 1);
    const list = textAt(pathOf(href));
    for (const [, link, words, label, source] of list.matchAll(
      /<a\s(?:[^<>]*?\s)?href="([^"#<>]*)[^"<>]*"[^<>]*>((?:(?!<\/?a\b)[^])*)<\/a>|<text>([^<]*)<\/text>\s*<\/navLabel>\s*<content\s(?:[^<>]*?\s)?src="([^"#<>]*)/g,
    )) {
      const name = relativePart(folder, link ?? source ?? '');
      const title = flatWords(unescapeXml((words ?? label ?? '').replace(/<[^>]*>/g, '')));
      if (title !== '' && !titles.has(name)) titles.set(name, title);
    }
  }
  return titles;
}

/** A chapter under its title. A first paragraph with the same words becomes the heading. */
function titled(text: string, title: string): string {
  const first = text.slice(0, text.indexOf('\n'));
  const isTitle = flatWords(first).toLowerCase() === title.toLowerCase();
  return isTitle ? `# ${text}` : `# ${title}\n\n${text}`;
}

const unescapeXml = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-f]{1,6});/gi, (whole, name: string) => {
    const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
    if (name.startsWith('#')) return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    return { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }[name.toLowerCase()] ?? whole;
  });

/** XHTML closes elements where HTML cannot: `<title/>` would swallow the page. */
const asHtml = (xhtml: string): string =>
  xhtml
    .replace(/^\ufeff?\s*<\?xml[^>]*\?>/, '')
    .replace(
      /<((?:title|script|style|a|span|p|div|i|b|em|strong|textarea|h[1-6]|td|th|li|section|iframe)\b[^<>]*?)\/>/gi,
      (_, open: string) => `<${open}></${/^\w+/.exec(open)![0]}>`,
    )
    .replace(/<!\[CDATA\[|\]\]>/g, '');
