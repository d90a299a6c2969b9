import { count, grouped, moneySpread, timeSpread } from '../../core/format/format.ts';
import { linkedText } from '../../core/format/linkedText.ts';
import type { Plan } from '../../core/report/plan.ts';

/** A plan for a person: how much, of what, for how much. */
export function planText({
  title,
  model,
  sources,
  chunks,
  branches,
  estimate,
  linked,
  skipped,
}: Plan): string {
  const lines = [
    title,
    `${count(sources.length, 'source')}, ${count(chunks.length, 'chunk')}, ${count(branches.length, 'branch', 'branches')}, ${model}`,
  ];
  if (estimate) {
    const { calls, inputTokens, outputTokens, costUsd, seconds, byModel } = estimate;
    if (calls === 0) lines.push('Nothing is sent.');
    else
      lines.push(
        `${count(calls, 'call')}, ${grouped(inputTokens)} input and about ${grouped(outputTokens)} output tokens`,
        costUsd ? `${moneySpread(costUsd)} expected` : 'Price unknown',
        ...byModel.map(
          share =>
            `  ${share.model}: ${count(share.calls, 'call')}, ${share.costUsd ? `${moneySpread(share.costUsd)} expected` : 'price unknown'}`,
        ),
        `${timeSpread(seconds)} expected`,
      );
  }
  if (linked) lines.push(linkedText(linked));
  for (const source of sources)
    lines.push(
      `  ${source.path}: ${grouped(source.length)} characters, ${count(source.chunks, 'chunk')}`,
    );
  for (const { path, reason, note, gap } of skipped)
    lines.push(`  ${note ? 'note' : gap === false ? 'left out' : 'not read'}: ${path}: ${reason}`);
  return `${lines.join('\n')}\n`;
}
