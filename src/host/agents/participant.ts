import * as vscode from 'vscode';
import type { ChangeSpec, JobSpec } from '../../core/domain/jobSpec.ts';
import { REVIEW } from '../../core/domain/jobSpec.ts';
import type { Source } from '../../core/domain/source.ts';
import { FanoutError, messageOf, usageError } from '../../core/errors.ts';
import { count } from '../../core/format/format.ts';
import { MAX_QUESTION } from '../../core/jobs/digest/ask.ts';
import { buildReport } from '../../core/report/report.ts';
import { rootNode } from '../../core/report/digest/digestWording.ts';
import type { Report } from '../../core/report/reportFormat.ts';
import { countsText, coverageText } from '../../core/report/wording.ts';
import { countBranches } from '../../core/state/coverage.ts';
import { isDecisive } from '../../core/state/findingStatus.ts';
import { spendingOf, spendingText } from '../../core/state/spending.ts';
import { isRunEnded, type RunState } from '../../core/state/runState.ts';
import type { Order } from '../jobs/startRun.ts';
import type { Runs } from '../runs/runs.ts';
import { requireTrust } from '../settings/trust.ts';
import { activeEditor, selectedRanges, sourceOfDocument } from '../sources/collect.ts';
import { readUris } from '../sources/pickFiles.ts';
import type { Config } from '../settings/config.ts';
import type { AgentRuns } from './agentRuns.ts';
import { t } from '../../core/text/l10n.ts';

export interface ChatParts {
  readonly runs: Runs;
  readonly config: Config;
  readonly agents: AgentRuns;
}

/** Findings and statements that an answer lists; the report has all of them. */
const MAX_LISTED = 30;
/** Progress lines: at most one in this many ms. */
const PROGRESS_MS = 1_000;

/** Answers one request to `@fanout`; what is answered is a run as any other. */
export async function answerChat(
  { runs, config, agents }: ChatParts,
  request: vscode.ChatRequest,
  stream: vscode.ChatResponseStream,
  token: vscode.CancellationToken,
): Promise<vscode.ChatResult> {
  const abort = new AbortController();
  const listening = token.onCancellationRequested(() => abort.abort());
  let runId: string | undefined;
  const telling = runs.onDidChange(() => {
    const state = runId === undefined ? undefined : runs.get(runId)?.state;
    if (state && !isRunEnded(state.status)) tell(state);
  });
  const tell = throttled(state => stream.progress(progressText(state)));
  try {
    requireTrust();
    const change = request.command === 'review' ? changeIn(request.prompt) : undefined;
    stream.progress(t('Reading the text'));
    const order = change
      ? await agents.changeOrder(change)
      : await orderOf(request, specOf(request), config);
    const state = await agents.start(order, abort.signal, undefined, id => (runId = id));
    const entry = runId === undefined ? undefined : runs.get(runId);
    if (!state || !entry) {
      stream.markdown(t('Nothing was sent.'));
      return {};
    }
    write(buildReport(state, [...entry.sources.values()]), entry.sources, stream);
    return { metadata: { runId } };
  } catch (error) {
    if (!(error instanceof FanoutError)) throw error;
    stream.markdown(plain(messageOf(error)));
    return { errorDetails: { message: messageOf(error) } };
  } finally {
    telling.dispose();
    listening.dispose();
  }
}

function throttled(tell: (state: RunState) => void): (state: RunState) => void {
  let toldAt = -Infinity;
  return state => {
    if (performance.now() - toldAt < PROGRESS_MS) return;
    toldAt = performance.now();
    tell(state);
  };
}

function progressText(state: RunState): string {
  const { total, open, failed } = countBranches(state);
  const spending = spendingOf(state);
  const spent = spending && spendingText(spending);
  return [
    t('{0} of {1} read', total - open, count(total, 'part')),
    ...(state.job === 'review' ? [count(state.findings.length, 'finding')] : []),
    ...(failed > 0 ? [t('{0} failed', failed)] : []),
    ...(spent === undefined ? [] : [spent]),
  ].join(', ');
}

function specOf({ command, prompt }: vscode.ChatRequest): JobSpec {
  const text = prompt.trim();
  if (command === 'summarize')
    return { kind: 'summarize', length: 'medium', ...(text === '' ? {} : { focus: text }) };
  if (command === 'review' || (command === undefined && text === '')) return REVIEW;
  if (text === '') throw usageError(t('Write a question after /ask. Nothing was sent.'));
  if (text.length > MAX_QUESTION)
    throw usageError(
      t('The question is longer than {0} characters. Nothing was sent.', MAX_QUESTION),
    );
  return { kind: 'ask', question: text };
}

/** `/review changes`, `/review staged changes`, `/review changes since main`. */
export function changeIn(prompt: string): ChangeSpec | undefined {
  const words = /^(?:my |the )?(?:uncommitted )?(staged )?changes(?: since (\S+))?\.?$/i.exec(
    prompt.trim(),
  );
  if (!words) return undefined;
  const [, staged, ref] = words;
  if (ref !== undefined) return { ref: ref.replace(/\.$/, '') };
  return staged === undefined ? {} : { staged: true };
}

/** What is attached; without anything the selection, or the document, of the active editor. */
async function orderOf(
  { references }: vscode.ChatRequest,
  spec: JobSpec,
  config: Config,
): Promise<Order> {
  const uris = references.flatMap(({ value }) => (value instanceof vscode.Uri ? [value] : []));
  const places = references.flatMap(({ value }) =>
    value instanceof vscode.Location ? [value] : [],
  );
  const read = uris.length > 0 ? await readUris(uris, config.read(uris[0])) : undefined;
  const sources: Source[] = [...(read?.sources ?? [])];
  for (const { uri, range } of places) {
    const document = await vscode.workspace.openTextDocument(uri);
    const part = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    const source = sourceOfDocument(document, part);
    sources.push({ ...source, id: `${source.id}#${part.start}` });
  }
  if (uris.length + places.length === 0) sources.push(...ofEditor());
  const skipped = [...(read?.skipped ?? []), ...(read?.excluded ?? [])];
  const [first] = sources;
  if (!first)
    throw usageError(
      t(
        'Nothing that is attached can be read{0}. Nothing was sent.',
        skipped.length > 0 ? `: ${skipped.map(s => `${s.path}: ${s.reason}`).join('; ')}` : '',
      ),
    );
  const name = sources.length === 1 ? first.path : count(sources.length, 'text');
  return { spec, name, sources, skipped };
}

function ofEditor(): Source[] {
  const editor = activeEditor();
  const ranges = selectedRanges(editor);
  if (ranges.length === 0) return [sourceOfDocument(editor.document)];
  return ranges.map(range => {
    const source = sourceOfDocument(editor.document, range);
    return { ...source, id: `${source.id}#${range.start}` };
  });
}

type Sources = ReadonlyMap<string, Source>;

/** Findings and statements with their places to click, the coverage, and the way to the whole report. */
function write(report: Report, sources: Sources, stream: vscode.ChatResponseStream): void {
  const findings = report.findings.filter(isDecisive);
  const root = rootNode(report);
  if (root)
    for (const { text, places } of root.statements.slice(0, MAX_LISTED)) {
      stream.markdown(`- ${plain(text)} `);
      for (const place of places.slice(0, 3)) anchor(place, sources, stream);
      stream.markdown('\n');
    }
  if (!root && report.run.job === 'review') stream.markdown(`${plain(countsText(report))}\n\n`);
  for (const finding of findings.slice(0, MAX_LISTED)) {
    stream.markdown(`- **${finding.severity}** `);
    anchor(finding, sources, stream);
    stream.markdown(` ${plain(finding.title)}: ${plain(finding.message)}\n`);
  }
  const total = root ? root.statements.length : findings.length;
  if (total > MAX_LISTED)
    stream.markdown(t('\n{0} in the report.\n', count(total - MAX_LISTED, 'more item')));
  if (report.run.failure) stream.markdown(`\n${plain(report.run.failure.message)}\n`);
  stream.markdown(`\n${plain(coverageText(report))}\n`);
  const { id } = report.run;
  stream.button({ command: 'fanout.openReport', title: t('Open Report'), arguments: [id] });
  if (findings.length > 0)
    stream.button({
      command: 'fanout.fixWithAgent',
      title: t('Fix with Agent'),
      arguments: [id, findings.map(finding => finding.id)],
    });
}

interface Placed {
  readonly source: string;
  readonly path: string;
  readonly quote: string;
  readonly line: number | null;
  readonly column: number | null;
}

function anchor(place: Placed, sources: Sources, stream: vscode.ChatResponseStream): void {
  const uri = sources.get(place.source)?.uri;
  const { line, column } = place;
  if (uri === undefined || line === null || column === null) {
    stream.markdown(`${plain(place.path)} `);
    return;
  }
  const at = new vscode.Position(line - 1, column - 1);
  const lines = place.quote.split(/\r\n|\n|\r/);
  const last = lines.at(-1) ?? '';
  const end =
    lines.length === 1
      ? at.translate(0, last.length)
      : new vscode.Position(at.line + lines.length - 1, last.length);
  stream.anchor(
    new vscode.Location(vscode.Uri.parse(uri), new vscode.Range(at, end)),
    `${place.path}:${line}`,
  );
}

/** Text of models and documents, with nothing in it that Markdown obeys. */
export const plain = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]()#+!|<>~&-]/g, '\\$&');
