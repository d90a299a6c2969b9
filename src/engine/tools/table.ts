import { z } from 'zod';
import { SEVERITIES } from '../../core/domain/results/findings.ts';
import { SUMMARY_LENGTHS } from '../../core/domain/jobSpec.ts';
import { MAX_QUESTION } from '../../core/jobs/digest/ask.ts';

/** Paths that one call may name. */
const MAX_PATHS = 200;
const MAX_TEXT = 2_000;

const paths = z
  .array(z.string().min(1).max(4_096))
  .max(MAX_PATHS)
  .describe(
    'Files and folders to read, relative to the workspace folder or absolute. Folders are read recursively.',
  );

const goingOn = {
  resume: z
    .string()
    .min(4)
    .max(64)
    .optional()
    .describe(
      'Id of an earlier run of this tool that was cancelled, was interrupted or has gaps. It continues with the text and settings it has, and what was answered is not paid for again. Leave the other fields out.',
    ),
  confirm: z
    .string()
    .max(64)
    .optional()
    .describe(
      'The token of a plan that an earlier call with the same arguments returned. Give it only after the user agreed to the calls and the price of that plan.',
    ),
};

const text = (what: string) => z.string().min(1).max(MAX_TEXT).optional().describe(what);

const review = z.strictObject({
  paths: paths.optional(),
  changes: z
    .boolean()
    .optional()
    .describe(
      'Review what is not committed in Git instead of paths; with `since`, what HEAD changed.',
    ),
  staged: z.boolean().optional().describe('Review what is staged in Git instead of paths.'),
  since: text('Review what HEAD changed since it left this branch.'),
  commit: text('Review the changes of this commit.'),
  perspectives: z
    .array(z.string().min(1).max(40))
    .min(1)
    .max(64)
    .optional()
    .describe(
      'Perspectives to read from. Text: accuracy, tone, completeness. Code: correctness, security, performance, maintainability, tests. Also those of the team. Default: all for the kind of text.',
    ),
  minSeverity: z
    .enum(SEVERITIES)
    .optional()
    .describe('Return only findings of at least this severity; the others are counted.'),
  ...goingOn,
});

const summarize = z.strictObject({
  paths: paths.optional(),
  length: z
    .union([z.enum(SUMMARY_LENGTHS), z.int().min(20).max(10_000)])
    .optional()
    .describe('Length of the summary: short, medium, long, or a number of words. Default: medium.'),
  audience: text('Who the summary is for.'),
  focus: text('What the summary should focus on.'),
  ...goingOn,
});

const ask = z.strictObject({
  question: z
    .string()
    .max(MAX_QUESTION)
    .optional()
    .describe('The question that the text is to answer; with `columns`, which things are rows.'),
  paths: paths.optional(),
  playbook: z
    .string()
    .min(1)
    .max(4_096)
    .optional()
    .describe(
      'Compare contracts with a playbook instead of a question: a perspective file of the workspace with a heading for each rule, by its path, or by its name in .fanout/perspectives. Every rule comes back as acceptable, needs review, unacceptable or missing, with the words it rests on and the fallback wording; undetermined where not all could be read. The user agrees to its text before it is used.',
    ),
  columns: text(
    'Extract rows instead of an answer: comma-separated column names; :number, :date, :boolean name a type, * marks the key. Example: party*, cap:number',
  ),
  ...goingOn,
});

const classify = z.strictObject({
  path: z
    .string()
    .min(1)
    .max(4_096)
    .optional()
    .describe('A CSV, TSV or JSONL file, or a text with one record per paragraph.'),
  labels: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(200),
        description: z.string().max(1_000).optional().describe('When to use it.'),
      }),
    )
    .min(1)
    .max(1_000)
    .optional()
    .describe('The labels to choose from.'),
  columns: z
    .array(z.string().min(1).max(200))
    .max(40)
    .optional()
    .describe('The columns with the text. Default: the only column.'),
  multi: z.boolean().optional().describe('Allow any number of labels per record.'),
  about: text('What the labels are for.'),
  ...goingOn,
});

const findings = z.strictObject({
  run: z
    .string()
    .min(4)
    .max(64)
    .optional()
    .describe('Id of a run. Without it: the latest runs of this folder.'),
  from: z
    .int()
    .min(0)
    .optional()
    .describe('Number of the first item of the page: `next` of the page before. Default: 0.'),
  minSeverity: z.enum(SEVERITIES).optional().describe('Only findings of at least this severity.'),
  path: z
    .string()
    .max(4_096)
    .optional()
    .describe('Only items of this file, by the path that results give.'),
});

/** What an agent can call: the same in the editor and over MCP, schema and words. */
export interface ToolRow<Input extends z.ZodObject = z.ZodObject> {
  /** For people, in lists of tools. */
  readonly title: string;
  /** For people, in a sentence. */
  readonly about: string;
  /** For models: when to call it, and what comes back. */
  readonly description: string;
  readonly input: Input;
  /** Sends text to a model, which may cost money. */
  readonly sends: boolean;
}

const tool = <Input extends z.ZodObject>(row: ToolRow<Input>): ToolRow<Input> => row;

const RESULT =
  'The result is one page of at most 10,000 tokens, with the exact place (path, line, column) and quote of every item; read the next page with fanout_findings. A first call may return a plan with calls and price instead: show it to the user, and call again with its `confirm` token only if they agree.';

export const TOOLS = {
  fanout_review: tool({
    title: 'Review with Fanout',
    about: 'Review long documents, code or a Git change; every finding points at the exact text.',
    description: `Review documents or code that are too long for one model call, or a Git change: every part is read from every perspective, and each finding points at the exact text. Use it for whole contracts, manuals, specifications, folders and branches; not for a few lines that you can read yourself. ${RESULT}`,
    input: review,
    sends: true,
  }),
  fanout_summarize: tool({
    title: 'Summarize with Fanout',
    about: 'Summarize long documents or folders; every statement cites its places.',
    description: `Summarize files or folders that are too long for one model call; every statement cites the places it rests on. ${RESULT}`,
    input: summarize,
    sends: true,
  }),
  fanout_ask: tool({
    title: 'Ask with Fanout',
    about: 'Answer a question from all of a long text, with citations.',
    description: `Answer a question from all of a long text, extract rows with \`columns\`, or compare contracts with a \`playbook\`; every statement, row and verdict cites its places. Use it when the answer may be anywhere and none may be missed. ${RESULT}`,
    input: ask,
    sends: true,
  }),
  fanout_classify: tool({
    title: 'Classify with Fanout',
    about: 'Label the records of a file.',
    description: `Label each record of a CSV, TSV or JSONL file, or each paragraph of a text. ${RESULT}`,
    input: classify,
    sends: true,
  }),
  fanout_findings: tool({
    title: 'Fanout Findings',
    about: 'Read the results of a stored run.',
    description:
      'Read a stored Fanout run page by page, with the place of every item, or list the latest runs of this folder. Sends nothing and costs nothing.',
    input: findings,
    sends: false,
  }),
} as const;

export type ToolName = keyof typeof TOOLS;
export const TOOL_NAMES = Object.keys(TOOLS) as readonly ToolName[];

export type ToolInput<N extends ToolName> = z.infer<(typeof TOOLS)[N]['input']>;
export type SendingTool = Exclude<ToolName, 'fanout_findings'>;

/** JSON Schema of what a tool takes, without the parts that only a validator reads. */
export function toolSchema(name: ToolName): Readonly<Record<string, unknown>> {
  const { $schema: _, ...schema } = z.toJSONSchema(TOOLS[name].input, { io: 'input' });
  return schema;
}

/** What agents are told of the tools as a whole. */
export const INSTRUCTIONS =
  'Fanout reads long text and code completely, part by part, with the model and within the cost limit that the user chose. Paths have to be inside the workspace folder. Lines and columns are 1-based. Quotes are exact: to fix a finding, replace exactly its quote at its place. `coverage` says how much was read: do not report "no problems" when it is below 1. Runs are kept: read them again with fanout_findings, and continue a cancelled one with `resume`.';
