import { goldLabels, labelMatcher } from '../domain/records/labels.ts';
import { isLabelled, labelRows, secondLookText } from '../state/labelRows.ts';
import { scoreLabels, tallyLabels } from '../state/labelScores.ts';
import type { Label, RecordLabel } from '../domain/records/labels.ts';
import { grouped, percent } from '../format/format.ts';
import { shownRecords } from '../text/shownRecords.ts';
import type { Answer } from '../domain/branch.ts';
import type { Chunk } from '../domain/chunk.ts';
import type { Source } from '../domain/source.ts';
import type { Context } from './context.ts';
import { inEnglish } from '../text/l10n.ts';

/** The labels of an answer with the records they are of. */
export function placeLabels(
  { job: { fanIn } }: Context,
  { source, chunk }: { readonly source: Source; readonly chunk: Chunk },
  { labels = [] }: Answer,
): RecordLabel[] {
  const gold = source.layout?.gold;
  const list = fanIn.kind === 'labels' ? fanIn : { labels: [], multi: false };
  const match = labelMatcher(list.labels);
  return shownRecords(source, chunk).flatMap(({ index, id, omitted }, i) => {
    const said = labels[i];
    if (!said) return [];
    const right = gold === undefined ? undefined : source.records?.[index]?.cells[gold];
    return {
      record: index,
      id,
      ...said,
      ...(right === undefined ? {} : { gold: goldLabels(right, match, list.multi) }),
      ...(omitted > 0 ? { omitted } : {}),
    };
  });
}

/** What the labels come to, counted by code: no call is made. */
export function sumUpLabels({ state, emit }: Context, list: readonly Label[]): Promise<void> {
  const rows = labelRows(state);
  const done = rows.filter(isLabelled).length;
  const tally = tallyLabels(rows, list);
  const used = tally.filter(({ count }) => count > 0);
  const scores = scoreLabels(rows, list);
  const lines = inEnglish(() => [
    `${grouped(done)} of ${grouped(rows.length)} records have a label${done === 0 ? '' : `, ${used.length} of ${tally.length} labels were used`}.`,
    ...(scores
      ? [
          `${percent(scores.right / scores.compared)} of ${grouped(scores.compared)} records have the label of the gold column${
            scores.rightBefore === undefined
              ? ''
              : `; before the second look it was ${percent(scores.rightBefore / scores.compared)}`
          }.`,
        ]
      : []),
    ...(state.secondLook ? [secondLookText(state.secondLook, rows)] : []),
  ]);
  emit({
    type: 'synthesis.ended',
    synthesis: {
      markdown: lines.join('\n\n'),
      verdicts: [],
      actions: [],
      by: 'code',
      calls: 0,
    },
  });
  return Promise.resolve();
}
