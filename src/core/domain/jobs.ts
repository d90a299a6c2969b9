import type { AskSpec, JobKind, JobSpec, SummarizeSpec } from './jobSpec.ts';

/** What people read of a job, wherever it is shown. What a model reads of it is in `core/jobs`. */
interface JobRow<Spec> {
  /** What its report is called: "Review of contract.md". */
  readonly title: string;
  /** What it did, before who did it: "Reviewed by". */
  readonly done: string;
  /** What it comes to: decides the sections of its report and the formats that hold it. */
  readonly result: 'findings' | 'statements' | 'records';
  /** What the section is called that holds its result; the same as `title` when absent. Rows are always "Rows". */
  readonly resultTitle?: string;
  /** A run of it beside runs of other jobs; `spec` is absent where only the list of runs was read. */
  readonly runName: (name: string, spec?: Spec) => string;
  /** What was asked, for a person; absent: nothing beyond the job itself. */
  readonly asked?: (spec: Spec) => string;
}

type Jobs = { readonly [K in JobKind]: JobRow<Extract<JobSpec, { kind: K }>> };

/** Every job, in the order in which they are offered. */
export const JOBS: Jobs = {
  review: {
    title: 'Review',
    done: 'Reviewed',
    result: 'findings',
    resultTitle: 'Summary',
    runName: name => name,
  },
  summarize: {
    title: 'Summary',
    done: 'Summarized',
    result: 'statements',
    runName: name => `Summary of ${name}`,
    asked: summaryAsked,
  },
  ask: {
    title: 'Answer',
    done: 'Answered',
    result: 'statements',
    runName: (name, spec) => {
      if (spec?.playbook) return `Check of ${name} against ${shortQuestion(spec)}`;
      const question = shortQuestion(spec);
      return question === '' ? `Answer from ${name}` : `“${question}” from ${name}`;
    },
    asked: ({ question, playbook }) => (playbook ? `Playbook: ${playbook.title}` : question),
  },
  classify: {
    title: 'Labels',
    done: 'Classified',
    result: 'records',
    resultTitle: 'Summary',
    runName: name => `Labels of ${name}`,
  },
};

export const JOB_KINDS = Object.keys(JOBS) as readonly JobKind[];

/** What a job comes to; findings for a job that this version does not know. */
export const resultOf = (job: JobKind): JobRow<never>['result'] =>
  Object.hasOwn(JOBS, job) ? JOBS[job].result : 'findings';

/** What the section is called that holds a run's result. */
export const resultTitle = (job: JobKind, makesRows: boolean): string =>
  makesRows ? 'Rows' : (JOBS[job].resultTitle ?? JOBS[job].title);

/** What was asked, for a person; empty where there is nothing to say. */
export const askedText = <K extends JobKind>(spec: Extract<JobSpec, { kind: K }>): string =>
  JOBS[spec.kind].asked?.(spec) ?? '';

/** What a run is called beside runs of other jobs. A job that this version does not know adds nothing. */
export const runName = <K extends JobKind>(
  job: K,
  name: string,
  spec?: Extract<JobSpec, { kind: K }>,
): string => (Object.hasOwn(JOBS, job) ? JOBS[job].runName(name, spec) : name);

function summaryAsked({ length, audience, focus }: SummarizeSpec): string {
  return [
    typeof length === 'number' ? `About ${length} words` : `${length} summary`,
    ...(audience ? [`for ${audience}`] : []),
    ...(focus ? [`about ${focus}`] : []),
  ]
    .join(', ')
    .replace(/^./, first => first.toUpperCase());
}

const MAX_QUESTION = 60;

function shortQuestion(spec: AskSpec | undefined): string {
  const line = (spec?.playbook?.title ?? spec?.question ?? '').replace(/\s+/g, ' ').trim();
  return line.length > MAX_QUESTION ? `${line.slice(0, MAX_QUESTION - 1)}…` : line;
}
