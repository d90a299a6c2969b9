import { SCENES } from './scenes.ts';
import type { Figures } from './stage.ts';

export interface WindowResult {
  readonly scene: string;
  readonly figures: Figures;
  readonly missed: readonly string[];
}

/**
 * The real workbench in a browser without GPU: how busy it is, how far behind a run, how soon it cancels, how it
 * scrolls and takes keys with 10,000 findings. `names`: scenes, and a number that scales their size.
 */
export async function windowBench(names: readonly string[]): Promise<WindowResult[]> {
  const scale = Number(names.find(name => Number(name) > 0) ?? 1);
  const asked = names.filter(name => name in SCENES);
  const results: WindowResult[] = [];
  const chosen = Object.entries(SCENES).filter(
    ([name]) => asked.length === 0 || asked.includes(name),
  );
  for (const [scene, { play, bars }] of chosen) {
    const figures = await play(scale);
    const missed = Object.entries(bars).flatMap(([name, bar]) => {
      const is = figures[name];
      return is !== undefined && is <= bar ? [] : [`${name}: ${is?.toFixed(2)} > ${bar}`];
    });
    console.log(`\nwindow, ${scene}: ${missed.length === 0 ? 'all bars met' : missed.join('; ')}`);
    for (const [name, is] of Object.entries(figures)) {
      const bar = bars[name];
      const shown = Number.isInteger(is) || is >= 100 ? is.toFixed(0) : is.toFixed(2);
      console.log(
        `  ${name.padEnd(42)} ${shown.padStart(8)}${bar === undefined ? '' : `  <= ${bar}`}`,
      );
    }
    results.push({ scene, figures, missed });
  }
  return results;
}
