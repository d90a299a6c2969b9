import { count } from '../../../core/format/format.ts';
import type { PageMark } from '../../../core/domain/source.ts';
import { decode } from '../../files/decode.ts';
import { unseenText } from '../blocks.ts';
import type { Imported, ImportOptions, NotImported } from '../imported.ts';
import { csvImported } from '../recordsText.ts';
import { t } from '../../../core/text/l10n.ts';

interface Cue {
  /** In seconds. */
  readonly from: number;
  readonly to: number;
  readonly speaker: string;
  readonly text: string;
}

const TIME = String.raw`(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?`;
const TIMES = new RegExp(`^\\s*${TIME}\\s*-->\\s*${TIME}`);
/** After a silence of so many seconds a new sentence is a new paragraph. */
const PAUSE = 2;
/** Longest paragraph that goes on after the end of a sentence, in UTF-16 code units. */
const LONG = 600;

/** The cues of a film or talk (SRT, WebVTT) as running text, each with its time; as records, a row a cue. */
export function importSubtitles(bytes: Uint8Array, options: ImportOptions): Imported | NotImported {
  const decoded = decode(bytes, options.encoding);
  if ('reason' in decoded) return decoded;
  const { cues, notes } = cuesOf(decoded.text.replace(/^\ufeff/, ''));
  if (cues.length === 0) return { reason: t('no cues in it') };
  const told = unseenText(notes === 0 ? [] : [count(notes, 'comment')], false);
  if (options.records)
    return csvImported(
      [
        {
          name: 'cues',
          place: '',
          rows: [
            { place: 'header', cells: ['time', 'speaker', 'text'] },
            ...cues.map(({ from, speaker, text }) => ({
              place: clock(from),
              cells: [clock(from), speaker, text],
            })),
          ],
        },
      ],
      { told },
    );
  const pages: PageMark[] = [];
  let text = '';
  let [speaker, last, end, begin] = ['', '', 0, 0];
  for (const cue of cues) {
    const turns = cue.speaker !== speaker || /^[-–—] /.test(cue.text);
    const isSentence = /[.!?…。！？]["'”’»)\]]*$/u.test(last.slice(-20));
    const apart = turns || (isSentence && (cue.from - end >= PAUSE || text.length - begin > LONG));
    if (text !== '') text += apart ? '\n\n' : ' ';
    if (apart || text === '') begin = text.length;
    pages.push({ start: text.length, spot: clock(cue.from) });
    text += (turns && cue.speaker !== '' ? `${cue.speaker}: ` : '') + cue.text;
    speaker = cue.speaker;
    last = cue.text;
    end = cue.to;
  }
  return {
    text: `${text}\n`.toWellFormed(),
    kind: 'prose',
    languageId: 'plaintext',
    pages,
    ...(told.length > 0 ? { told } : {}),
  };
}

function cuesOf(text: string): { readonly cues: Cue[]; readonly notes: number } {
  const cues: Cue[] = [];
  let notes = 0;
  let lines: string[] = [];
  let times: RegExpExecArray | undefined;
  const seconds = (match: RegExpExecArray, at: number): number =>
    Number(match[at] ?? 0) * 3600 +
    Number(match[at + 1]) * 60 +
    Number(match[at + 2]) +
    Number(`0.${match[at + 3] ?? 0}`);
  const flush = (): void => {
    if (!times) return;
    const speaker = /<v(?:\.[^\s<>]*)?\s([^<>]+)>/.exec(lines.join(' '))?.[1]?.trim() ?? '';
    const said = lines.map(plainCue).filter(line => line !== '');
    if (said.length > 0)
      cues.push({ from: seconds(times, 1), to: seconds(times, 5), speaker, text: joined(said) });
    times = undefined;
  };
  let isNote = false;
  const all = text.split(/\r\n|\n|\r/);
  all.forEach((line, i) => {
    const found = TIMES.exec(line);
    if (found) {
      // The number of a cue comes before its time, also where the blank line is missing.
      if (times && /^\s*\d+\s*$/.test(lines.at(-1) ?? '') && all[i - 2]?.trim() !== '') lines.pop();
      flush();
      lines = [];
      times = found;
      isNote = false;
    } else if (line.trim() === '') {
      // A blank line inside a cue is rare. Then the next line is not a number followed by a time.
      if (times && lines.length > 0) flush();
      isNote = false;
    } else if (times) lines.push(line);
    else if (/^NOTE(?:\s|$)/.test(line) && !isNote) {
      notes += 1;
      isNote = true;
    }
  });
  flush();
  return { cues, notes };
}

/** Two speakers take turns in one cue, a line each. */
const joined = (lines: readonly string[]): string =>
  lines.join(lines.slice(1).some(line => /^[-–—] ?\p{L}/u.test(line)) ? '\n' : ' ');

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: ' ',
  lrm: '',
  rlm: '',
};

/** Without marks for slant, colour and place. */
const plainCue = (line: string): string =>
  line
    .replace(/<\/?(?:[a-z]+(?:\.[\w.-]+)?(?:\s[^<>]*)?|[\d:.]+)>|\{\\[^{}]*\}/gi, '')
    .replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/\s+/g, ' ')
    .trim();

/** 3725.4 → `1:02:05`. */
const clock = (seconds: number): string => {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
};
