import { t } from '../text/l10n.ts';
import type { AskSpec, JobKind, JobSpec, SummarizeSpec, SummaryLength } from './jobSpec.ts';

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
    get title() {
      return t('Review##noun');
    },
    get done() {
      return t('Reviewed');
    },
    result: 'findings',
    get resultTitle() {
      return t('Summary');
    },
    runName: name => name,
  },
  summarize: {
    get title() {
      return t('Summary');
    },
    get done() {
      return t('Summarized');
    },
    result: 'statements',
    runName: name => t('Summary of {0}', name),
    asked: summaryAsked,
  },
  ask: {
    get title() {
      return t('Answer');
    },
    get done() {
      return t('Answered');
    },
    result: 'statements',
    runName: (name, spec) => {
      if (spec?.playbook) return t('Check of {0} against {1}', name, shortQuestion(spec));
      const question = shortQuestion(spec);
      return question === '' ? t('Answer from {0}', name) : t('“{0}” from {1}', question, name);
    },
    asked: ({ question, playbook }) => (playbook ? t('Playbook: {0}', playbook.title) : question),
  },
  classify: {
    get title() {
      return t('Labels');
    },
    get done() {
      return t('Classified');
    },
    result: 'records',
    get resultTitle() {
      return t('Summary');
    },
    runName: name => t('Labels of {0}', name),
  },
};

export const JOB_KINDS = Object.keys(JOBS) as readonly JobKind[];

/** What a job comes to; findings for a job that this version does not know. */
export const resultOf = (job: JobKind): JobRow<never>['result'] =>
  Object.hasOwn(JOBS, job) ? JOBS[job].result : 'findings';

/** What the section is called that holds a run's result. */
export const resultTitle = (job: JobKind, makesRows: boolean): string =>
  makesRows ? t('Rows') : (JOBS[job].resultTitle ?? JOBS[job].title);

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
    typeof length === 'number' ? t('About {0} words', length) : SUMMARY_NAME[length](),
    ...(audience ? [t('for {0}', audience)] : []),
    ...(focus ? [t('about {0}', focus)] : []),
  ]
    .join(', ')
    .replace(/^./, first => first.toUpperCase());
}

const SUMMARY_NAME: Readonly<Record<SummaryLength, () => string>> = {
  short: () => t('Short summary'),
  medium: () => t('Medium summary'),
  long: () => t('Long summary'),
};

const MAX_QUESTION = 60;

function shortQuestion(spec: AskSpec | undefined): string {
  const line = (spec?.playbook?.title ?? spec?.question ?? '').replace(/\s+/g, ' ').trim();
  return line.length > MAX_QUESTION ? `${line.slice(0, MAX_QUESTION - 1)}…` : line;
}
