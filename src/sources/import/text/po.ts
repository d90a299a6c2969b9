import { count } from '../../../core/format/format.ts';
import { decode, isEncoding } from '../../files/decode.ts';
import type { Imported, ImportOptions, NotImported } from '../imported.ts';
import { importedPairs, type Pair } from './pairs.ts';
import { t } from '../../../core/text/l10n.ts';

interface Entry {
  readonly line: number;
  readonly fields: Map<string, string>;
  readonly notes: string[];
  fuzzy: boolean;
  obsolete: boolean;
}

const FIELD = /^(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s+(.*)$/;

/** The entries of a gettext catalogue (PO, POT). What is marked as obsolete is left out, and said. */
export function importPo(bytes: Uint8Array, options: ImportOptions): Imported | NotImported {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
    'latin1',
    0,
    8192,
  );
  const said = /"Content-Type:[^"\n]*charset=([\w-]+)/i.exec(head)?.[1];
  const named = said !== undefined && isEncoding(said) ? said : options.encoding;
  const decoded = decode(bytes, named);
  if ('reason' in decoded) return decoded;
  const entries = entriesOf(decoded.text.replace(/^\ufeff/, ''));
  const pairs: Pair[] = [];
  let obsolete = 0;
  for (const { line, fields, notes, fuzzy, obsolete: isOld } of entries) {
    const id = fields.get('msgid') ?? '';
    const context = fields.get('msgctxt') ?? '';
    // The entry without a text is the header.
    if (id === '' && context === '') continue;
    if (isOld) {
      obsolete += 1;
      continue;
    }
    const plural = fields.get('msgid_plural');
    const forms = [...fields].filter(([name]) => name.startsWith('msgstr')).map(([, text]) => text);
    pairs.push({
      place: `line ${line}`,
      context,
      source: plural === undefined ? id : `${id}\n${plural}`,
      target: forms.filter(text => text !== '').join('\n'),
      state: fuzzy ? 'fuzzy' : '',
      note: notes.join('\n'),
    });
  }
  const told =
    obsolete === 0
      ? []
      : [t('{0}: left out', count(obsolete, 'obsolete entry', 'obsolete entries'))];
  return importedPairs(pairs, options, { told });
}

function entriesOf(text: string): Entry[] {
  const entries: Entry[] = [];
  let entry: Entry | undefined;
  let field = '';
  const begin = (line: number): Entry => {
    const next = {
      line,
      fields: new Map<string, string>(),
      notes: [],
      fuzzy: false,
      obsolete: false,
    };
    entries.push(next);
    field = '';
    return next;
  };
  text.split(/\r\n|\n|\r/).forEach((raw, i) => {
    let line = raw.trim();
    if (line === '') {
      entry = undefined;
      return;
    }
    const isOld = line.startsWith('#~');
    if (isOld) line = line.slice(2).trim();
    if (line.startsWith('#')) {
      if (!entry || entry.fields.has('msgid')) entry = begin(i + 1);
      if (line.startsWith('#,')) entry.fuzzy ||= /\bfuzzy\b/.test(line);
      // Translation programs show both kinds beside the text: the translator's, and those from the source.
      else if (/^#(?:\.|\s|$)/.test(line)) {
        const note = line.replace(/^#\.?\s*/, '');
        if (note !== '') entry.notes.push(note);
      }
      return;
    }
    const found = FIELD.exec(line);
    if (found) {
      const [, name = '', rest = ''] = found;
      const isNext = name === 'msgctxt' || (name === 'msgid' && !isOpen(entry));
      if (!entry || (isNext && entry.fields.size > 0)) entry = begin(i + 1);
      entry.obsolete ||= isOld;
      field = name;
      entry.fields.set(field, unquoted(rest));
    } else if (line.startsWith('"') && entry && field !== '')
      entry.fields.set(field, (entry.fields.get(field) ?? '') + unquoted(line));
  });
  return entries;
}

/** A context was read, and its text comes next. */
const isOpen = (entry: Entry | undefined): boolean =>
  entry !== undefined && entry.fields.has('msgctxt') && !entry.fields.has('msgid');

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '', '"': '"', '\\': '\\' };

const unquoted = (text: string): string =>
  text.replace(/^"|"$/g, '').replace(/\\(.)/g, (whole, sign: string) => ESCAPES[sign] ?? whole);
