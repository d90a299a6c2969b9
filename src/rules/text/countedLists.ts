import type { MarkdownLine } from '../markdownScan.ts';
import { plural, t } from '../../core/text/l10n.ts';
import { NUMBER_WORD, wordsToNumber } from '../numberWords.ts';
import type { RuleDocument } from '../ruleDocument.ts';
import { indexAt } from '../lines.ts';
import type { Hit, Rule } from '../types.ts';

/** `the following three states exist:`, `There are four kinds of cost:`, `three ways to do this:` */
const ANNOUNCED = new RegExp(
  `\\b(following )?(?<!\\b(?:[Pp]hase|[Ss]tep|[Ll]evel|[Pp]art|[Tt]ier|[Cc]hapter|[Ss]ection|[Vv]ersion|[Pp]ort|least|most|to|than|about|over|other|of|or|and|,) )(${NUMBER_WORD})(?: \\(\\d{1,2}\\))? ((?:[a-z][a-z-]* ){0,4}?[a-z-]{2,}s|(?<=following \\w+ )[a-z]+)((?: (?:to|of|for|in|apply|exist|are|is|must|shall|that|by|which|below|follow)\\b[^.:;\\n\\u0001]{0,60})?|(?: [a-z]{2,12}){0,2}):\\s`,
  'gi',
);
const MARKED =
  /(?:^|[\s;,])(?:\(([a-z]|[ivx]{1,4}|\d{1,2})\)|(first|second|third|fourth|fifth|sixth|seventh|eighth)(?:ly)?,)\s/gi;
/** `within seven days of the earlier of:` counts time, not the items that follow. */
const MEASURES =
  /^(?:(?:business|calendar|working|consecutive|full) )*(?:seconds|minutes|hours|days|weeks|months|quarters|years|dollars|euros|pounds|percent|times|copies|miles|feet|meters|metres|pages)\b/i;
/** Longest announced list that is counted. */
const MAX_ITEMS = 12;

export const countedLists: Rule = {
  id: 'counted-list',
  title: t('List does not have the announced number of items'),
  serves: { markdown: 'completeness', prose: 'completeness' },
  severity: 'minor',
  confidence: 0.7,
  english: true,
  find(doc) {
    const { flat, text, sentences } = doc;
    const hits: Hit[] = [];
    for (const found of flat.matchAll(ANNOUNCED)) {
      const announced = wordsToNumber(found[2] ?? '') ?? 0;
      const from = found.index + found[0].length;
      if (announced < 2 || announced > MAX_ITEMS) continue;
      if (MEASURES.test(found[3] ?? '')) continue;
      if (/^(?:or|to|and)\b/i.test(found[3] ?? '') || /,|\b(?:and|or|if)\s*$/.test(found[4] ?? ''))
        continue;
      // `two ways cause some issues:` counts the ways.
      if (/[^su\W]s [a-z]/i.test(found[3] ?? '')) continue;
      // `between the two versions:` refers to things already known.
      const before = flat.slice(Math.max(0, found.index - 12), found.index);
      if (found[1] === undefined && /\b(?:the|these|those|both|all|our|its|their) $/i.test(before))
        continue;
      const add = (end: number, items: number): void => {
        hits.push({
          start: found.index,
          end,
          message: plural(
            items,
            '“{0}” announces {1}, and {2} follows.',
            '“{0}” announces {1}, and {2} follow.',
            text.slice(found.index, from - 1).replace(/\s+/g, ' '),
            announced,
            items,
          ),
        });
      };
      if (found[0].endsWith('\n') || flat.slice(from, from + 400).trim() === '') {
        const list = listBelow(doc, from);
        if (!list || list.count < 2 || list.count === announced) continue;
        if (list.count > announced * 2) continue;
        if (list.count > announced || !list.many) add(from - 1, list.count);
        continue;
      }
      const sentence = sentences[indexAt(sentences, found.index)];
      if (!sentence || sentence.end <= from || sentence.end - from > 500) continue;
      const body = flat.slice(from, sentence.end);
      // The next item begins on a new line: the list continues.
      if (
        /^\s*(?:(?:and|or)\s+)?\([a-z\d]{1,4}\)/.test(flat.slice(sentence.end, sentence.end + 30))
      )
        continue;
      if (body.includes('\u0001')) continue;
      // More items than announced can come from nested items; fewer is a mistake.
      const announces = found[1] !== undefined || /\bthere (?:are|were) $/i.test(before);
      const items = markedItems(body) ?? (announces ? plainItems(body) : undefined);
      if (items !== undefined && items < announced) add(sentence.end, items);
    }
    return hits;
  },
};

/** `(a) ...; (b) ...`, `first, ...; second, ...`; undefined for fewer than two items or a gap in the markers. */
function markedItems(body: string): number | undefined {
  const marks = [...` ${body}`.matchAll(MARKED)];
  const begins = /^(?:\(?(?:a|i|1)\)|first)/i.test((marks[0]?.[1] ?? marks[0]?.[2] ?? '') + ')');
  const kind = kindOf(marks[0]);
  const own = marks.filter(mark => kindOf(mark) === kind).length;
  return begins && own >= 2 && own === marks.length ? own : undefined;
}

const kindOf = (mark: RegExpExecArray | undefined): string =>
  mark?.[1] === undefined ? 'word' : /\d/.test(mark[1]) ? 'digit' : 'letter';

/** Items of `idle, ready, and done`; undefined if they are too long for a plain list. */
function plainItems(body: string): number | undefined {
  const plain = body.replace(/[.!?]{1,3}["')]{0,2}\s*$/, '');
  if (/[.:!?()]/.test(plain) || plain.length > 400) return undefined;
  const parts = plain
    .split(plain.includes(';') ? /;\s*(?:and |or )?/ : /,\s*(?:and |or )?|\s(?:and|or)\s/)
    .filter(part => part.trim() !== '');
  // Between semicolons an item may be long and may itself contain commas.
  const most = plain.includes(';') ? 30 : 4;
  return parts.some(part => part.trim().split(/\s+/).length > most) ? undefined : parts.length;
}

/** Items of the Markdown list directly below, without nested items. */
function listBelow(
  { markdown, lineAt, text }: RuleDocument,
  offset: number,
): { readonly count: number; readonly many: boolean } | undefined {
  if (!markdown) return undefined;
  let depth: number | undefined;
  let count = 0;
  // One item may name several things, so fewer items than announced is not a mistake.
  let many = false;
  let ordered: boolean | undefined;
  for (let at = lineAt(Math.max(0, offset - 1)); at < markdown.length; at += 1) {
    const line: MarkdownLine | undefined = markdown[at];
    if (!line || line.kind === 'blank') continue;
    if (line.itemStart === undefined) {
      const indented = /^[\s>]/.test(text.slice(line.start, line.start + 1));
      if (count === 0 || line.kind === 'heading' || (!indented && line.kind !== 'text')) break;
      // Unindented text ends the list, unless it continues the item's paragraph.
      if (!indented && markdown[at - 1]?.kind === 'blank') break;
      continue;
    }
    const mark = /^[\s>]*([-*+]|\d)/.exec(text.slice(line.start, line.itemStart))?.[1] ?? '';
    depth ??= line.depth;
    // The list in which the announcement stands goes on.
    if ((line.depth ?? 0) < (depth ?? 0)) break;
    if (line.depth !== depth) {
      // The items of its groups may be what is counted.
      many = true;
      continue;
    }
    // A different kind of marker begins a new list.
    ordered ??= /\d/.test(mark);
    if (ordered !== /\d/.test(mark)) break;
    count += 1;
    many ||= /,|\band\b|&/.test(
      text.slice(line.itemStart, Math.min(line.end, line.itemStart + 200)),
    );
    if (count > 40) return undefined;
  }
  return { count, many };
}
