import type { WordOptions } from '../imported.ts';
import { equationText } from './equation.ts';
import { isSeenOn, type Behind } from './ink.ts';
import { ownLook, type ParagraphStyle, type Styles } from './styles.ts';
import { symbolText } from './symbols.ts';
import { countUnseen, type Tally } from './tally.ts';
import { child, descendants, elements, numberOf, switchOf, valueOf, type Xml } from './xmlTree.ts';

/** The words of a paragraph as its runs hold them, and what hangs on it. */
export interface ParagraphText {
  readonly text: string;
  /** Which elements the text is in, in order; what is made (marks of changes, equations) is in none. */
  readonly pieces: readonly Piece[];
  /** Every letter of it is bold. */
  readonly bold: boolean;
  /** What occurs in text boxes that are anchored in it. */
  readonly boxes: readonly Xml[];
  /** Charts and diagrams that are anchored in it, by the id of their part. */
  readonly drawings: readonly { readonly id: string; readonly xml: Xml }[];
  /** Ids of what is noted at it, in order. */
  readonly notes: readonly {
    readonly kind: 'footnote' | 'endnote' | 'comment';
    readonly id: string;
    readonly on?: string;
    /** What refers to it. */
    readonly xml: Xml;
  }[];
}

/** Where some of a paragraph's text occurs in the part. */
export interface Piece {
  /** Offset into the paragraph's text, in UTF-16 code units. */
  readonly at: number;
  readonly length: number;
  /** `w:t` or `w:delText`, whose content it is letter for letter; else what Word shows it for: a tab, a break, a sign. */
  readonly xml: Xml;
  readonly run: Xml;
}

export interface InlineReader {
  /** `behind`: what the paragraph is on. */
  read(paragraph: Xml, style: ParagraphStyle, behind: Behind): ParagraphText;
}

interface Inside {
  readonly inserted?: boolean;
  readonly deleted?: boolean;
}

/** Elements that refer to the part of a chart or diagram, with the attribute that names it. */
const DRAWN = { 'c:chart': 'r:id', 'dgm:relIds': 'r:dm' } as const;

type Change = 'inserted' | 'deleted';
type Note = ParagraphText['notes'][number];

/** Reads the runs of paragraphs in order: fields and comments may reach over several. */
export function inlineReader(styles: Styles, options: WordOptions, tally: Tally): InlineReader {
  /** Of the fields that are open: whether their code (not shown) or their result is being read. */
  const fields: ('code' | 'result')[] = [];
  const commented = new Map<string, string>();
  const notesSeen = { footnote: 0, endnote: 0 };

  return {
    read: (paragraph, style, behind) => {
      let text = '';
      let [bold, plain] = [0, 0];
      const boxes: Xml[] = [];
      const drawings: ParagraphText['drawings'][number][] = [];
      const notes: Note[] = [];
      const pieces: Piece[] = [];
      let open: Change | undefined;
      let author: string | undefined;

      const mark = (change: Change | undefined): void => {
        if (options.changes !== 'both' || change === open) return;
        if (open) text += open === 'inserted' ? '++}' : '--}';
        if (change) text += change === 'inserted' ? '{++' : '{--';
        open = change;
      };
      const isShown = (): boolean => !fields.includes('code');
      const add = (words: string): void => {
        text += words;
        for (const [id, before] of commented)
          if (before.length < 200) commented.set(id, before + words);
      };

      const run = (xml: Xml, inside: Inside): void => {
        const change = inside.deleted ? 'deleted' : inside.inserted ? 'inserted' : undefined;
        if (change === 'deleted' && options.changes === 'accepted') return;
        if (change === 'inserted' && options.changes === 'rejected') return;
        const properties = child(xml, 'w:rPr');
        const look = {
          ...style,
          ...style.ink,
          ...styles.character(valueOf(properties, 'w:rStyle')),
          ...ownLook(properties),
        };
        const isHidden = look.hidden || !isSeenOn(look, behind);
        const aside = isHidden ? 'hidden' : look.struck ? 'struck' : undefined;
        const own: Piece[] = [];
        let joined = '';
        for (const part of elements(xml)) {
          const said = runPart(part);
          if (said === '' || !isShown()) continue;
          own.push({ at: joined.length, length: said.length, xml: part, run: xml });
          joined += said;
        }
        let said = joined;
        if (said === '') return;
        if (aside !== undefined && said.trim() !== '') {
          countUnseen(tally, aside, text);
          if (!options.hidden) return;
          said = `[${aside === 'hidden' ? 'hidden' : 'struck out'}: ${said.trim()}]`;
        }
        if (valueOf(properties, 'w:vertAlign') === 'superscript') said = raised(text, said);
        mark(change);
        put(said, joined, own);
        add(said);
        const letters = said.replace(/[^\p{L}\p{N}]/gu, '').length;
        if (look.bold === true) bold += letters;
        else plain += letters;
      };

      /** Marks may surround the text of a run. */
      const put = (said: string, joined: string, own: readonly Piece[]): void => {
        const kept = joined.trim();
        const shift = said === joined ? 0 : said.indexOf(kept) - joined.indexOf(kept);
        const end = said === joined ? said.length : said.indexOf(kept) + kept.length;
        for (const piece of own) {
          const at = Math.max(0, piece.at + shift);
          const length = Math.min(piece.length, end - at);
          if (length > 0) pieces.push({ ...piece, at: text.length + at, length });
        }
      };

      const runPart = (part: Xml): string => {
        switch (part.name) {
          case 'w:t':
          case 'w:delText':
            return part.children.filter(one => typeof one === 'string').join('');
          case 'w:tab':
          case 'w:ptab':
            return '\t';
          case 'w:br':
            return /^(?:page|column)$/.test(part.attributes['w:type'] ?? '') ? '' : '\n';
          case 'w:cr':
            return '\n';
          case 'w:noBreakHyphen':
            return '-';
          case 'w:sym':
            return symbolText(part.attributes['w:font'] ?? '', part.attributes['w:char'] ?? '');
          case 'w:fldChar':
            return field(part);
          case 'w:ruby':
            return runsText(child(part, 'w:rubyBase'));
          case 'w:footnoteReference':
          case 'w:endnoteReference': {
            const kind = part.name === 'w:footnoteReference' ? 'footnote' : 'endnote';
            notesSeen[kind] += 1;
            notes.push({ kind, id: part.attributes['w:id'] ?? '', xml: part });
            return `[${kind === 'footnote' ? 'fn' : 'en'} ${notesSeen[kind]}]`;
          }
          case 'w:commentReference': {
            const id = part.attributes['w:id'] ?? '';
            notes.push({ kind: 'comment', id, on: commented.get(id) ?? '', xml: part });
            commented.delete(id);
            return '';
          }
          case 'mc:AlternateContent':
            shape(child(part, 'mc:Choice') ?? child(part, 'mc:Fallback'), part);
            return signText(part);
          case 'w:drawing':
          case 'w:pict':
          case 'w:object':
            shape(part, part);
            return '';
          default:
            return '';
        }
      };

      const shape = (xml: Xml | undefined, inRun: Xml): void => {
        if (!xml) return;
        boxes.push(...descendants(xml, 'w:txbxContent'));
        for (const [name, id] of Object.entries(DRAWN))
          for (const { attributes } of descendants(xml, name))
            drawings.push({ id: attributes[id] ?? '', xml: inRun });
        for (const name of ['a:blip', 'v:imagedata'])
          tally.pictures += descendants(xml, name).length;
      };

      const field = (part: Xml): string => {
        const type = part.attributes['w:fldCharType'];
        if (type === 'begin') {
          const said = formValue(child(part, 'w:ffData'));
          // The field shows its value; its code is hidden.
          const isOuterShown = isShown();
          fields.push('code');
          if (said !== '' && isOuterShown) add(said);
        } else if (type === 'separate' && fields.length > 0) fields[fields.length - 1] = 'result';
        else if (type === 'end') fields.pop();
        return '';
      };

      const walk = (xml: Xml, inside: Inside): void => {
        for (const part of elements(xml)) {
          switch (part.name) {
            case 'w:r':
              run(part, inside);
              break;
            case 'w:ins':
            case 'w:moveTo':
              counted(part, 'insertions');
              walk(part, { ...inside, inserted: true });
              break;
            case 'w:del':
            case 'w:moveFrom':
              counted(part, 'deletions');
              walk(part, { ...inside, deleted: true });
              break;
            case 'w:commentRangeStart':
              commented.set(part.attributes['w:id'] ?? '', '');
              break;
            case 'm:oMath':
            case 'm:oMathPara':
              mark(undefined);
              add(equationText(part));
              break;
            case 'w:sdt': {
              const content = child(part, 'w:sdtContent');
              const before = text.length;
              if (content) walk(content, inside);
              const box = child(child(part, 'w:sdtPr'), 'w14:checkbox');
              if (box && text.length === before) add(isChecked(box) ? '☒' : '☐');
              break;
            }
            case 'mc:AlternateContent': {
              const chosen = child(part, 'mc:Choice') ?? child(part, 'mc:Fallback');
              if (chosen) walk(chosen, inside);
              break;
            }
            case 'w:hyperlink':
            case 'w:smartTag':
            case 'w:customXml':
            case 'w:fldSimple':
            case 'w:dir':
            case 'w:bdo':
              walk(part, inside);
              break;
            default:
          }
        }
      };

      const counted = (part: Xml, kind: 'insertions' | 'deletions'): void => {
        const by = part.attributes['w:author'] ?? '';
        if (by !== '') tally.authors.add(by);
        if (author !== `${kind} ${by}`) tally[kind] += 1;
        author = `${kind} ${by}`;
      };

      walk(paragraph, {});
      mark(undefined);
      return { text, pieces, bold: bold > 0 && plain === 0, boxes, drawings, notes };
    },
  };
}

/** A sign such as an emoji that newer versions of Word draw; older ones show the text in its fallback. */
const signText = (alternatives: Xml): string =>
  elements(child(alternatives, 'mc:Choice') ?? alternatives).some(({ name }) => name === 'symEx')
    ? runsText(child(alternatives, 'mc:Fallback'))
    : '';

const runsText = (xml: Xml | undefined): string =>
  xml
    ? descendants(xml, 'w:t')
        .flatMap(({ children }) => children.filter(one => typeof one === 'string'))
        .join('')
    : '';

const isChecked = (box: Xml): boolean =>
  /^(?:1|true|on)$/.test(child(box, 'w14:checked')?.attributes['w14:val'] ?? '0');

/** What an older form field shows: a box, or the chosen entry. */
function formValue(form: Xml | undefined): string {
  const box = child(form, 'w:checkBox');
  if (box) return (switchOf(box, 'w:checked') ?? switchOf(box, 'w:default')) ? '☒' : '☐';
  const list = child(form, 'w:ddList');
  if (!list) return '';
  const entries = elements(list).filter(one => one.name === 'w:listEntry');
  return (
    entries[numberOf(list, 'w:result') ?? numberOf(list, 'w:default') ?? 0]?.attributes['w:val'] ??
    ''
  );
}

/** Raised digits right after a word or number are a power; 10 to the 6th must not read 106. */
const raised = (before: string, said: string): string =>
  /^[-+]?\d+$/.test(said) && /[\p{L}\d)]$/u.test(before.slice(-2)) ? `^${said}` : said;

/** Control characters that XML lets through, and blanks as one. */
export const tidy = (text: string): string =>
  text
    .replace(/(?![\n\t])[\p{Cc}]/gu, '')
    .replaceAll('\u00ad', '')
    .replace(/[ \t\u00a0]{2,}|\t/g, ' ')
    .split('\n')
    .map(line => line.trim())
    .join('\n')
    .trim()
    .toWellFormed();
