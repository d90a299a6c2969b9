import * as vscode from 'vscode';
import { isDecisive, isActive } from '../../core/state/findingStatus.ts';
import { followersOf } from '../../core/state/relatedFindings.ts';
import { type RunState, isRunEnded } from '../../core/state/runState.ts';
import type { RunChange, RunEntry } from '../../host/runs/runEntry.ts';
import type { Runs } from '../../host/runs/runs.ts';
import type { Typing } from '../../host/ui/typing.ts';
import { count } from '../../core/format/format.ts';
import { branchRow, MAX_LABEL, chunkRow, foldRow, worstOf } from './branchRow.ts';
import { asideRow, findingRow } from './findingRow.ts';
import { joinRow, joinsRow } from './joinRow.ts';
import type { Row } from './row.ts';
import { refreshPace } from './refreshPace.ts';
import { badgeOf, setContextKeys } from './treeContext.ts';
import { cancellingRow, runRow, storedRunRow, tallyOf } from './runRow.ts';
import {
  branchesOf,
  childrenOf,
  findingsOf,
  foldedCount,
  runNode,
  sectionChunks,
  sectionTitle,
  type ListName,
  type Node,
} from './treeNodes.ts';
import { shortInMiddle } from '../../core/text/shortPaths.ts';
import { t } from '../../core/text/l10n.ts';
import { severityWord } from '../../core/format/words.ts';

const VIEW = 'fanout.runs';
/** How often the elapsed time of running branches is refreshed, in ms. */
const TICK_MS = 1000;
/** Between refreshes, and the longest wait for one to be taken in, in ms. */
const PACE_MS = 500;
const PATIENCE_MS = 2000;

export interface BranchTree extends vscode.Disposable {
  /** The rows that a command without an argument is about. */
  readonly selected: () => readonly Node[];
  readonly isVisible: () => boolean;
}

/** The Runs view: runs, their sources, chunks and branches, kept up to date row by row. */
export function branchTree(runs: Runs, typing: Typing): BranchTree {
  const changed = new vscode.EventEmitter<Node | undefined | readonly Node[]>();
  const nodes = new Map<string, Node>();
  /** The ids last shown below a row: tells whether a change moves rows or only repaints them. */
  const shown = new Map<string, readonly Node[]>();

  const intern = (fresh: Node): Node => {
    const known = nodes.get(fresh.id);
    if (known) return known;
    nodes.set(fresh.id, fresh);
    return fresh;
  };
  const stateOf = (runId: string): RunState | undefined => runs.get(runId)?.state;
  const below = (node: Node): readonly Node[] => {
    const state = stateOf(node.runId);
    const children = state ? childrenOf(state, node).map(intern) : [];
    shown.set(node.id, children);
    return children;
  };
  const forget = (runId: string): void => {
    for (const [id, node] of nodes)
      if (node.runId === runId) {
        nodes.delete(id);
        shown.delete(id);
      }
  };

  const provider: vscode.TreeDataProvider<Node> = {
    onDidChangeTreeData: changed.event as vscode.Event<Node | Node[] | undefined>,
    async getChildren(node) {
      if (!node) {
        pace.taken();
        await runs.loadHistory();
        return runs.list().map(entry => intern(runNode(entry.id)));
      }
      if (!stateOf(node.runId)) await runs.load(node.runId);
      return [...below(node)];
    },
    getParent: node => node.parent,
    getTreeItem: node => {
      pace.taken();
      return itemOf(node, runs.get(node.runId));
    },
    resolveTreeItem: (item, node) => {
      const row = rowOf(node, runs.get(node.runId));
      if (row) item.tooltip = tooltipOf(row);
      return item;
    },
  };
  const view = vscode.window.createTreeView(VIEW, {
    treeDataProvider: provider,
    showCollapseAll: true,
    canSelectMany: true,
  });

  const touched = new Map<string, Set<string>>();
  let everything = false;

  /** Rows whose place is the same are repainted; where rows moved, their parent is read again. */
  const dirtyRows = (runId: string, branchIds: ReadonlySet<string>): ReadonlySet<Node> => {
    const state = stateOf(runId);
    const root = nodes.get(runId);
    const dirty = new Set<Node>(root ? [root] : []);
    for (const [id, before] of shown) {
      const node = nodes.get(id);
      if (!state || node?.runId !== runId) continue;
      const now = childrenOf(state, node);
      const same = now.length === before.length && now.every((n, i) => n.id === before[i]?.id);
      if (!same) dirty.add(node);
      else
        for (const child of before)
          if (child.kind !== 'branch' || branchIds.has(child.branchId)) dirty.add(child);
    }
    return dirty;
  };
  const pace = refreshPace(
    () => {
      // A number in the activity bar is painted with the window around it: no more often than the rows.
      view.badge = badgeOf(runs);
      // Rows out of sight are not computed: all are read again when they become visible.
      if (!view.visible) return void (everything = true);
      const dirty = [...touched].flatMap(([id, branches]) => [...dirtyRows(id, branches)]);
      const all = everything;
      touched.clear();
      everything = false;
      changed.fire(all ? undefined : dirty);
    },
    work => typing.later(work, PACE_MS),
    PATIENCE_MS,
  );

  const onChanges = (changes: readonly RunChange[]): void => {
    for (const { runId, event } of changes) {
      const branchIds = touched.get(runId) ?? new Set<string>();
      touched.set(runId, branchIds);
      // What is known of a run may have changed, and which runs there are.
      if (!event && (!nodes.has(runId) || !runs.get(runId))) everything = true;
      else if (event && 'branchId' in event) branchIds.add(event.branchId);
      if (!runs.get(runId)) forget(runId);
    }
    if (changes.some(({ event }) => !event || event.type === 'run.ended')) pace.hurry();
    else pace.want();
    setContextKeys(runs);
  };

  const tick = setInterval(() => {
    if (!view.visible) return;
    for (const node of [...shown.values()].flat()) {
      if (node.kind !== 'branch') continue;
      if (stateOf(node.runId)?.branches[node.branchId]?.status !== 'running') continue;
      const branchIds = touched.get(node.runId) ?? new Set<string>();
      touched.set(node.runId, branchIds.add(node.branchId));
      pace.want();
    }
  }, TICK_MS);

  const listening = runs.onDidChange(onChanges);
  const showing = view.onDidChangeVisibility(({ visible }) => {
    if (visible) pace.want();
  });
  return {
    selected: () => view.selection,
    isVisible: () => view.visible,
    dispose() {
      clearInterval(tick);
      pace.dispose();
      listening.dispose();
      showing.dispose();
      view.dispose();
      changed.dispose();
    },
  };
}

function rowOf(node: Node, entry: RunEntry | undefined): Row | undefined {
  const now = Date.now();
  const run = entry?.state;
  if (!entry) return undefined;
  if (!run) return entry.stored && storedRunRow(entry.stored, now);
  switch (node.kind) {
    case 'run':
      return entry.cancelling === true ? cancellingRow(run, now) : runRow(run, now);
    case 'branch': {
      const state = run.branches[node.branchId];
      if (!state) return undefined;
      return branchRow(run, state, {
        now,
        inChunk: node.parent?.kind === 'chunk',
      });
    }
    case 'chunk': {
      const chunk = run.chunks[node.chunkId];
      if (!chunk) return undefined;
      const branches = branchesOf(run, chunk.id).flatMap(id => run.branches[id] ?? []);
      return chunkRow(chunk, branches, findingsOf(run, chunk.id, true));
    }
    case 'finding': {
      const finding = run.findings.find(f => f.id === node.findingId);
      return finding && findingRow(run, finding);
    }
    case 'aside':
      return asideRow(findingsOf(run, node.chunkId, false));
    case 'joins':
      return joinsRow(run);
    case 'join':
      return joinRow(run, node.nodeId);
    case 'fold':
      return foldRow(foldedCount(run, node), LIST_WORD[node.list]);
    case 'gaps': {
      const tally = tallyOf(run);
      const gaps = run.branchIds.filter(id => !isAnswered(run, id)).length;
      const label = count(gaps, 'gap');
      return {
        label,
        description: t('not read'),
        icon: 'warning',
        color: 'charts.yellow',
        tooltip: [
          t('{0} in {1}: this was not read.', label, count(tally.total, 'branch', 'branches')),
        ],
        contextValue: 'gaps',
        spoken: t('{0}, not read', label),
      };
    }
    case 'source': {
      const source = run.sources.find(s => s.id === node.sourceId);
      const chunks = run.chunkIds.filter(id => run.chunks[id]?.sourceId === node.sourceId).length;
      const found = run.findings.filter(f => f.sourceId === node.sourceId && isActive(f));
      const worst = worstOf(found.filter(isDecisive));
      const description = [
        count(chunks, 'chunk'),
        found.length > 0 ? count(found.length, 'finding') : '',
        worst ? t('worst {0}', severityWord[worst]) : '',
      ]
        .filter(Boolean)
        .join(', ');
      const label = source?.path ?? node.sourceId;
      return {
        label,
        description,
        icon: source?.range ? 'list-selection' : 'file',
        tooltip: [label, description],
        contextValue: 'source',
        spoken: `${label}, ${description}`,
      };
    }
    case 'section': {
      const title = sectionTitle(run, node);
      const ids = new Set(sectionChunks(run, node.sourceId, node.from).map(c => c.id));
      const found = run.findings.filter(f => ids.has(f.chunkId) && isActive(f)).length;
      const description =
        found > 0
          ? count(found, 'finding')
          : run.job === 'review'
            ? t('no findings')
            : count(ids.size, 'chunk');
      return {
        label: shortInMiddle(title, MAX_LABEL),
        description,
        icon: '',
        tooltip: [title, `${count(ids.size, 'chunk')}, ${description}`],
        contextValue: 'section',
        spoken: `${title}, ${description}`,
      };
    }
  }
}

function itemOf(node: Node, entry: RunEntry | undefined): vscode.TreeItem {
  const row = rowOf(node, entry);
  const item = new vscode.TreeItem(row?.label ?? '', collapsible(node, entry));
  item.id = node.id;
  if (!row) return item;
  item.description = row.description;
  if (row.icon !== '')
    item.iconPath = new vscode.ThemeIcon(
      row.icon,
      row.color ? new vscode.ThemeColor(row.color) : undefined,
    );
  item.contextValue = row.contextValue;
  item.accessibilityInformation = { label: row.spoken };
  if (node.kind === 'run')
    item.command = { command: 'fanout.openReport', title: t('Open Report'), arguments: [node] };
  if (node.kind === 'branch' || node.kind === 'chunk')
    item.command = {
      command: 'fanout.showChunk',
      title: t('Show Chunk in Editor'),
      arguments: [node],
    };
  if (node.kind === 'finding')
    item.command = {
      command: 'fanout.showFinding',
      title: t('Reveal Finding in Document'),
      arguments: [node],
    };
  return item;
}

/** More gaps than this would push the text out of sight. */
const MAX_OPEN_GAPS = 20;
const isAnswered = (run: RunState | undefined, id: string): boolean =>
  run?.branches[id]?.status === 'succeeded';

function collapsible(node: Node, entry: RunEntry | undefined): vscode.TreeItemCollapsibleState {
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  switch (node.kind) {
    case 'branch':
    case 'join':
      return None;
    case 'finding':
      return followersOf(entry?.state?.findings ?? []).has(node.findingId) ? Expanded : None;
    case 'run':
      return entry?.active ? Expanded : Collapsed;
    case 'source':
      return entry?.state && !isRunEnded(entry.state.status) ? Expanded : Collapsed;
    case 'gaps': {
      const open = entry?.state?.branchIds.filter(id => !isAnswered(entry.state, id)).length ?? 0;
      return open <= MAX_OPEN_GAPS ? Expanded : Collapsed;
    }
    default:
      return Collapsed;
  }
}

/** Plain text only: nothing a model or a document says becomes a link or markup. */
function tooltipOf(row: Row): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  row.tooltip.forEach((paragraph, i) => {
    if (i > 0) text.appendMarkdown('\n\n');
    text.appendText(paragraph.replace(/\s+/g, ' '));
  });
  return text;
}

/** What is folded, after a number. */
const LIST_WORD: Readonly<Record<ListName, string>> = {
  failed: t('failed'),
  waiting: t('waiting'),
  running: t('running'),
  done: t('done'),
  queued: t('queued'),
  chunks: t('chunks'),
  gaps: t('gaps'),
  findings: t('findings'),
  aside: t('aside'),
};
