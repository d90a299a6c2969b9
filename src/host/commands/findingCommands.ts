import type * as vscode from 'vscode';
import type { Handler } from '../jobs/jobCommands.ts';
import type { DecisionStore } from '../findings/decisionStore.ts';
import type { Fixes } from '../findings/fixes.ts';
import { stepToFinding } from '../findings/nextFinding.ts';
import type { Reveal } from '../findings/reveal.ts';
import type { Runs } from '../runs/runs.ts';

export interface FindingCommandParts {
  readonly runs: Runs;
  readonly places: Reveal;
  readonly decisions: DecisionStore;
  readonly memento: vscode.Memento;
  readonly openReport: (
    runId: string,
    at?: { readonly findingId?: string; readonly comparedWith?: string },
  ) => void;
  /** The rows that a command without an argument is about. */
  readonly selected: () => readonly unknown[];
}

/** Findings of one run. */
interface Named {
  readonly runId: string;
  readonly ids: readonly string[];
}

/** What can be done about findings: each command takes a run and ids, or rows of the tree. */
export function findingCommands(parts: FindingCommandParts): Readonly<Record<string, Handler>> {
  const { runs, places } = parts;
  let made: Promise<Fixes> | undefined;
  const fixes = (): Promise<Fixes> =>
    (made ??= import('../findings/fixes.ts').then(module => module.fixes(runs, places)));
  const decisions = () => import('../findings/decide.ts');
  /** Runs a deed once for each run that the arguments name findings of. */
  const each =
    (deed: (named: Named) => Promise<void>): Handler =>
    async (first, second) => {
      for (const named of namedBy(first, second, parts.selected)) await deed(named);
    };
  return {
    applyFix: async (first, second, preview) => {
      for (const { runId, ids } of namedBy(first, second, parts.selected))
        await (await fixes()).apply(runId, ids, preview === true);
    },
    previewFix: each(async ({ runId, ids }) => (await fixes()).apply(runId, ids, true)),
    undoFix: each(async ({ runId, ids }) => (await fixes()).undo(runId, ids)),
    dismissFinding: each(async ({ runId, ids }) =>
      (await decisions()).dismissFindings(parts, runId, ids),
    ),
    acceptFinding: each(async ({ runId, ids }) => (await decisions()).markToDo(parts, runId, ids)),
    reopenFinding: each(async ({ runId, ids }) =>
      (await decisions()).reopenFindings(parts, runId, ids),
    ),
    changeDismissal: each(async ({ runId, ids }) =>
      (await decisions()).changeDismissal(parts, runId, ids),
    ),
    showFinding: each(async ({ runId, ids: [id] }) => {
      if (id !== undefined) await places.finding(runId, id);
    }),
    showInReport: each(({ runId, ids: [id] }) =>
      Promise.resolve(parts.openReport(runId, id === undefined ? {} : { findingId: id })),
    ),
    fixWithAgent: async (first, second) => {
      const { fixWithAgent } = await import('../agents/fixWithAgent.ts');
      const named = namedBy(first, second, parts.selected);
      const runId = named.length > 0 ? undefined : runOf(first ?? parts.selected()[0]);
      if (runId !== undefined) await fixWithAgent(runs, runId);
      for (const each of named) await fixWithAgent(runs, each.runId, each.ids);
    },
    nextFinding: () => stepToFinding(1),
    previousFinding: () => stepToFinding(-1),
  };
}

/** The run of a row, or named by its id: all of its findings are meant. */
const runOf = (argument: unknown): string | undefined => {
  if (typeof argument === 'string') return argument;
  const { runId } = (argument ?? {}) as { readonly runId?: unknown };
  return typeof runId === 'string' ? runId : undefined;
};

/**
 * `(runId, id)`, `(runId, [ids])`, `(row, [selected rows])`, or nothing: then what is selected. Rows of several runs
 * are given run by run.
 */
export function namedBy(
  first: unknown,
  second: unknown,
  selected: () => readonly unknown[],
): readonly Named[] {
  if (typeof first === 'string') {
    const ids = (Array.isArray(second) ? second : [second]).filter(id => typeof id === 'string');
    return ids.length > 0 ? [{ runId: first, ids }] : [];
  }
  const rows = Array.isArray(second) && second.length > 0 ? second : first ? [first] : selected();
  const byRun = new Map<string, string[]>();
  for (const row of rows as readonly unknown[]) {
    const { runId, findingId } = (row ?? {}) as { runId?: unknown; findingId?: unknown };
    if (typeof runId !== 'string' || typeof findingId !== 'string') continue;
    byRun.set(runId, [...(byRun.get(runId) ?? []), findingId]);
  }
  return [...byRun].map(([runId, ids]) => ({ runId, ids }));
}
