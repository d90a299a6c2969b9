import * as vscode from 'vscode';
import { isActive } from '../core/state/findingStatus.ts';
import { belowText, isBelow, type Least } from '../core/state/least.ts';
import { fileTextOf, rangeInFile } from '../core/text/fileWords.ts';
import { isFixable } from '../core/domain/results/fixable.ts';
import { SEVERITIES, type Finding } from '../core/domain/results/findings.ts';
import type { Source } from '../core/domain/source.ts';
import type { Config } from '../host/settings/config.ts';
import { PROBLEM_SOURCE } from '../host/findings/nextFinding.ts';
import { isOfNotebook } from '../host/findings/cells.ts';
import { toRange, type Reveal } from '../host/findings/reveal.ts';
import { timerLater } from '../host/ui/timerLater.ts';
import type { Typing } from '../host/ui/typing.ts';
import type { RunChange } from '../host/runs/runEntry.ts';
import type { Runs } from '../host/runs/runs.ts';
import { findingHover, type Placed } from './findingHover.ts';
import type { ShownFinding, ShownFindings } from './findingMarks.ts';
import { findingsByCell, type CellFindings } from './notebookProblems.ts';
import { lineStarts, positionAt } from './linePositions.ts';
import { movedFiles } from './movedFiles.ts';
import { actionsOn } from './problemActions.ts';
import { publishPace } from './publishPace.ts';
import { isSameList, mostSevereOf, sourcesRead } from './problemList.ts';
import { shiftOnEdit } from './shiftOnEdit.ts';
import { restoredFindings } from './restoredFindings.ts';
import { t } from '../core/text/l10n.ts';

const MAX_MESSAGE_LENGTH = 300;
/** How long the status bar shows that some are below the limits, in ms. */
const HIDDEN_MS = 15_000;

/**
 * Lists the placed findings of the newest run over each document in Problems, also while it runs, where their quotes
 * stand now, and offers a quick fix for those with a suggestion. A run that is deleted takes its
 * problems along.
 */
export function findingsView(
  runs: Runs,
  config: Config,
  places: Reveal,
  typing: Typing,
): vscode.Disposable & {
  /** Lists a review's findings instead of a later review's: its report was opened. */
  readonly show: (runId: string) => void;
  readonly shown: ShownFindings;
} {
  const collection = vscode.languages.createDiagnosticCollection('fanout');
  const placed = new WeakMap<
    vscode.Diagnostic,
    Placed & { readonly where: Pick<ShownFinding, 'severity' | 'section'> }
  >();
  /** What is found in each document, listed in Problems or not. */
  const found = new Map<string, readonly ShownFinding[]>();
  const known = new Map<string, readonly vscode.Diagnostic[]>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  /** Which run's findings a document shows. */
  const owner = new Map<string, string>();
  /** The cells with findings of each notebook. */
  const cells = new Map<string, ReadonlySet<string>>();
  /** Runs under way with findings that are not listed yet. */
  const streaming = new Set<string>();
  /** What each document lists. */
  const listed = new Map<string, readonly Finding[]>();

  /** Lists a run's findings of all its documents, or of those named; returns how many are listed anew. */
  const publish = (runId: string, only?: ReadonlySet<string>, onlyNew = false): number => {
    const entry = runs.get(runId);
    // A summary or an answer says nothing about what is wrong with a text.
    if (entry?.state?.job !== 'review') return 0;
    const read = sourcesRead(entry.state);
    const byDocument = new Map<string, { source: Source; findings: Finding[] }>();
    const notebooks = new Map<Source, Finding[]>();
    for (const source of entry.sources.values())
      if (source.uri && isOfNotebook(source)) {
        if (read.has(source.id) && (only?.has(source.uri) ?? true)) notebooks.set(source, []);
      } else if (source.uri && read.has(source.id) && (only?.has(source.uri) ?? true)) {
        const known = byDocument.get(source.uri);
        byDocument.set(source.uri, known ?? { source, findings: [] });
      }
    const limits = new Map<string, Least>();
    const leastOf = (uri: string): Least => {
      const known = limits.get(uri);
      if (known) return known;
      const { minSeverity, minConfidence } = config.read(vscode.Uri.parse(uri));
      const least = { severity: minSeverity, confidence: minConfidence };
      limits.set(uri, least);
      return least;
    };
    let hidden = 0;
    for (const finding of entry.state.findings) {
      const source = entry.sources.get(finding.sourceId);
      if (!finding.range || !source?.uri || !isActive(finding)) continue;
      if (isBelow(finding, leastOf(source.uri))) hidden += 1;
      else if (isOfNotebook(source)) notebooks.get(source)?.push(finding);
      else byDocument.get(source.uri)?.findings.push(finding);
    }
    const [least = {}] = limits.values();
    if (hidden > 0)
      vscode.window.setStatusBarMessage(
        t('Problems: {0}. The report has all of them.', belowText(hidden, least)),
        HIDDEN_MS,
      );
    let marks = 0;
    for (const [uriText, { source, findings }] of byDocument) {
      const before = owner.get(uriText) === runId ? listed.get(uriText) : undefined;
      if (onlyNew && before && isSameList(before, findings)) continue;
      const uri = vscode.Uri.parse(uriText);
      owner.set(uriText, runId);
      listed.set(uriText, findings);
      const all = diagnosticsOf(runId, uri, source, findings, placesIn(uri, source));
      marks += all.length;
      set(uri, all);
    }
    publishCells(runId, notebooks);
    return marks;
  };

  /** A notebook's text and its code are two sources, and a cell has findings of one of them. */
  const publishCells = (
    runId: string,
    notebooks: ReadonlyMap<Source, readonly Finding[]>,
  ): void => {
    const listed = new Map<string, vscode.Diagnostic[]>();
    for (const [source, findings] of notebooks) {
      const file = source.uri ?? '';
      listed.set(file, listed.get(file) ?? []);
      for (const key of cells.get(file) ?? []) listed.set(key, listed.get(key) ?? []);
      for (const { uri, rangeIn, lead, ...own } of findingsByCell(source, findings)) {
        const key = uri.toString() === vscode.Uri.parse(file).toString() ? file : uri.toString();
        const made = diagnosticsOf(runId, uri, own.source, own.findings, rangeIn, lead);
        listed.set(key, [...(listed.get(key) ?? []), ...made]);
        if (key !== file) cells.set(file, new Set([...(cells.get(file) ?? []), key]));
      }
    }
    for (const [key, all] of listed) {
      owner.set(key, runId);
      set(vscode.Uri.parse(key), all);
    }
  };

  const set = (uri: vscode.Uri, all: readonly vscode.Diagnostic[]): void => {
    const key = uri.toString();
    known.set(key, all);
    found.set(
      key,
      all.flatMap(diagnostic => {
        const about = placed.get(diagnostic);
        return about ? [shownAt(diagnostic, about)] : [];
      }),
    );
    list(uri);
    changed.fire(uri);
  };

  const list = (uri: vscode.Uri): void => {
    const { problems, show } = config.read(uri);
    collection.set(uri, problems && show.includes('problems') ? known.get(uri.toString()) : []);
  };

  /** Where words of a source are in its document or file. */
  const placesIn = (uri: vscode.Uri, source: Source): CellFindings['rangeIn'] => {
    const document = vscode.workspace.textDocuments.find(d => d.uri.toString() === uri.toString());
    const lines = document ? undefined : lineStarts(fileTextOf(source));
    return (place, quote) => {
      const at = document
        ? places.place(source, document, place, quote)
        : rangeInFile(source, place);
      return (
        at &&
        (document
          ? toRange(document, at)
          : new vscode.Range(positionAt(lines ?? [0], at.start), positionAt(lines ?? [0], at.end)))
      );
    };
  };

  const diagnosticsOf = (
    runId: string,
    uri: vscode.Uri,
    source: Source,
    findings: readonly Finding[],
    rangeIn: CellFindings['rangeIn'],
    lead: CellFindings['lead'] = () => '',
  ): vscode.Diagnostic[] => {
    return mostSevereOf(findings).flatMap(finding => {
      const range = finding.range && rangeIn(finding.range, finding.quote);
      if (!range) return [];
      const { otherPlaces = [] } = finding;
      const among =
        otherPlaces.length === 0 ? '' : t('One of {0} places. ', otherPlaces.length + 1);
      const message = `${lead(finding)}${among}${finding.title}: ${finding.message}`.replace(
        /\s+/g,
        ' ',
      );
      const diagnostic = new vscode.Diagnostic(
        range,
        message.length > MAX_MESSAGE_LENGTH
          ? `${message.slice(0, MAX_MESSAGE_LENGTH - 1)}…`
          : message,
        SEVERITIES.indexOf(finding.severity),
      );
      diagnostic.source = PROBLEM_SOURCE;
      if (otherPlaces.length > 0)
        diagnostic.relatedInformation = otherPlaces.flatMap(other => {
          const words = source.text.slice(other.start, other.end);
          const place = rangeIn(other, words);
          return place
            ? [new vscode.DiagnosticRelatedInformation(new vscode.Location(uri, place), words)]
            : [];
        });
      diagnostic.code = finding.rule ?? finding.houseRule?.id ?? finding.perspectiveId;
      placed.set(diagnostic, {
        runId,
        findingId: finding.id,
        title: finding.title,
        suggestion: isFixable(finding, source) ? finding.suggestion : undefined,
        quote: finding.quote,
        message: finding.message,
        isMerged: runs.get(runId)?.state?.merged === true,
        isAccepted: finding.decision?.kind === 'accepted',
        where: {
          severity: finding.severity,
          section: runs.get(runId)?.state?.chunks[finding.chunkId]?.title ?? '',
        },
      });
      return [diagnostic];
    });
  };

  const clearDocument = (uri: string): void => {
    owner.delete(uri);
    listed.delete(uri);
    set(vscode.Uri.parse(uri), []);
  };
  const clear = (runId: string): void => {
    for (const [uri, id] of owner) if (id === runId) clearDocument(uri);
  };

  const ownedBy = (runId: string): ReadonlySet<string> =>
    new Set([...owner].flatMap(([uri, id]) => (id === runId ? [uri] : [])));

  /** Lists what a document shows by its text as it is now. */
  const again = (uri: vscode.Uri): void => {
    const key = [uri.toString(), uri.toString(true)].find(address => owner.has(address));
    const runId = key === undefined ? undefined : owner.get(key);
    if (key !== undefined && runId !== undefined) publish(runId, new Set([key]));
  };

  /** Where the words of a listed finding are now; undefined: they are gone, or at several places. */
  const placeOf = (uri: vscode.Uri, diagnostic: vscode.Diagnostic): vscode.Range | undefined => {
    const about = placed.get(diagnostic);
    const entry = about && runs.get(about.runId);
    const finding = entry?.state?.findings.find(({ id }) => id === about?.findingId);
    const source = finding && entry?.sources.get(finding.sourceId);
    return finding?.range && source && placesIn(uri, source)(finding.range, finding.quote);
  };

  const pace = publishPace({
    publish() {
      const ids = [...streaming];
      streaming.clear();
      return ids.reduce((marks, id) => marks + publish(id, undefined, true), 0);
    },
    now: () => Date.now(),
    later: timerLater,
  });

  const onChanges = (changes: readonly RunChange[]): void => {
    for (const runId of new Set(changes.map(change => change.runId)))
      if (!runs.get(runId)) clear(runId);
    for (const { runId, event } of changes) {
      if (event?.type === 'run.ended') {
        streaming.delete(runId);
        publish(runId);
      } else if (event?.type === 'findings.decided' || event?.type === 'suggestions.applied') {
        publish(runId, ownedBy(runId));
      } else if (event?.type === 'branch.ended' && event.outcome.status === 'succeeded') {
        if (event.outcome.findings.length > 0) streaming.add(runId);
      }
    }
    if (streaming.size > 0) pace.want();
  };

  const quickFix: vscode.CodeActionProvider = {
    provideCodeActions(document, range, context) {
      // The editor hands back copies: find ours by what they say and where.
      const own = known.get(document.uri.toString()) ?? [];
      return own
        .filter(d => d.range.intersection(range) && context.diagnostics.some(c => same(c, d)))
        .flatMap(diagnostic => {
          const info = placed.get(diagnostic);
          return info ? actionsOn(info, diagnostic) : [];
        });
    },
  };

  const hover: vscode.HoverProvider = {
    provideHover(document, position) {
      const here = (known.get(document.uri.toString()) ?? []).filter(d =>
        d.range.contains(position),
      );
      const found = here.flatMap(diagnostic => placed.get(diagnostic) ?? []);
      return found.length === 0 ? undefined : new vscode.Hover(found.map(findingHover));
    },
  };

  const listening = runs.onDidChange(onChanges);
  const parts = vscode.Disposable.from(
    collection,
    // What a run of this window lists is newer than any of the history.
    restoredFindings(runs, (runId, uri) => {
      if (!owner.has(uri)) publish(runId, new Set([uri]));
    }),
    movedFiles(runs, {
      owners: () => [...owner],
      clear: clearDocument,
      publish: (runId, uri) => void publish(runId, new Set([uri])),
    }),
    new vscode.Disposable(() => {
      pace.dispose();
      listening.dispose();
    }),
    typing.onDidType(() => {
      pace.typed();
    }),
    shiftOnEdit({ listed: uri => known.get(uri.toString()) ?? [], placeOf, onClosed: again }),
    // Cells have documents of their own while their notebook is open.
    ...[
      vscode.workspace.onDidOpenNotebookDocument,
      vscode.workspace.onDidCloseNotebookDocument,
    ].map(onChange =>
      onChange(({ uri }) => {
        again(uri);
      }),
    ),
    vscode.languages.registerHoverProvider(EVERYWHERE, hover),
    vscode.languages.registerCodeActionsProvider(EVERYWHERE, quickFix, {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
    config.onDidChange(() => {
      for (const key of known.keys()) {
        const uri = vscode.Uri.parse(key);
        list(uri);
        changed.fire(uri);
      }
    }),
    changed,
  );
  return {
    dispose: () => void parts.dispose(),
    show: runId => void publish(runId, undefined, true),
    shown: { of: uri => found.get(uri.toString()) ?? [], onDidChange: changed.event },
  };
}

/** Where text may be reviewed. */
const EVERYWHERE: readonly vscode.DocumentFilter[] = [
  { scheme: 'file' },
  { scheme: 'untitled' },
  { scheme: 'vscode-remote' },
  { scheme: 'vscode-notebook-cell' },
];

/** Its range is where the diagnostic is now. */
const shownAt = (
  diagnostic: vscode.Diagnostic,
  about: Placed & { readonly where: Pick<ShownFinding, 'severity' | 'section'> },
): ShownFinding => ({
  ...about.where,
  get range() {
    return diagnostic.range;
  },
  about,
});

const same = (a: vscode.Diagnostic, b: vscode.Diagnostic): boolean =>
  a.source === b.source && a.message === b.message && a.range.isEqual(b.range);
