import { count } from '../../../core/format/format.ts';
import { importedBlocks, plain, unseenText } from '../blocks.ts';
import type { Imported, ImportOptions, NotImported } from '../imported.ts';
import { csvImported, type RecordRow } from '../recordsText.ts';
import type { Block } from '../word/body.ts';
import { unreadOf } from '../word/tally.ts';
import type { Row } from './cells.ts';
import { sheetBlocks } from './sheetBlocks.ts';
import { quoted, t } from '../../../core/text/l10n.ts';

/** What a workbook holds that its reader does not see, counted while it is read. */
export interface Seen {
  readonly hiddenSheets: string[];
  rows: number;
  columns: number;
  comments: number;
  /** Formulas whose value the file does not hold. */
  uncomputed: number;
  unshown: number;
  /** Cells whose letters are in the colour of the cell. */
  unseen: number;
  pictures: number;
  /** Objects of other programs. */
  embedded: number;
}

export const nothingSeen = (): Seen => ({
  hiddenSheets: [],
  rows: 0,
  columns: 0,
  comments: 0,
  uncomputed: 0,
  unshown: 0,
  unseen: 0,
  pictures: 0,
  embedded: 0,
});

export interface Sheet {
  readonly name: string;
  readonly rows: readonly Row[];
  /** What it shows beside its cells. */
  readonly rest: readonly string[];
}

/** Each sheet as a heading and its tables; as records, the rows of the first and of those with the same columns. */
export function sheetsImported(
  sheets: readonly Sheet[],
  seen: Seen,
  options: ImportOptions,
): Imported | NotImported {
  const aside = asideOf(seen, options);
  if (options.records)
    return csvImported(
      sheets.map(({ name, rows }) => ({
        name,
        place: `sheet “${name}”`,
        rows: rows.map(recordRow),
      })),
      aside,
    );
  const blocks: Block[] = sheets.flatMap(({ name, rows, rest }) => {
    const spot = `sheet “${name}”`;
    const inside = [...sheetBlocks(rows, spot), ...rest.map(text => plain(text, { spot }))];
    return inside.length === 0 ? [] : [plain(name, { level: 1, spot }), ...inside];
  });
  return importedBlocks(blocks, aside);
}

function recordRow({ number, cells }: Row): RecordRow {
  const values: string[] = [];
  for (const { column, text } of cells) values[column] = text;
  return { place: `row ${number}`, cells: Array.from(values, value => value ?? '') };
}

function asideOf(seen: Seen, options: ImportOptions): Pick<Imported, 'told' | 'textless'> {
  const { hiddenSheets, rows, columns, comments, uncomputed, unshown, unseen } = seen;
  const names = hiddenSheets.slice(0, 5).map(quoted).join(', ');
  const what = [
    ...(hiddenSheets.length > 0
      ? [
          `${count(hiddenSheets.length, 'hidden sheet')} (${names}${hiddenSheets.length > 5 ? ', …' : ''})`,
        ]
      : []),
    ...(rows > 0 ? [count(rows, 'hidden row')] : []),
    ...(columns > 0 ? [count(columns, 'hidden column')] : []),
    ...(unseen > 0
      ? [
          count(
            unseen,
            'cell with letters in its own colour',
            'cells with letters in their own colour',
          ),
        ]
      : []),
    ...(comments > 0 ? [count(comments, 'comment')] : []),
  ];
  return {
    told: [
      ...unseenText(what, options.hidden),
      ...(unshown > 0
        ? [t('{0} that its format does not show: left out', count(unshown, 'value'))]
        : []),
    ],
    ...(uncomputed > 0
      ? {
          textless: {
            where: count(uncomputed, 'formula'),
            reason: t(
              'the file does not hold their values: open and save it in a spreadsheet program',
            ),
          },
        }
      : unreadOf(seen)),
  };
}
