import type { Severity } from '../core/domain/results/findings.ts';
import { SEVERITIES } from '../core/domain/results/findings.ts';
import { rangeInOriginal } from '../core/domain/original.ts';
import type { Source } from '../core/domain/source.ts';
import { isProtected } from '../core/domain/protectedPath.ts';
import { decisionKey } from '../core/fanin/merge/decisions.ts';
import { escapeMarkdown } from '../core/report/markdown/markdownText.ts';
import type { Report, ReportFinding } from '../core/report/reportFormat.ts';
import { decisionText, perspectiveTitle, severityTitles } from '../core/report/wording.ts';
import { isActive, isDecisive } from '../core/state/findingStatus.ts';
import { cut } from '../core/text/cleanText.ts';

/** A comment on lines of a pull request's diff, as it is to be. */
export interface Wanted {
  /** The same for the same remark on the same passage, push after push. */
  readonly key: string;
  /** From the root of the repository. */
  readonly path: string;
  /** Counts from 1; the last line it is about, on the new side. */
  readonly line: number;
  /** Where it is about several lines. */
  readonly startLine?: number;
  readonly body: string;
}

/** The findings of a run as comments, and those that have no line in the diff. */
export interface Comments {
  readonly wanted: readonly Wanted[];
  /** Findings that stand, with no line of the diff to be said at. */
  readonly elsewhere: readonly ReportFinding[];
  /** Key -> why a finding of this run is not to be said: what a person decided, or a second look found. */
  readonly settled: ReadonlyMap<string, string>;
  /** Keys of what is elsewhere: it stands as before. */
  readonly standing: ReadonlySet<string>;
}

/** A review's name for a source, as the repository has it. */
export type PathOf = (path: string) => string;

/** Findings of a change as comments, the most severe first. `sources` hold the texts and the changed ranges of the run. */
export function commentsOf(report: Report, sources: readonly Source[], pathOf: PathOf): Comments {
  const byId = new Map(sources.map(source => [source.id, inFile(source)]));
  const wanted = new Map<string, Wanted>();
  const elsewhere: ReportFinding[] = [];
  const settled = new Map<string, string>();
  for (const finding of [...report.findings].sort(bySeverity)) {
    const source = byId.get(finding.source);
    const key = keyOf(finding, source, pathOf(finding.path));
    if (!isActive(finding)) {
      settled.set(key, decisionText(finding) || 'a second look did not confirm it');
      continue;
    }
    const lines = source && isDecisive(finding) ? linesOf(finding, source) : undefined;
    if (!source || !lines) elsewhere.push(finding);
    else if (!wanted.has(key))
      wanted.set(key, {
        key,
        path: pathOf(finding.path),
        ...lines,
        body: bodyOf(finding, report, source, key),
      });
  }
  elsewhere.push(...report.outsideChange.filter(isActive));
  const standing = new Set(
    elsewhere.map(finding => keyOf(finding, byId.get(finding.source), pathOf(finding.path))),
  );
  return { wanted: [...wanted.values()], elsewhere, settled, standing };
}

/** A host counts the lines of the file, whatever text was read of it. */
function inFile(source: Source): Source {
  const { original, changed = [] } = source;
  if (!original) return source;
  return {
    ...source,
    text: original.text,
    changed: changed.map(range => ({ ...range, ...rangeInOriginal(original, range) })),
  };
}

const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);
const bySeverity = (a: ReportFinding, b: ReportFinding): number =>
  rank(a.severity) - rank(b.severity) || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);

/** Decisions of people are kept under the same key: 256 bits at most, in hex. */
function keyOf(finding: ReportFinding, source: Source | undefined, path: string): string {
  const { fingerprint, quote, start, end } = finding;
  const range = start === null || end === null ? undefined : { start, end };
  return decisionKey({ fingerprint, quote, ...(range && { range }) }, path, source);
}

type Lines = Pick<Wanted, 'line' | 'startLine'>;

/** The changed lines that a finding touches; undefined: none. A host refuses a comment on any other line. */
function linesOf({ start, end }: ReportFinding, source: Source): Lines | undefined {
  if (start === null || end === null) return undefined;
  const changed = source.changed?.find(
    range => range.start < Math.max(end, start + 1) && start < range.end,
  );
  if (!changed) return undefined;
  const first = lineAt(source.text, Math.max(start, changed.start));
  const last = lineAt(source.text, Math.max(start, Math.min(end, changed.end) - 1));
  return first < last ? { startLine: first, line: last } : { line: last };
}

/** As Git counts them: a carriage return alone ends no line. */
function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1))
    line += 1;
  return line;
}

/** Invisible in what a host shows; the only part that is read again. Escaped text cannot hold one. */
export const mark = (what: string): string => `<!-- fanout:${what} -->`;

/** Most characters of a comment; hosts take 65,536. */
export const MAX_BODY = 60_000;
/** Most characters of a message, a suggestion or a rule in it. */
const MAX_PART = 18_000;

function bodyOf(finding: ReportFinding, report: Report, source: Source, key: string): string {
  const who = [finding.perspective, ...finding.alsoPerspectives]
    .map(id => perspectiveTitle(report, id))
    .join(', ');
  const parts = [
    `**${severityTitles[finding.severity]}: ${cut(line(finding.title), 1000)}** (${cut(line(who), 1000)})`,
    cut(escapeMarkdown(finding.message), MAX_PART),
    suggestionOf(finding, source),
    finding.houseRule
      ? cut(`Rule ${line(finding.houseRule.id)}: ${line(finding.houseRule.text)}`, MAX_PART)
      : '',
    `<sub>${finding.id}, ${Math.round(finding.confidence * 100)} % sure, by ${line(finding.models.join(', ') || report.run.reviewer)}. Answer here, or dismiss it: fanout dismiss ${report.run.id.slice(0, 8)} ${finding.id}</sub>`,
    mark(key),
  ];
  return parts.filter(Boolean).join('\n\n');
}

export const line = (text: string): string => escapeMarkdown(text.replace(/\s+/g, ' ').trim());

/**
 * A suggestion as a block that one click commits, where it replaces whole changed lines of one range and the file
 * steers no tool; else as quoted text. A host replaces lines, so the rest of the lines is repeated.
 */
function suggestionOf(finding: ReportFinding, source: Source): string {
  const { suggestion, start, end } = finding;
  if (suggestion === null || start === null || end === null) return '';
  const { text } = source;
  const from = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
  const ends = text.indexOf('\n', Math.max(start, end - 1));
  const to = ends < 0 ? text.length : ends;
  const isWhole = source.changed?.some(range => range.start <= from && to <= range.end) === true;
  const isPlain = finding.match !== 'ambiguous' && finding.match !== 'fuzzy';
  // A host keeps the end of the last line.
  const isEnded = text.slice(start, end).endsWith('\n');
  const fits = !isEnded || suggestion.endsWith('\n');
  const lines =
    text.slice(from, start) +
    (isEnded ? suggestion.slice(0, -1) : suggestion) +
    text.slice(end, to);
  if (
    !isWhole ||
    !fits ||
    lines.length > MAX_PART ||
    !isPlain ||
    /\r|[^\P{Cc}\t\n]/u.test(lines) ||
    isProtected(finding.path)
  )
    return `Suggestion:\n\n${cut(escapeMarkdown(suggestion).replace(/^/gm, '> '), MAX_PART)}`;
  const fence = '`'.repeat(
    Math.max(3, ...[...lines.matchAll(/`+/g)].map(([run]) => run.length + 1)),
  );
  return `${fence}suggestion\n${lines}\n${fence}`;
}
