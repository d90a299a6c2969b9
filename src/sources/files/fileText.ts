import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SkippedSource, Source } from '../../core/domain/source.ts';
import {
  importFormat,
  sniffFormat,
  type Attachment,
  type ImportOptions,
} from '../import/imported.ts';
import type { Importer } from '../import/importer.ts';
import { NOTEBOOK, notebookSources, readable, type ReadAs } from '../markup/readable.ts';
import { decode } from './decode.ts';
import { deniedReason } from './denyList.ts';
import { unwantedText } from './generatedFiles.ts';
import { kindOfFile } from './kinds.ts';
import { linkedSheets, type ReadBeside } from './linkedSheets.ts';
import { leftOut } from './skipReasons.ts';
import { t } from '../../core/text/l10n.ts';

export interface TextOptions extends ImportOptions {
  /** Larger embedded files are not read, in bytes. */
  readonly maxBytes: number;
  /** See `ReadOptions`. */
  readonly readAs?: ReadAs | 'file';
  /** Reads the style sheets that a page links to. */
  readonly readBeside?: ReadBeside;
  /** The document parser; created on first use. */
  readonly importing: () => Promise<Importer>;
}

/** A file being read: its bytes and its origin. */
export interface FileBytes {
  /** The name shown to users. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Where an editor can open it; absent for embedded files. */
  readonly file?: string;
  /** True if found in a folder or in another file, not named by the user. */
  readonly found: boolean;
}

/** Maximum nesting of files in files; an archive of mail does not need more. */
const MAX_DEPTH = 4;
const MAX_ATTACHMENTS = 1000;

/** The texts of a file and of the files embedded in it, and what could not be read. Never rejects. */
export async function fileTexts(
  given: FileBytes,
  options: TextOptions,
  depth = 0,
): Promise<{ readonly sources: Source[]; readonly skipped: SkippedSource[] }> {
  const how = given.found ? 'found' : 'named';
  if (options.readAs !== 'file' && importFormat(given.name) === 'ipynb') {
    const cells = await notebookTexts(given, options);
    return 'reason' in cells
      ? { sources: [], skipped: [leftOut(given.name, cells.reason, how)] }
      : { sources: cells, skipped: [] };
  }
  const one = await textOf(given, options);
  if ('reason' in one) return { sources: [], skipped: [leftOut(given.name, one.reason, how)] };
  const { attachments = [], ...source } = one;
  const sources: Source[] = [source];
  const skipped: SkippedSource[] = [];
  for (const [index, attachment] of attachments.entries()) {
    const name = `${given.name}/${attachment.name}`;
    const reason =
      attachment.reason ??
      deniedReason(attachment.name) ??
      (index >= MAX_ATTACHMENTS || depth >= MAX_DEPTH
        ? t('too many files inside files')
        : undefined) ??
      ((attachment.bytes?.length ?? 0) > options.maxBytes ? t('too large') : undefined);
    if (reason !== undefined || attachment.bytes === undefined) {
      skipped.push(leftOut(name, reason ?? 'empty', 'found'));
      continue;
    }
    const inner = { name: unique(name, sources, skipped), bytes: attachment.bytes, found: true };
    const read = await fileTexts(inner, options, depth + 1);
    sources.push(...read.sources);
    skipped.push(...read.skipped);
  }
  return { sources, skipped };
}

/** Two attachments may have the same name. */
function unique(
  name: string,
  sources: readonly Source[],
  skipped: readonly SkippedSource[],
): string {
  const taken = new Set([...sources, ...skipped].map(one => one.path));
  const { dir, name: stem, ext } = path.posix.parse(name);
  let free = name;
  for (let times = 2; taken.has(free); times++) free = `${dir}/${stem} (${times})${ext}`;
  return free;
}

/** The text of a notebook, and its code; both point back to the file. */
async function notebookTexts(
  { name, bytes, file }: FileBytes,
  { encoding, importing }: TextOptions,
): Promise<Source[] | { readonly reason: string }> {
  const decoded = decode(bytes, encoding);
  if ('reason' in decoded) return decoded;
  const uri = file === undefined ? {} : { uri: pathToFileURL(file).href };
  const { text } = decoded;
  const source: Source = { id: name, path: name, ...uri, kind: 'code', languageId: NOTEBOOK, text };
  return notebookSources(source, importing);
}

type ReadText = Source & { readonly attachments?: readonly Attachment[] };

async function textOf(
  { name, bytes, file, found }: FileBytes,
  options: TextOptions,
): Promise<ReadText | { readonly reason: string }> {
  if (bytes.length === 0) return { reason: 'empty' };
  const { readAs } = options;
  const format = readAs === 'file' ? undefined : (sniffFormat(bytes) ?? importFormat(name));
  if (format !== undefined && format !== 'ipynb') {
    const { changes, hidden, records, encoding } = options;
    const imported = await (
      await options.importing()
    ).read(format, bytes, {
      changes,
      hidden,
      ...(records === undefined ? {} : { records }),
      ...(encoding === undefined ? {} : { encoding }),
    });
    // Without a URI: what an editor opens at that place is not this text.
    return 'reason' in imported ? imported : { id: name, path: name, ...imported };
  }
  const decoded = decode(bytes, options.encoding);
  if ('reason' in decoded) return decoded;
  const { text } = decoded;
  if (/^[\s\ufeff]*$/.test(text.slice(0, 4096)) && text.trim() === '') return { reason: 'empty' };
  const kind = kindOfFile(name, text);
  const unwanted = found ? unwantedText(text, kind.languageId) : undefined;
  if (unwanted !== undefined) return { reason: unwanted };
  const uri = file === undefined ? {} : { uri: pathToFileURL(file).href };
  const source = { id: name, path: name, ...uri, ...kind, text };
  if (readAs === 'file') return source;
  const { hidden, readBeside, importing } = options;
  const isPage = kind.languageId === 'html' && file !== undefined && readBeside;
  const linked = isPage ? await linkedSheets(text, file, readBeside) : undefined;
  return readable(source, readAs, importing, { hidden, ...(linked ? { linked } : {}) });
}
