import type { PDFDocumentProxy, PDFPageProxy } from 'unpdf/pdfjs';
import { count } from '../../../core/format/format.ts';
import { unseenText } from '../blocks.ts';
import type { TextItem } from './pdfLines.ts';
import { drawnRuns, type DrawnRun } from './pdfSight.ts';
import { plural, t } from '../../../core/text/l10n.ts';

/** Smaller letters are a trace of what made the file, in points. */
const MIN_LETTERS = 1;
/** From this share of a page's letters on, words behind a picture are what it shows. */
const RECOGNIZED = 0.5;

/** Counts what readers of a file do not see, and takes it out of its pages. */
export interface Unseen {
  /** The runs of text that are read. */
  seen(page: PDFPageProxy, number: number, items: readonly TextItem[]): Promise<TextItem[]>;
  told(): string[];
}

const white = '(?:0?\\.9[5-9]\\d*|1(?:\\.0*)?)';
/** Operators by which text is hidden: drawn in no way, in white, in a layer. Rectangles may be over text. */
const HIDING = new RegExp(
  `(?:^|\\s)(?:[37]\\s+Tr|${white}(?:\\s+${white}\\s+${white})?\\s+(?:g|rg|sc|scn)|(?:0(?:\\.0*)?\\s+){4}k|/OC\\s*/[^\\s/]+\\s+BDC|re\\s+f\\*?|gs)(?=[\\s/\\[(<]|$)`,
);

/** Whether a stream may hide text, or cannot be looked into. */
export const mayHide = (stream: Buffer): boolean => HIDING.test(stream.toString('latin1'));

/** `looks`: whether some stream of the file may hide text. */
export async function unseenOf(
  pdf: PDFDocumentProxy,
  looks: boolean,
  isRead: boolean,
): Promise<Unseen> {
  const tally = { hidden: 0, small: 0, off: 0 };
  const hiddenOn = new Set<number>();
  const recognized = new Set<number>();
  const layers = looks ? await pdf.getOptionalContentConfig() : undefined;
  const { OPS } = await (await import('unpdf')).getResolvedPDFJS();
  const mark = (item: TextItem): TextItem[] =>
    isRead ? [{ ...item, str: `[hidden: ${item.str.trim()}]` }] : [];

  const runsOf = async (page: PDFPageProxy, number: number): Promise<readonly DrawnRun[]> => {
    if (!layers) return [];
    const list = await page.getOperatorList();
    const { runs, hasPicture } = drawnRuns(list, OPS, group => layers.isVisible(group) !== false);
    const letters = (of: readonly DrawnRun[]): number =>
      of.reduce((sum, { text }) => sum + text.trim().length, 0);
    const behind = runs.filter(({ undrawn }) => undrawn);
    if (!hasPicture || letters(behind) < RECOGNIZED * letters(runs) || behind.length === 0)
      return runs;
    recognized.add(number);
    return runs.map(run => (run.undrawn ? { ...run, unseen: false } : run));
  };

  return {
    seen: async (page, number, items) => {
      const [left = 0, bottom = 0, right = 0, top = 0] = page.view;
      const runs = items.some(({ str }) => str.trim() !== '') ? await runsOf(page, number) : [];
      // The parser leaves out what is outside the page.
      tally.off += runs.filter(
        run =>
          Math.max(run.x, run.right) < left ||
          Math.min(run.x, run.right) > right ||
          run.y > top ||
          run.y < bottom,
      ).length;
      const byLine = new Map<number, DrawnRun[]>();
      if (runs.some(({ unseen }) => unseen))
        for (const run of runs) {
          const line = Math.round(run.y);
          byLine.set(line, [...(byLine.get(line) ?? []), run]);
        }
      return items.flatMap(item => {
        if (item.str.trim() === '') return [item];
        const [, , , , x = 0, y = 0] = item.transform;
        const end = x + item.width;
        if (item.height > 0 && item.height < MIN_LETTERS) {
          tally.small += 1;
          hiddenOn.add(number);
          return mark(item);
        }
        const line = Math.round(y);
        const own = [line - 1, line, line + 1]
          .flatMap(near => byLine.get(near) ?? [])
          .filter(run => run.x >= x - 1 && run.x <= end + 1 && Math.abs(run.y - y) < 1);
        const unseen = own.filter(run => run.unseen);
        if (unseen.length === 0) return [item];
        tally.hidden += 1;
        hiddenOn.add(number);
        if (unseen.length === own.length) return mark(item);
        const str = unseen.reduce((text, run) => without(text, run.text, isRead), item.str);
        return str === item.str ? mark(item) : [{ ...item, str }];
      });
    },
    told: () => {
      const { hidden, small, off } = tally;
      const pages = [...hiddenOn].slice(0, 5).join(', ') + (hiddenOn.size > 5 ? ', …' : '');
      const found = [
        ...(hidden > 0
          ? [
              t(
                'text in {0} that is not drawn, covered or in the colour of its page',
                count(hidden, 'place'),
              ),
            ]
          : []),
        ...(small > 0 ? [t('letters too small to be read in {0}', count(small, 'place'))] : []),
      ];
      const where = plural(
        hiddenOn.size,
        '{0} (page {1})',
        '{0} (pages {1})',
        found.join(', '),
        pages,
      );
      const what = unseenText(found.length === 0 ? [] : [where], isRead);
      const outside =
        off > 0 ? [t('text outside its page in {0}: left out', count(off, 'place'))] : [];
      return recognized.size === 0
        ? [...what, ...outside]
        : [
            ...what,
            ...outside,
            t(
              'the words of {0} are what text recognition found in their pictures',
              count(recognized.size, 'page'),
            ),
          ];
    },
  };
}

function without(text: string, words: string, isRead: boolean): string {
  const own = words.trim();
  const at = own === '' ? -1 : text.indexOf(own);
  if (at < 0) return text;
  return text.slice(0, at) + (isRead ? `[hidden: ${own}]` : '') + text.slice(at + own.length);
}
