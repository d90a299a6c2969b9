import * as vscode from 'vscode';
import { systemClock } from '../../core/clock.ts';
import { FanoutError, nothingToRead } from '../../core/errors.ts';
import { loadTokenCounter } from '../../core/split/tokens/tokens.ts';
import type { SkippedSource, Source } from '../../core/domain/source.ts';
import {
  asInFile,
  isEncoding,
  readOpenText,
  readFiles,
  type ReadingChoice,
} from '../../engine/sources.ts';
import { openNotebook, sourcesOfNotebook } from './collect.ts';
import type { Settings } from '../../engine/settings/settings.ts';
import { isExcluded } from '../../engine/excluded.ts';
import { fileLines, fileSum, type LeastCost, sizesOf } from './fileList.ts';
import { rootHints, rootPrefixes } from './rootPrefixes.ts';
import { tickList } from './tickList.ts';
import { withSignal } from '../ui/withSignal.ts';
import { t } from '../../core/text/l10n.ts';

export interface FilesRead {
  readonly sources: readonly Source[];
  readonly skipped: readonly SkippedSource[];
}

interface Found extends FilesRead {
  /** What the user's own setting leaves out: said, and no gap of the review. */
  readonly excluded: readonly SkippedSource[];
}

/** The settings that decide what is read, and how. */
export type ReadingSettings = Pick<Settings, 'exclude'> & ReadingChoice;

/** The encodings of `files.encoding` by the names of the web; those of Unicode need no naming. */
function withEditorEncoding(settings: ReadingSettings, root: string): ReadingSettings {
  if (settings.encoding !== '') return settings;
  const own = vscode.workspace
    .getConfiguration('files', vscode.Uri.file(root))
    .get<string>('encoding', 'utf8');
  const encoding = own
    .replace(/^(windows)(\d+)$/, '$1-$2')
    .replace(/^iso8859(\d+)$/, 'iso-8859-$1')
    .replace(/^shiftjis$/, 'shift_jis')
    .replace(/^koi8(r|u)$/, 'koi8-$1');
  return /^utf/.test(own) || !isEncoding(encoding) ? settings : { ...settings, encoding };
}

/**
 * The files to review: those given by the explorer, or asked for. A single named file is taken as
 * it is; of everything else the list of what would be sent is shown first, with what is left out and why.
 * @returns undefined when the user cancelled.
 * @throws FanoutError `nothingToRead` or `usage`.
 */
export async function chooseFiles(
  uris: readonly vscode.Uri[],
  settings: ReadingSettings,
  verb = t('Review'),
  costOf?: LeastCost,
): Promise<FilesRead | undefined> {
  const asked = uris.length > 0 ? uris : await askWhere(verb);
  if (!asked || asked.length === 0) return undefined;
  const read = await withSignal(t('Fanout: reading files…'), () => readUris(asked, settings));
  if (read.sources.length === 0)
    throw nothingToRead(
      [...read.skipped, ...read.excluded].map(({ path, reason }) => `${path}: ${reason}`),
    );
  const leftOut = read.skipped.length + read.excluded.length;
  const [only] = read.sources;
  const hasGap = only?.textless !== undefined && only.textless.gap !== false;
  const isWhole = read.sources.length === 1 && leftOut === 0 && !hasGap && only?.told === undefined;
  const oneFile = asked.length === 1 && isWhole;
  return oneFile ? { sources: read.sources, skipped: [] } : confirmList(read, verb, costOf);
}

/** The texts of a run's sources as they are now; those that are gone count as not read. */
export async function readAgain(
  sources: readonly Source[],
  settings: HiddenChoice,
): Promise<FilesRead> {
  const now: Source[] = [];
  const skipped: SkippedSource[] = [];
  for (const source of sources) {
    const uri = source.uri ? vscode.Uri.parse(source.uri) : undefined;
    // A selection stays the text it was: its offsets mean nothing in another text.
    if (!uri || source.range || uri.scheme === 'untitled') {
      now.push(await openText(source, settings));
      continue;
    }
    try {
      const document = await vscode.workspace.openTextDocument(uri);
      const { records: _before, ...rest } = source;
      const fresh = await withText(rest, document.getText(), settings);
      now.push(source.layout ? await readRecordsAgain(fresh, source) : fresh);
    } catch {
      skipped.push({ path: source.path, reason: t('it no longer exists') });
    }
  }
  return { sources: now, skipped };
}

const readRecordsAgain = async (now: Source, before: Source): Promise<Source> =>
  (await import('../jobs/classify.ts')).readAgain(now, before);

async function askWhere(verb: string): Promise<readonly vscode.Uri[] | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const whole = t('the whole folder, except files that Git ignores');
  const hints = rootHints(folders.map(({ name, uri }) => ({ name, path: uri.path })));
  const picked = await vscode.window.showQuickPick(
    [
      ...folders.map((folder, i) => ({
        label: `$(folder) ${folder.name}`,
        description: [hints[i], whole].filter(Boolean).join(', '),
        uris: [folder.uri],
        dialog: undefined,
      })),
      ...(folders.length > 1
        ? [
            {
              label: t('$(root-folder) All {0} Folders', folders.length),
              description: '',
              uris: folders.map(({ uri }) => uri),
              dialog: undefined,
            },
          ]
        : []),
      { label: t('$(file) Choose Files…'), description: '', uris: [], dialog: 'files' as const },
      {
        label: t('$(folder-opened) Choose a Folder…'),
        description: '',
        uris: [],
        dialog: 'folder' as const,
      },
    ],
    {
      title: t('Fanout: {0} Files', verb),
      placeHolder: t('You see the list before anything is sent'),
    },
  );
  if (!picked) return undefined;
  if (!picked.dialog) return picked.uris;
  return vscode.window.showOpenDialog({
    title: t('Fanout: {0} Files', verb),
    openLabel: verb,
    canSelectFiles: picked.dialog === 'files',
    canSelectFolders: picked.dialog === 'folder',
    canSelectMany: true,
    ...(folders[0] ? { defaultUri: folders[0].uri } : {}),
  });
}

/** Reads each workspace folder's files by themselves: a link in one never leads into another. */
export async function readUris(
  uris: readonly vscode.Uri[],
  settings: ReadingSettings,
): Promise<Found> {
  const byRoot = new Map<string, string[]>();
  for (const uri of uris) {
    if (uri.scheme !== 'file' && uri.scheme !== 'vscode-remote')
      throw new FanoutError(
        'usage',
        t(
          '{0} files are not on a disk that can be read here. Open the document and review it from the editor.',
          uri.scheme,
        ),
      );
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    const root = folder?.uri.fsPath ?? vscode.Uri.joinPath(uri, '..').fsPath;
    byRoot.set(root, [...(byRoot.get(root) ?? []), uri.fsPath]);
  }
  const sources: Source[] = [];
  const skipped: SkippedSource[] = [];
  const excluded: SkippedSource[] = [];
  const prefixes = rootPrefixes([...byRoot.keys()]);
  for (const [root, paths] of byRoot) {
    const read = await readFiles(paths, root, withEditorEncoding(settings, root));
    const prefix = prefixes.get(root) ?? '';
    skipped.push(...read.skipped.map(s => ({ ...s, path: prefix + s.path })));
    for (const source of read.sources) {
      if (isExcluded(source.path, settings.exclude)) {
        excluded.push({ path: prefix + source.path, reason: t('your setting fanout.exclude') });
        continue;
      }
      const named = { ...source, id: prefix + source.id, path: prefix + source.path };
      const uri = vscode.Uri.joinPath(vscode.Uri.file(root), source.path);
      sources.push(await openText(await openCells(named, uri), settings));
    }
  }
  return { sources, skipped, excluded };
}

/** The same of a notebook with unsaved changes, cell by cell; its places lead nowhere until it is saved. */
async function openCells(source: Source, uri: vscode.Uri): Promise<Source> {
  const notebook = source.pages?.[0]?.cell === undefined ? undefined : openNotebook(uri);
  if (!notebook?.isDirty) return source;
  const live = await sourcesOfNotebook(notebook, source.path);
  const part = live.find(({ kind }) => kind === source.kind);
  return part ? { ...part, id: source.id } : source;
}

type HiddenChoice = Pick<Settings, 'hiddenText'>;

/** What occurs in an open editor counts, saved or not. */
async function openText(source: Source, settings: HiddenChoice): Promise<Source> {
  if (!source.uri || source.range) return source;
  const uri = vscode.Uri.parse(source.uri).toString();
  const open = vscode.workspace.textDocuments.find(d => d.uri.toString() === uri);
  return open ? withText({ ...source, uri }, open.getText(), settings) : { ...source, uri };
}

/** A source whose file holds another text now, read as it was. */
async function withText(
  source: Source,
  text: string,
  { hiddenText }: HiddenChoice,
): Promise<Source> {
  if (!source.original) return { ...source, text };
  if (text === source.original.text) return source;
  const folder = source.uri && vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(source.uri));
  const how = { readAs: 'text' as const, hiddenText };
  return readOpenText({ ...asInFile(source), text }, how, folder ? folder.uri.fsPath : undefined);
}

async function confirmList(
  { sources, skipped, excluded }: Found,
  verb: string,
  costOf: LeastCost | undefined,
): Promise<FilesRead | undefined> {
  const sizes = await sizesOf(sources, loadTokenCounter, systemClock);
  const ticked = await tickList(fileLines(sizes, [...skipped, ...excluded], costOf), {
    title: files => `Fanout: ${verb} ${fileSum(files, costOf)}`,
    placeholder: t('Ticked files are read and sent to the model you chose'),
  });
  return ticked && ticked.length > 0
    ? { sources: ticked.map(({ source }) => source), skipped }
    : undefined;
}
