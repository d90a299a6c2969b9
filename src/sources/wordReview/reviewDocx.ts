import type { Report, ReportFinding } from '../../core/report/reportFormat.ts';
import { count } from '../../core/format/format.ts';
import { hiddenReason } from '../../core/state/findingStatus.ts';
import { MASK } from '../../core/text/secrets.ts';
import { readWord, type WordReading } from '../import/docx.ts';
import { WORD_DEFAULTS, type NotImported, type WordOptions } from '../import/imported.ts';
import { PART_LIMITS, targets } from '../import/opc.ts';
import { xmlBytes, xmlText, xmlTree } from '../import/word/xmlTree.ts';
import { readZip, ZipProblem } from '../import/zip.ts';
import { updateZip } from '../import/zipUpdate.ts';
import { findingLines, short, summaryLines, type Unplaced } from './comments.ts';
import { documentEditor, type DocumentEditor } from './documentEditor.ts';
import { freshIds } from './ids.ts';
import { wordMap } from './locate.ts';
import { withComments, type NewComment } from './parts.ts';
import type { Tracked } from './tracked.ts';
import { plural, t } from '../../core/text/l10n.ts';

export interface ReviewedText {
  /** The id of the source in the report. */
  readonly id: string;
  /** Its text at the time of the review. */
  readonly text: string;
}

export interface WordReview {
  readonly bytes: Uint8Array;
  /** Findings with a comment at their words. */
  readonly commented: number;
  /** Suggestions that became tracked changes. */
  readonly changed: number;
  /** Notes about what the user may not expect, in sentences. */
  readonly notes: readonly string[];
}

/**
 * A copy of a Word document with a report's findings as comments on their words, and suggestions as tracked changes.
 * Existing content is not changed or left out; everything is added to it.
 * @returns the reason if there is no copy: the document is not the reviewed one, or cannot be read.
 */
export function reviewDocx(
  bytes: Uint8Array,
  report: Report,
  reviewed: ReviewedText,
  tracked: Tracked = 'accepted',
): WordReview | NotImported {
  try {
    const reading = readingOf(bytes, reviewed.text);
    return 'reason' in reading ? reading : write(bytes, reading, report, reviewed, tracked);
  } catch (error) {
    if (error instanceof ZipProblem) return { reason: error.message };
    throw error;
  }
}

/** All options with which a document can be read, the default first. */
const WAYS: readonly WordOptions[] = [
  WORD_DEFAULTS,
  ...[false, true]
    .flatMap(hidden =>
      (['accepted', 'rejected', 'both'] as const).map(changes => ({ changes, hidden })),
    )
    .filter(way => way.changes !== WORD_DEFAULTS.changes || way.hidden !== WORD_DEFAULTS.hidden),
];

/**
 * The document read with the options of the review. The extracted text is compared: places are valid only in the same
 * text, and other changes to the file do not move them.
 */
function readingOf(bytes: Uint8Array, text: string): WordReading | NotImported {
  for (const way of WAYS) {
    const reading = readWord(bytes, way);
    if ('reason' in reading || isSame(reading.imported.text, text)) return reading;
  }
  return { reason: t('its text is not the one that was reviewed') };
}

/** Compares texts in which secrets may have been masked before sending. */
function isSame(now: string, then: string): boolean {
  if (now === then) return true;
  if (now.length !== then.length || !then.includes(MASK)) return false;
  for (let i = 0; i < now.length; i++) if (now[i] !== then[i] && then[i] !== MASK) return false;
  return true;
}

function write(
  bytes: Uint8Array,
  reading: WordReading,
  report: Report,
  { id }: ReviewedText,
  tracked: Tracked,
): WordReview {
  const { main, document } = reading;
  const parts = new Map([...reading.parts, ...commentsOf(bytes, reading)]);
  const before = parts.get(main)!;
  const text = xmlText(before);
  const nextId = freshIds([
    document,
    ...[...parts]
      .filter(([name]) => /comments/.test(name) && name.endsWith('.xml'))
      .map(([, data]) => xmlTree(data)),
  ]);
  const date = (report.run.endedAt ?? report.run.startedAt).replace(/\.\d+Z$/, 'Z');
  const editor = documentEditor({ text, document, map: wordMap(reading), nextId, date });

  const all = report.findings.filter(finding => finding.source === id);
  const shown = all.filter(finding => hiddenReason(finding) === undefined);
  const unplaced: Unplaced[] = [];
  const comments: NewComment[] = [];
  const summaryId = nextId();
  let changed = 0;
  for (const finding of shown) {
    const placed = place(finding, editor);
    if ('why' in placed) {
      unplaced.push({ finding, why: placed.why });
      continue;
    }
    const { commentId, asides } = placed;
    const wanted = isWanted(finding, tracked);
    const refused = wanted ? editor.change(finding) : undefined;
    const isTracked = wanted && refused === undefined;
    if (isTracked) changed++;
    const why = refused === undefined ? [] : [t('Not made a tracked change: {0}.', refused)];
    const lines = findingLines(report, finding, { asides: [...asides, ...why], isTracked });
    comments.push({ id: commentId, lines });
  }
  const commented = comments.length;
  const notes = notesOf(all, shown, wantedCount(shown, tracked) - changed);
  const hasTop = editor.commentAtTop(summaryId);
  if (hasTop) comments.unshift({ id: summaryId, lines: summaryLines(report, { unplaced, notes }) });
  const body = editor.result();
  const changedParts = withComments({ main, uri: editor.uri, parts, date }, comments);
  changedParts.set(main, xmlBytes(body, before));
  // Do not return a document that cannot be parsed again.
  for (const data of changedParts.values()) xmlTree(data);
  return {
    bytes: updateZip(bytes, changedParts),
    commented,
    changed,
    notes: [
      ...notes,
      ...(unplaced.length === 0
        ? []
        : [
            t(
              '{0} without a place in the text: listed in the comment at the top',
              count(unplaced.length, 'finding'),
            ),
          ]),
    ],
  };
}

type Placed =
  { readonly commentId: number; readonly asides: readonly string[] } | { readonly why: string };

function place(finding: ReportFinding, editor: DocumentEditor): Placed {
  const { start, end, quote } = finding;
  if (start === null || end === null) return { why: t('The words it quotes are not in the text') };
  const placed = editor.comment(start, end);
  if (!placed) return { why: t('Its words are shown by Word and written nowhere in the document') };
  const words = `“${short(quote)}”`;
  switch (placed.kind) {
    case 'words':
      return { commentId: placed.id, asides: [] };
    case 'paragraph':
      return {
        commentId: placed.id,
        asides: [t('On {0}, which Word makes for this paragraph.', words)],
      };
    case 'note':
      return { commentId: placed.id, asides: [t('In {0}, on {1}.', placed.name, words)] };
    case 'enclosed':
      return { commentId: placed.id, asides: [t('In {0}, on {1}.', placed.name, words)] };
    case 'around':
      return {
        why:
          placed.name === 'header'
            ? t('In the header, where Word takes no comments')
            : t('In the footer, where Word takes no comments'),
      };
  }
}

const isWanted = ({ suggestion, decision, applied }: ReportFinding, tracked: Tracked): boolean =>
  suggestion !== null &&
  tracked !== 'none' &&
  (tracked === 'all' || decision?.kind === 'accepted' || applied === true);

const wantedCount = (findings: readonly ReportFinding[], tracked: Tracked): number =>
  findings.filter(finding => isWanted(finding, tracked)).length;

function notesOf(
  all: readonly ReportFinding[],
  shown: readonly ReportFinding[],
  unchanged: number,
): string[] {
  const aside = all.length - shown.length;
  return [
    ...(aside === 0
      ? []
      : [t('{0} dismissed, refuted or applied before: left out', count(aside, 'finding'))]),
    ...(unchanged === 0
      ? []
      : [
          plural(
            unchanged,
            '{0} suggestion could not be made a tracked change: in its comment, with the reason',
            '{0} suggestions could not be made a tracked change: in their comments, with the reason',
            unchanged,
          ),
        ]),
  ];
}

/** The comments part, which may have any name. */
function commentsOf(bytes: Uint8Array, { main, parts }: WordReading): Map<string, Uint8Array> {
  const rels = parts.get(main.replace(/([^/]+)$/, '_rels/$1.rels'));
  const named = targets(rels && xmlTree(rels), main.replace(/[^/]*$/, ''), 'comments');
  return new Map(
    readZip(bytes, name => named.includes(name) && !parts.has(name), PART_LIMITS).map(
      ({ name, data }) => [name, data],
    ),
  );
}
