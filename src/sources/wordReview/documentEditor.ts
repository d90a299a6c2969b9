import { escapeXml } from '../../core/text/xml.ts';
import { joinList } from '../../core/format/format.ts';
import { textDiff } from '../../core/text/textDiff.ts';
import { child, type Xml } from '../import/word/xmlTree.ts';
import { inserted, RANK, type Insertion } from './insertions.ts';
import {
  isWords,
  type Hunk,
  type Located,
  type LocatedHunk,
  type Spot,
  type WordMap,
} from './locate.ts';
import { REVIEWER } from '../import/word/tally.ts';
import { runInsertions, type Deletion, type Mark } from './runEdits.ts';
import { surroundings } from './surroundings.ts';
import { contentOffsets, namingOf, rawName } from './xmlWriting.ts';
import { t } from '../../core/text/l10n.ts';

export type Commented =
  | { readonly kind: 'words' | 'paragraph'; readonly id: number }
  | { readonly kind: 'note' | 'enclosed'; readonly id: number; readonly name: string }
  | { readonly kind: 'around'; readonly name: string };

/** A suggestion: `suggestion` replaces exactly the text from `start` to `end`. */
export interface Change {
  readonly start: number | null;
  readonly end: number | null;
  readonly quote: string;
  readonly suggestion: string | null;
}

export interface DocumentEditor {
  /** The namespace of the document. */
  readonly uri: string;
  /**
   * Adds the marks of a comment around a range of the extracted text; undefined if the range has no place in the
   * document.
   */
  comment(start: number, end: number): Commented | undefined;
  /** The same around the first paragraph; false if there is none. */
  commentAtTop(id: number): boolean;
  /** Turns a suggestion into a tracked change. @returns why it could not; undefined on success. */
  change(suggestion: Change): string | undefined;
  /** The part with everything that was inserted. */
  result(): string;
}

export interface EditorParts {
  /** The text of the main part. */
  readonly text: string;
  readonly document: Xml;
  readonly map: WordMap;
  readonly nextId: () => number;
  /** ISO 8601, UTC. */
  readonly date: string;
}

/** Collects insertions into the main part of a Word document. Nothing is removed from it. */
export function documentEditor({ text, document, map, nextId, date }: EditorParts): DocumentEditor {
  const around = surroundings(document);
  const { uri, prefix: w, declaration } = namingOf(text, document);
  const marks = new Map<Xml, Mark[]>();
  const deletions = new Map<Xml, Deletion[]>();
  const outside: Insertion[] = [];
  const changes: { readonly start: number; readonly end: number }[] = [];

  const author = (): string =>
    `${declaration} ${w}:id="${nextId()}" ${w}:author="${REVIEWER}" ${w}:date="${date}"`;
  const startOf = (id: number): string => `<${w}:commentRangeStart${declaration} ${w}:id="${id}"/>`;
  const endOf = (id: number): string =>
    `<${w}:commentRangeEnd${declaration} ${w}:id="${id}"/><${w}:r${declaration}><${w}:commentReference ${w}:id="${id}"/></${w}:r>`;
  const addMark = (mark: Mark): void => {
    const own = marks.get(mark.spot.run);
    if (own) own.push(mark);
    else marks.set(mark.spot.run, [mark]);
  };
  const put = (at: number, rank: number, more: string): void =>
    void outside.push({ at, rank, text: more });

  /** A mark at a place in a run, or outside the element that encloses it. */
  const markAt = (spot: Spot, id: number, side: 'start' | 'end'): string | undefined => {
    const enclosing = around.enclosing(spot.xml);
    const [rank, more] =
      side === 'start' ? [RANK.commentStart, startOf(id)] : [RANK.commentEnd, endOf(id)];
    if (enclosing) put(side === 'start' ? enclosing.start : enclosing.end, rank, more);
    else addMark({ spot, rank, text: more });
    return enclosing?.name;
  };
  const markElement = (xml: Xml, id: number): string | undefined => {
    const enclosing = around.enclosing(xml);
    if (enclosing) {
      put(enclosing.start, RANK.commentStart, startOf(id));
      put(enclosing.end, RANK.commentEnd, endOf(id));
      return enclosing.name;
    }
    const paragraph = xml.name === 'w:p' ? xml : (around.paragraphOf(xml) ?? xml);
    put(child(paragraph, 'w:pPr')?.end ?? paragraph.inner, RANK.commentStart, startOf(id));
    put(paragraph.innerEnd, RANK.commentEnd, endOf(id));
    return undefined;
  };

  const comment = (start: number, end: number): Commented | undefined => {
    const located: Located | undefined = map.locate(start, end);
    if (!located) return undefined;
    if (located.kind === 'around') return located;
    const id = nextId();
    if (located.kind === 'words') {
      const { first, last } = located;
      const paragraph = around.paragraphOf(first.xml);
      const from = markAt(first, id, 'start');
      // Some programs lose a comment that begins in a table and ends outside it.
      if (paragraph && around.tableOf(first.xml) !== around.tableOf(last.xml)) {
        put(paragraph.innerEnd, RANK.commentEnd, endOf(id));
        return { kind: 'enclosed', id, name: t('text from here on##in') };
      }
      const to = markAt(last, id, 'end');
      const names = [...new Set([from, to].filter(name => name !== undefined))];
      return names.length === 0
        ? { kind: 'words', id }
        : { kind: 'enclosed', id, name: joinList(names) };
    }
    if (located.kind === 'paragraph') {
      const name = markElement(located.paragraph, id);
      return name === undefined ? { kind: 'paragraph', id } : { kind: 'enclosed', id, name };
    }
    const { name, reference: xml } = located;
    const run = around.parentOf(xml);
    if (!run) return undefined;
    markAt({ run, xml, offset: 0 }, id, 'start');
    markAt({ run, xml, offset: 1 }, id, 'end');
    return { kind: 'note', id, name };
  };

  const commentAtTop = (id: number): boolean => {
    const first = map.firstParagraph();
    if (!first) return false;
    markElement(first, id);
    return true;
  };

  const change = ({ start, end, quote, suggestion }: Change): string | undefined => {
    if (start === null || end === null || suggestion === null) return t('it has no place');
    if (changes.some(other => other.start < end && start < other.end))
      return t('another change is made to the same words');
    if (/\n[ \t]*\n/.test(suggestion.replace(quote, '')) && !/\n[ \t]*\n/.test(quote))
      return t('it adds a paragraph');
    const found: LocatedHunk[] = [];
    for (const hunk of hunksOf(quote, suggestion, start)) {
      const located = map.locateChange(hunk);
      if (!located)
        return t('it changes what is not text of the document, such as a number or a note');
      const spots = [...located.deleted.flatMap(({ first, last }) => [first, last]), located.at];
      const fixed = spots.map(({ run }) => around.whyFixed(run)).find(why => why !== undefined);
      if (fixed !== undefined) return t('its words cannot be changed: {0}', fixed);
      if (!spots.every(isCuttable)) return t('its words are written in an unusual way');
      if (/\n[ \t]*\n/.test(hunk.text)) return t('it adds a paragraph');
      found.push(located);
    }
    if (found.length === 0) return t('it changes nothing');
    changes.push({ start, end });
    for (const hunk of found) putChange(hunk);
    return undefined;
  };

  const putChange = ({ deleted, text: words, at, side }: LocatedHunk): void => {
    for (const span of deleted) {
      const own = deletions.get(span.first.run);
      if (own) own.push(span);
      else deletions.set(span.first.run, [span]);
    }
    if (words === '') return;
    const rank = side === 'after' ? RANK.newWords : RANK.newWordsBefore;
    const parent = around.parentOf(at.run);
    const own = `<${w}:ins${author()}>${newRun(at.run, words)}</${w}:ins>`;
    // Insertions cannot nest: another author's insertion is closed before this one and reopened after it.
    const isNested = parent?.name === 'w:ins';
    const more = isNested
      ? `</${rawName(text, parent)}>${own}${withFreshIds(text.slice(parent.start, parent.inner))}`
      : own;
    addMark({ spot: at, rank, text: more });
  };

  const newRun = (like: Xml, words: string): string => {
    const properties = child(like, 'w:rPr');
    const history = child(properties, 'w:rPrChange');
    const look = !properties
      ? ''
      : history
        ? text.slice(properties.start, history.start) + text.slice(history.end, properties.end)
        : text.slice(properties.start, properties.end);
    const content = words
      .split(/(\n|\t)/)
      .map(part =>
        part === '\n'
          ? `<${w}:br/>`
          : part === '\t'
            ? `<${w}:tab/>`
            : part === ''
              ? ''
              : `<${w}:t xml:space="preserve">${escapeXml(part)}</${w}:t>`,
      );
    return `<${w}:r>${look}${content.join('')}</${w}:r>`;
  };

  const isCuttable = ({ xml, offset }: Spot): boolean =>
    !isWords(xml) ||
    offset === 0 ||
    (contentOffsets(text, xml) !== undefined &&
      !/\bxml:space\s*=\s*["']default/.test(text.slice(xml.start, xml.inner)));

  const withFreshIds = (xml: string): string =>
    xml.replace(/(\s(?:[\w.-]+:)?id\s*=\s*)(["'])-?\d+\2/g, (_, lead: string, sign: string) => {
      return `${lead}${sign}${nextId()}${sign}`;
    });

  const result = (): string => {
    const tools = {
      text,
      openDeletion: () => `<${w}:del${author()}>`,
      closeDeletion: `</${w}:del>`,
      copied: withFreshIds,
    };
    const runs = new Set([...marks.keys(), ...deletions.keys()]);
    const insertions = [...runs].flatMap(run =>
      runInsertions(run, marks.get(run) ?? [], deletions.get(run) ?? [], tools),
    );
    return inserted(text, [...outside, ...insertions]);
  };

  return { uri, comment, commentAtTop, change, result };
}

/** What a suggestion changes in the quote, word by word. */
function hunksOf(quote: string, suggestion: string, start: number): Hunk[] {
  const hunks: { start: number; end: number; text: string }[] = [];
  let at = start;
  let isOpen = false;
  for (const { type, text } of textDiff(quote, suggestion.replace(/\r\n?/g, '\n'))) {
    if (type === 'same') isOpen = false;
    else if (!isOpen) {
      hunks.push({ start: at, end: at, text: '' });
      isOpen = true;
    }
    const last = hunks.at(-1);
    if (type === 'removed') last!.end += text.length;
    if (type === 'added') last!.text += text;
    if (type !== 'added') at += text.length;
  }
  return hunks;
}
