import { goldLabels, labelMatcher } from '../domain/records/labels.ts';
import { isLabelled, labelRows, secondLookText } from '../state/labelRows.ts';
import { type LabelScores, scoreLabels, tallyLabels } from '../state/labelScores.ts';
import type { Label, RecordLabel } from '../domain/records/labels.ts';
import { grouped, percent } from '../format/format.ts';
import { shownRecords } from '../text/shownRecords.ts';
import type { Answer } from '../domain/branch.ts';
import type { Chunk } from '../domain/chunk.ts';
import type { Source } from '../domain/source.ts';
import type { Context } from './context.ts';
import { t } from '../text/l10n.ts';

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

/** How many labels are those of the gold column, and how many were before the second look. */
function scoreSentence({ right, rightBefore, compared }: LabelScores): string {
  const share = percent(right / compared);
  return rightBefore === undefined
    ? t('{0} of {1} records have the label of the gold column.', share, grouped(compared))
    : t(
        '{0} of {1} records have the label of the gold column; before the second look it was {2}.',
        share,
        grouped(compared),
        percent(rightBefore / compared),
      );
}

/** What the labels come to, counted by code: no call is made. */
export function sumUpLabels({ state, emit }: Context, list: readonly Label[]): Promise<void> {
  const rows = labelRows(state);
  const done = rows.filter(isLabelled).length;
  const tally = tallyLabels(rows, list);
  const used = tally.filter(({ count }) => count > 0);
  const scores = scoreLabels(rows, list);
  const lines = [
    done === 0
      ? t('{0} of {1} records have a label.', grouped(done), grouped(rows.length))
      : t(
          '{0} of {1} records have a label, {2} of {3} labels were used.',
          grouped(done),
          grouped(rows.length),
          used.length,
          tally.length,
        ),
    ...(scores ? [scoreSentence(scores)] : []),
    ...(state.secondLook ? [secondLookText(state.secondLook, rows)] : []),
  ];
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
