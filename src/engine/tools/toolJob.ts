import type { AskSpec, ChangeSpec, JobSpec } from '../../core/domain/jobSpec.ts';
import { readLabelList } from '../../core/domain/records/labelList.ts';
import { usageError } from '../../core/errors.ts';
import { columnsOfList } from '../../core/jobs/digest/columns.ts';
import type { SendingTool, ToolInput } from './table.ts';

/** Reads a playbook by the name that an agent gave. @throws FanoutError. */
export type ReadPlaybook = (name: string) => Promise<AskSpec>;

/** What a tool call asks for, in the terms of the engine. */
export interface ToolJob {
  readonly spec: JobSpec;
  /** Empty for a change. */
  readonly paths: readonly string[];
  readonly perspectives?: readonly string[];
  /** Read the one path as records, with these columns. */
  readonly records?: { readonly columns?: readonly string[] };
}

type Readers = {
  readonly [N in SendingTool]: (
    input: ToolInput<N>,
    readPlaybook: ReadPlaybook,
  ) => ToolJob | Promise<ToolJob>;
};

const readers: Readers = {
  fanout_review: input => {
    const change = changeOf(input);
    const asked = input.perspectives ? { perspectives: input.perspectives } : {};
    return change
      ? { spec: { kind: 'review', change }, paths: noPaths(input.paths), ...asked }
      : { spec: { kind: 'review' }, paths: somePaths(input.paths), ...asked };
  },
  fanout_summarize: ({ length = 'medium', audience, focus, paths }) => ({
    spec: {
      kind: 'summarize',
      length,
      ...(audience === undefined ? {} : { audience }),
      ...(focus === undefined ? {} : { focus }),
    },
    paths: somePaths(paths),
  }),
  fanout_ask: async ({ question = '', columns, playbook, paths }, readPlaybook) => {
    if (playbook !== undefined) {
      if (question.trim() !== '' || columns !== undefined)
        throw usageError('Give a playbook, or a question and columns. Nothing was sent.');
      const texts = somePaths(paths);
      return { spec: await readPlaybook(playbook), paths: texts };
    }
    const list = columns === undefined ? undefined : columnsOfList(columns);
    if (question.trim() === '' && !list)
      throw usageError('Give a question, columns to extract, or a playbook. Nothing was sent.');
    return {
      spec: { kind: 'ask', question: question.trim(), ...(list ? { columns: list } : {}) },
      paths: somePaths(paths),
    };
  },
  fanout_classify: ({ path, labels, columns, multi = false, about }) => {
    if (path === undefined || labels === undefined)
      throw usageError('Give a path and labels. Nothing was sent.');
    return {
      spec: {
        kind: 'classify',
        labels: readLabelList(JSON.stringify(labels), 'labels'),
        multi,
        ...(about === undefined ? {} : { about }),
      },
      paths: [path],
      records: columns ? { columns } : {},
    };
  },
};

/** @throws FanoutError `usage` for fields that do not go together, and what `readPlaybook` throws. */
export const toolJob = async <N extends SendingTool>(
  name: N,
  input: ToolInput<N>,
  readPlaybook: ReadPlaybook,
): Promise<ToolJob> => readers[name](input, readPlaybook);

function changeOf({
  changes,
  staged,
  since,
  commit,
}: ToolInput<'fanout_review'>): ChangeSpec | undefined {
  const asked = [staged, since !== undefined, commit !== undefined].filter(Boolean).length;
  if (asked > 1) throw usageError('Choose one of: since, staged, commit. Nothing was sent.');
  if (staged) return { staged };
  if (since !== undefined) return { ref: since };
  if (commit !== undefined) return { commit };
  return changes ? {} : undefined;
}

function somePaths(paths: readonly string[] | undefined): readonly string[] {
  if (!paths || paths.length === 0)
    throw usageError('Give at least one file or folder. Nothing was sent.');
  return paths;
}

function noPaths(paths: readonly string[] | undefined): readonly string[] {
  if (paths && paths.length > 0)
    throw usageError('Give paths or a change, not both. Nothing was sent.');
  return [];
}
