import { changesIn, type ChangedRange } from '../../domain/changes.ts';
import type { BranchTask } from '../../ports/ports.ts';
import type { RawFinding } from '../../domain/results/findings.ts';
import { markOf } from '../frame.ts';

/** What is asked beside the perspective when the part comes from a change. */
export const CHANGE_TASK = `The part comes from a change, and the change is what you review.
- Lines between a marked line "change N begins" and the next "change N ends" are new or altered; "change N: lines were taken away here" stands where lines only went. Where the part has no such marks, all of it is new. The marked lines are not part of the text: never quote them.
- All other lines were there before and are shown so that you understand the change. Report a problem only when the change brings it in, makes it worse, or leaves it unsolved though it was to solve it.
- "quote" has to hold words of a changed line. For what was taken away, quote the line beside the place and say in the message what went.
- Compare with the lines that were there before, where they are shown: what they guarded against, and whether the new lines still do.`;

type Part = Pick<BranchTask, 'source' | 'chunk'>;

/** All of the part is new: marks would say nothing. */
const isNew = (changes: readonly ChangedRange[], { chunk }: Part): boolean =>
  changes.length === 1 &&
  changes[0]?.removed === undefined &&
  changes[0]?.start === chunk.start &&
  changes[0].end === chunk.end;

/** The part's text with a line of its own before and after each change. */
export function markedPart(part: Part, mark: string): string {
  const { source, chunk } = part;
  const changes = changesIn(source, chunk);
  if (isNew(changes, part)) return source.text.slice(chunk.start, chunk.end);
  const pieces: string[] = [];
  let at = chunk.start;
  changes.forEach(({ start, end }, i) => {
    pieces.push(source.text.slice(at, start));
    const line = (words: string): string => `<<<${mark} change ${i + 1}${words}>>>\n`;
    if (start === end)
      pieces.push(onOwnLine(source.text, start), line(': lines were taken away here'));
    else
      pieces.push(
        onOwnLine(source.text, start),
        line(' begins'),
        source.text.slice(start, end),
        onOwnLine(source.text, end),
        line(' ends'),
      );
    at = end;
  });
  return [...pieces, source.text.slice(at, chunk.end)].join('');
}

const onOwnLine = (text: string, at: number): string =>
  at === 0 || text[at - 1] === '\n' || text[at - 1] === '\r' ? '' : '\n';

/** What stood where the part's changes are, change by change; empty when nothing did. */
export const removedText = ({ source, chunk }: Part): string =>
  changesIn(source, chunk)
    .flatMap(({ removed }, i) => (removed ? [`change ${i + 1} replaced:\n${removed}`] : []))
    .join('\n');

/** A finding without the marked lines that a model copied along with the text. */
export function unmarked(finding: RawFinding, { chunk }: Part): RawFinding {
  const marks = new RegExp(
    `<<<${markOf(chunk.hash)}(?:-x)* change \\d+[^>\\n]*>>>(?:\\r?\\n)?`,
    'g',
  );
  const clean = (text: string): string => text.replace(marks, '');
  return {
    ...finding,
    quote: clean(finding.quote),
    ...(finding.before === undefined ? {} : { before: clean(finding.before) }),
    suggestion: finding.suggestion === null ? null : clean(finding.suggestion),
  };
}
