import { play } from './play.ts';
import type { Case } from './play.ts';
import { answersCases } from './answers.ts';
import { freshCases } from './fresh.ts';
import { csvCases } from './csv.ts';
import { dialectsCases } from './dialects.ts';
import { gitCases } from './git.ts';
import { markdownCases } from './markdown.ts';
import { quotesCases } from './quotes.ts';
import { streamsCases } from './streams.ts';
import { tablesCases } from './tables.ts';
import { tooLongCases } from './tooLong.ts';
import { waitsCases } from './waits.ts';

const AT_ONCE = 2;

/** Plays the cases of public reports, or those whose row or name is given, and prints how each ended. */
export async function reports(chosen: readonly string[] = []): Promise<unknown> {
  const cases = [
    ...answersCases,
    ...streamsCases,
    ...tooLongCases,
    ...dialectsCases,
    ...waitsCases,
    ...markdownCases,
    ...csvCases,
    ...gitCases,
    ...tablesCases,
    ...quotesCases,
    ...freshCases,
  ].filter(
    ({ row, name }) =>
      chosen.length === 0 ||
      chosen.some(word => word === String(row) || (!/^\d+$/.test(word) && name.includes(word))),
  );
  const results: { one: Case; problems: readonly string[]; calls: number; ms: number }[] = [];
  const waiting = cases.values();
  const worker = async (): Promise<void> => {
    for (const one of waiting) {
      const begun = performance.now();
      const played = await play(one);
      results.push({
        one,
        problems: one.judge(played),
        calls: played.calls.length,
        ms: performance.now() - begun,
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  results.sort((a, b) => cases.indexOf(a.one) - cases.indexOf(b.one));
  for (const { one, problems, calls, ms } of results)
    console.log(
      `${problems.length === 0 ? 'pass' : 'FAIL'} ${one.isVariant ? 'variant' : 'row    '} ${one.row} ${one.name} (${calls} calls, ${(ms / 1000).toFixed(1)} s)${problems.map(text => `\n     ${text.replaceAll('\n', '\n     ')}`).join('')}`,
    );
  const count = (isVariant: boolean): string => {
    const of = results.filter(({ one }) => (one.isVariant ?? false) === isVariant);
    return `${of.filter(({ problems }) => problems.length === 0).length} of ${of.length}`;
  };
  console.log(`\nPublic reports: ${count(false)} pass; variants: ${count(true)} pass`);
  return results.map(({ one, problems }) => ({
    row: one.row,
    name: one.name,
    variant: one.isVariant ?? false,
    problems,
  }));
}

if (process.argv[1] === import.meta.filename) await reports(process.argv.slice(2));
