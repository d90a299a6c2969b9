import { promises as fs } from 'node:fs';
import path from 'node:path';
import { usageError } from '../../core/errors.ts';
import type { SkippedSource, Source } from '../../core/domain/source.ts';
import { count } from '../../core/format/format.ts';
import { isEncoding } from './decode.ts';
import { deniedFile } from './asciiDocFile.ts';
import { WORD_DEFAULTS, type WordOptions } from '../import/imported.ts';
import type { Importer, ImporterOptions } from '../import/importer.ts';
import type { ReadAs } from '../markup/readable.ts';
import { fileTexts, type TextOptions } from './fileText.ts';
import { sheetsOnDisk } from './linkedSheets.ts';
import { isInside, readBytes, shown } from './readBytes.ts';
import { leftOut, reasonWords } from './skipReasons.ts';
import { codeOf, walk } from './walk.ts';
import { t } from '../../core/text/l10n.ts';

export interface ReadOptions {
  /** Paths are resolved and shown relative to it. */
  readonly cwd: string;
  /** Larger files are not read; 50 MB when absent. */
  readonly maxBytes?: number;
  /** Maximum files read at once; the rest is skipped with a reason. 5,000 when absent. */
  readonly maxFiles?: number;
  /** Folder with the user's Git settings; the home folder when absent. */
  readonly home?: string;
  /**
   * Encoding of files that are not Unicode; detected when absent. @throws FanoutError `usage` for an unsupported one.
   */
  readonly encoding?: string;
  /** How documents are read; changes as accepted and without hidden text when absent. */
  readonly word?: WordOptions;
  /** Read sheets, translations and the like as rows that are labelled one by one. */
  readonly records?: boolean;
  /**
   * Read as text or as code, whatever the file type; `file`: unchanged, with its markup, documents too. By file type
   * when absent.
   */
  readonly readAs?: ReadAs | 'file';
  /** Limits of the thread that parses documents. */
  readonly importer?: ImporterOptions;
}

export interface ReadSources {
  readonly sources: Source[];
  readonly skipped: SkippedSource[];
}

const MAX_BYTES = 50 * 1024 * 1024;
const MAX_FILES = 5000;

/**
 * Reads files and folders (recursively, in name order): text of any encoding, and documents with the files embedded in
 * them.
 * Skipped files are in `skipped` with a reason and count as gaps, except binary or generated files that were found by
 * walking a folder. Files that ignore rules exclude are not listed. A named file is read even if it is ignored or
 * generated, but never if it is on the deny list or links out of `cwd`.
 * Throws a FanoutError `usage` for a path that does not exist.
 */
export async function readSources(
  paths: readonly string[],
  readOptions: ReadOptions,
): Promise<ReadSources> {
  const options = { ...readOptions, cwd: await fs.realpath(readOptions.cwd) };
  if (options.encoding !== undefined && !isEncoding(options.encoding))
    throw usageError(
      t(
        'There is no encoding {0}. Names are those of the web, such as windows-1250, iso-8859-2, koi8-r, shift_jis, gb18030. Nothing was read or sent.',
        options.encoding,
      ),
    );
  const sources: Source[] = [];
  const skipped: SkippedSource[] = [];
  const seen = new Set<string>();
  const maxFiles = options.maxFiles ?? MAX_FILES;
  let taken = 0;
  const left: string[] = [];
  let importer: Promise<Importer> | undefined;
  const importing = (): Promise<Importer> =>
    (importer ??= import('../import/importer.ts').then(m => m.createImporter(options.importer)));
  const { encoding, records, readAs } = options;
  const reading: TextOptions = {
    ...WORD_DEFAULTS,
    ...options.word,
    ...(encoding === undefined ? {} : { encoding }),
    ...(records === undefined ? {} : { records }),
    ...(readAs === undefined ? {} : { readAs }),
    maxBytes: options.maxBytes ?? MAX_BYTES,
    importing,
    readBeside: sheetsOnDisk(options.cwd),
  };
  const take = async (file: string, walked: boolean): Promise<void> => {
    if (seen.has(file)) return;
    seen.add(file);
    if (taken >= maxFiles) {
      left.push(file);
      return;
    }
    const name = shown(file, options.cwd);
    const read = await readBytes(file, reading.maxBytes);
    if ('reason' in read) {
      skipped.push(leftOut(name, read.reason, walked ? 'found' : 'named'));
      return;
    }
    const texts = await fileTexts({ name, bytes: read.bytes, file, found: walked }, reading);
    if (texts.sources.length > 0) taken++;
    sources.push(...texts.sources);
    skipped.push(...texts.skipped);
  };

  try {
    for (const given of paths) {
      const asked = path.resolve(options.cwd, given);
      const found = await locate(asked, given, options.cwd);
      if ('reason' in found) {
        skipped.push({ path: shown(asked, options.cwd), reason: reasonWords(found.reason) });
      } else if (found.isDirectory) {
        const walked = await walk(found.real, options.home);
        for (const { path: file, reason } of walked.skipped) {
          if (!seen.has(file)) skipped.push(leftOut(shown(file, options.cwd), reason, 'found'));
        }
        for (const file of walked.files) await take(file, true);
      } else {
        await take(found.real, false);
      }
    }
  } finally {
    await (await importer)?.dispose();
  }
  const [first] = left;
  if (first !== undefined)
    skipped.push({
      path: left.length === 1 ? shown(first, options.cwd) : count(left.length, 'more file'),
      reason: t(
        'over the limit of {0} in one run, which are taken in the order in which they are named, in folders by name{1}. Raise the limit (--max-files, or the setting fanout.maxFiles), or name the files',
        count(maxFiles, 'file'),
        left.length === 1
          ? ''
          : t('; the first that is not read is {0}', shown(first, options.cwd)),
      ),
      overLimit: true,
    });
  return { sources, skipped };
}

type Located =
  { readonly real: string; readonly isDirectory: boolean } | { readonly reason: string };

/** The real file or folder behind a path given by the user. */
async function locate(asked: string, given: string, cwd: string): Promise<Located> {
  try {
    const isLink = (await fs.lstat(asked)).isSymbolicLink();
    const real = await fs.realpath(asked);
    const denied =
      (await deniedFile(shown(asked, cwd), real)) ??
      (await deniedFile(path.basename(real), real)) ??
      (await deniedFile(shown(real, cwd), real));
    if (denied !== undefined) return { reason: denied };
    const stat = await fs.stat(real);
    // A link on the way or at the end; a folder given by a path outside `cwd` is allowed.
    const leadsOut = real !== cwd && !isInside(real, cwd);
    const isNamedElsewhere = !isInside(asked, cwd) && stat.isDirectory();
    if (leadsOut && (isInside(asked, cwd) || isLink) && !isNamedElsewhere) {
      return { reason: t('a link that leads out of the folder: not followed') };
    }
    if (!stat.isDirectory() && !stat.isFile()) return { reason: 'not a regular file' };
    return { real, isDirectory: stat.isDirectory() };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw usageError(t('{0} does not exist. Nothing was read or sent. Check the path.', given));
    }
    return { reason: t('cannot be read: {0}', code) };
  }
}
