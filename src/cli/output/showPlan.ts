import { createInterface } from 'node:readline/promises';
import type { ProposedPlan } from '../../core/run/plan/proposedPlan.ts';
import { planLines, planSum } from '../../engine/request/planLines.ts';
import { tell } from './output.ts';

/** The lines of a plan that can be ticked, by the number that names them to a person. */
interface NumberedPlan {
  readonly text: string;
  readonly ids: readonly string[];
}

/** `[x] 1 Accuracy, Scope, 1,200 tokens` under a heading for every part. */
export function numberedPlan(plan: ProposedPlan, chosen: ReadonlySet<string>): NumberedPlan {
  const ids: string[] = [];
  const lines = planLines(plan).map(({ label, description, tick }) => {
    if (!tick) return label;
    ids.push(tick.value);
    const mark = chosen.has(tick.value) ? 'x' : ' ';
    return `  [${mark}] ${ids.length} ${label}, ${description ?? ''}`;
  });
  return { text: [...lines, `Plan: ${planSum(plan, chosen)}`].join('\n'), ids };
}

/** Turns the numbers in an answer over; undefined when one of them names no line. */
export function turnOver(
  answer: string,
  ids: readonly string[],
  chosen: ReadonlySet<string>,
): ReadonlySet<string> | undefined {
  const turned = new Set(chosen);
  for (const word of answer.split(/[\s,]+/).filter(Boolean)) {
    const id = /^\d+$/.test(word) ? ids[Number(word) - 1] : undefined;
    if (id === undefined) return undefined;
    if (!turned.delete(id)) turned.add(id);
  }
  return turned;
}

/**
 * Shows what a planned run would ask, on standard error. With `askPlan` a person at the terminal changes it before
 * it is paid for: an empty line begins, `q` ends the run.
 * @returns the ids of the branches to make; undefined: none.
 */
export async function showPlan(
  plan: ProposedPlan,
  { askPlan }: { readonly askPlan?: true },
): Promise<ReadonlySet<string> | undefined> {
  const all = plan.parts.flatMap(({ branches }) => branches);
  let chosen: ReadonlySet<string> = new Set(all.filter(({ keep }) => keep).map(({ id }) => id));
  if (plan.problem !== undefined) tell(plan.problem);
  tell(numberedPlan(plan, chosen).text);
  if (!askPlan) return chosen;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    for (;;) {
      const answer = await lines.question(
        'Enter: start. Numbers such as 2,5: exclude or include again. q: quit. > ',
      );
      if (answer.trim() === '') return chosen;
      if (answer.trim() === 'q') return undefined;
      const turned = turnOver(answer, numberedPlan(plan, chosen).ids, chosen);
      if (turned) chosen = turned;
      tell(turned ? numberedPlan(plan, chosen).text : `There is no line ${answer.trim()}.`);
    }
  } finally {
    lines.close();
  }
}
