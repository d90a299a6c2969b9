import { renderCodeQuality } from './data/codeQuality.ts';
import { renderCsv } from './data/csv.ts';
import { type DocxPart, renderDocx } from './docx/docx.ts';
import { renderHtml } from './html/html.ts';
import { renderJsonLines } from './data/jsonLines.ts';
import { renderJson } from './data/json.ts';
import { renderMarkdown } from './markdown/markdown.ts';
import { resultOf } from '../domain/jobs.ts';
import type { JobKind } from '../domain/jobSpec.ts';
import type { Report } from './reportFormat.ts';
import { renderSarif } from './data/sarif.ts';
import { renderText } from './text/text.ts';
import { inEnglish, t } from '../text/l10n.ts';

export interface ReportFormat {
  /** Without a dot. */
  readonly extension: string;
  /** What a person picks it by. */
  readonly title: string;
  /** Text, or the parts of an archive. */
  readonly render: (report: Report) => string | readonly DocxPart[];
  /** The results it holds; absent: all. It may hold problems at places, and neither answers nor tables. */
  readonly results?: readonly ReturnType<typeof resultOf>[];
}

/** What programs read has no display language. */
const english =
  <T>(render: (report: Report) => T) =>
  (report: Report): T =>
    inEnglish(() => render(report));

/** Every form a report can be written in, by the name the command line uses. */
export const formats = {
  text: { extension: 'txt', title: t('Plain text'), render: renderText },
  markdown: { extension: 'md', title: t('Markdown'), render: renderMarkdown },
  html: { extension: 'html', title: t('HTML, one file without scripts'), render: renderHtml },
  /** The page that a browser prints. */
  pdf: { extension: 'pdf', title: t('PDF, printed by an installed browser'), render: renderHtml },
  docx: { extension: 'docx', title: t('Word document'), render: renderDocx },
  json: { extension: 'json', title: 'JSON', render: english(renderJson) },
  sarif: {
    extension: 'sarif',
    title: 'SARIF 2.1.0',
    render: english(renderSarif),
    results: ['findings', 'records'],
  },
  codequality: {
    extension: 'json',
    title: t('Code Quality of GitLab'),
    render: english(renderCodeQuality),
    results: ['findings'],
  },
  csv: { extension: 'csv', title: t('CSV, one row per result'), render: english(renderCsv) },
  jsonl: {
    extension: 'jsonl',
    title: t('JSON Lines, one finding or record a line'),
    render: english(renderJsonLines),
    results: ['findings', 'records'],
  },
} as const satisfies Readonly<Record<string, ReportFormat>>;

export type FormatName = keyof typeof formats;

export const isFormat = (name: string): name is FormatName => Object.hasOwn(formats, name);

/** Whether people read it, in their language; the others are for programs. */
export const isForPeople = (format: FormatName): boolean =>
  ['text', 'markdown', 'html', 'pdf', 'docx'].includes(format);

/** Whether a format holds what a job comes to. */
export const holds = (format: FormatName, job: JobKind): boolean =>
  (formats[format] as ReportFormat).results?.includes(resultOf(job)) ?? true;
