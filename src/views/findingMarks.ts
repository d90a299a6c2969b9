import * as vscode from 'vscode';
import { SEVERITIES, type Severity } from '../core/domain/results/findings.ts';
import { joinList } from '../core/format/format.ts';
import type { Config } from '../host/settings/config.ts';
import type { Typing } from '../host/ui/typing.ts';
import { slowly } from './slowly.ts';
import { findingHover, type Placed } from './findingHover.ts';
import { t } from '../core/text/l10n.ts';
import { severityWord } from '../core/format/words.ts';

/** A finding at the place where its quote stands now. */
export interface ShownFinding {
  readonly range: vscode.Range;
  readonly severity: Severity;
  /** Title of the part it was found in. */
  readonly section: string;
  readonly about: Placed;
}

/** The findings of a document, whenever they or their places change. */
export interface ShownFindings {
  readonly of: (uri: vscode.Uri) => readonly ShownFinding[];
  readonly onDidChange: vscode.Event<vscode.Uri>;
}

/**
 * Comments of one document, the most severe first. For each that is added the editor draws the list of all documents'
 * comments anew: a second document with 100 held up the whole window for 18 s. The setting names the number.
 */
const MAX_THREADS = 30;

/** Between two slices of comments that are added, in ms. */
const THREADS_MS = 150;

/** Codicons and colors of the editor's own problems, so that a mark says what its squiggle says. */
const LOOK: Readonly<Record<Severity, { readonly path: string; readonly color: string }>> = {
  critical: { path: 'M8 1 15 8 8 15 1 8Z', color: '#e5534b' },
  major: { path: 'M8 2 15 14H1Z', color: '#d29922' },
  minor: { path: 'M3 3h10v10H3Z', color: '#4493f8' },
  note: { path: 'M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3Z', color: '#8b949e' },
};

/**
 * Findings where the text is, besides Problems: comments, a line above each part, and marks in the gutter, as
 * `fanout.show` asks for.
 */
export function findingMarks(
  findings: ShownFindings,
  config: Config,
  typing: Typing,
): vscode.Disposable {
  const shows = (uri: vscode.Uri, what: 'comments' | 'codeLens' | 'gutter'): boolean =>
    config.read(uri).show.includes(what);
  const lenses = new vscode.EventEmitter<void>();
  let controller: vscode.CommentController | undefined;
  const threads = slowly<ShownFinding, vscode.CommentThread>({
    make(document, finding) {
      controller ??= vscode.comments.createCommentController('fanout', 'Fanout Review');
      return threadOf(controller, vscode.Uri.parse(document), finding);
    },
    remove: thread => {
      thread.dispose();
    },
    later: work => typing.later(work, THREADS_MS),
  });

  const comment = (uri: vscode.Uri, isSeen: boolean): void => {
    // Not while a run goes: the editor draws its list of comments anew for each of them, and the window stands still.
    const over = findings.of(uri).filter(({ about }) => about.isMerged);
    const all = shows(uri, 'comments') ? bySeverity(over).slice(0, MAX_THREADS) : [];
    const wanted = new Map(all.map(finding => [JSON.stringify(finding), finding]));
    threads.set(uri.toString(), wanted, isSeen);
  };
  const isInSight = (uri: vscode.Uri): boolean =>
    vscode.window.visibleTextEditors.some(
      ({ document }) => document.uri.toString() === uri.toString(),
    );
  /** Documents out of sight whose comments are made when they are shown. */
  const stale = new Set<string>();

  const types = new Map(
    SEVERITIES.map(severity => [
      severity,
      vscode.window.createTextEditorDecorationType({
        gutterIconPath: iconOf(severity),
        gutterIconSize: '70%',
      }),
    ]),
  );
  const mark = (editor: vscode.TextEditor): void => {
    const { uri } = editor.document;
    const all = shows(uri, 'gutter') ? findings.of(uri) : [];
    for (const [severity, type] of types)
      editor.setDecorations(
        type,
        all
          .filter(finding => finding.severity === severity)
          .map(({ range }) => new vscode.Range(range.start, range.start)),
      );
  };
  const draw = (uri: vscode.Uri): void => {
    const isSeen = isInSight(uri);
    comment(uri, isSeen);
    if (isSeen) stale.delete(uri.toString());
    else stale.add(uri.toString());
    for (const editor of vscode.window.visibleTextEditors)
      if (editor.document.uri.toString() === uri.toString()) mark(editor);
    lenses.fire();
  };

  return vscode.Disposable.from(
    findings.onDidChange(draw),
    vscode.window.onDidChangeVisibleTextEditors(editors => {
      for (const editor of editors) {
        mark(editor);
        if (stale.delete(editor.document.uri.toString())) comment(editor.document.uri, true);
      }
    }),
    threads,
    vscode.languages.registerCodeLensProvider(
      [{ scheme: 'file' }, { scheme: 'untitled' }, { scheme: 'vscode-remote' }],
      {
        onDidChangeCodeLenses: lenses.event,
        provideCodeLenses: ({ uri }) => (shows(uri, 'codeLens') ? lensesOf(findings.of(uri)) : []),
      },
    ),
    lenses,
    ...types.values(),
    new vscode.Disposable(() => controller?.dispose()),
  );
}

const bySeverity = (all: readonly ShownFinding[]): ShownFinding[] =>
  [...all].sort((a, b) => rank(a) - rank(b) || a.range.start.compareTo(b.range.start));

const rank = ({ severity }: ShownFinding): number => SEVERITIES.indexOf(severity);

function threadOf(
  controller: vscode.CommentController,
  uri: vscode.Uri,
  { range, severity, about }: ShownFinding,
): vscode.CommentThread {
  const body = new vscode.MarkdownString();
  body.appendText(`${about.message}\n\n`);
  const actions = findingHover(about);
  actions.value = `${body.value}${actions.value}`;
  const thread = controller.createCommentThread(uri, range, [
    {
      author: { name: `Fanout Review, ${severityWord[severity]}` },
      body: actions,
      mode: vscode.CommentMode.Preview,
    },
  ]);
  thread.canReply = false;
  thread.label = about.title;
  thread.collapsibleState = vscode.CommentThreadCollapsibleState.Collapsed;
  return thread;
}

/** One line above the first finding of each part: how many there are, and how severe. */
export function lensesOf(all: readonly ShownFinding[]): vscode.CodeLens[] {
  const parts = new Map<string, ShownFinding[]>();
  for (const finding of [...all].sort((a, b) => a.range.start.compareTo(b.range.start))) {
    const part = parts.get(finding.section);
    if (part) part.push(finding);
    else parts.set(finding.section, [finding]);
  }
  return [...parts].flatMap(([section, inside]) => {
    const [first] = inside;
    const [mostSevere] = bySeverity(inside);
    if (!first || !mostSevere) return [];
    const counts = SEVERITIES.flatMap(severity => {
      const n = inside.filter(finding => finding.severity === severity).length;
      return n === 0 ? [] : [`${n} ${severityWord[severity]}`];
    });
    const line = new vscode.Range(first.range.start.line, 0, first.range.start.line, 0);
    return [
      new vscode.CodeLens(line, {
        title: t('Fanout: {0}{1}', joinList(counts), section === '' ? '' : t(' in {0}', section)),
        tooltip: t('Show the most severe of them in the report'),
        command: 'fanout.showInReport',
        arguments: [mostSevere.about.runId, mostSevere.about.findingId],
      }),
    ];
  });
}

function iconOf(severity: Severity): vscode.Uri {
  const { path, color } = LOOK[severity];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="${path}" fill="${color}"/></svg>`;
  return vscode.Uri.parse(`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`);
}
