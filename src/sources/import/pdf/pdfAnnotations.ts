import { isRecord } from '../../../core/text/json.ts';
import type { Line } from './pdfLines.ts';

/** Most values and notes of one page. */
const MAX_ANNOTATIONS = 2000;

/** A page's lines with the values that are filled into its form where they are, and its notes at the end. */
export function withAnnotations(lines: readonly Line[], annotations: readonly unknown[]): Line[] {
  const all = [...lines];
  const notes: string[] = [];
  for (const one of annotations.slice(0, MAX_ANNOTATIONS)) {
    if (!isRecord(one) || one['hidden'] === true) continue;
    const [left = 0, bottom = 0, right = 0, top = 0] = numbersIn(one['rect']);
    const value = one['subtype'] === 'Widget' ? valueOf(one) : '';
    if (value !== '') {
      const at = all.findLastIndex(
        line => line.y >= bottom - 3 && line.y <= top && line.right <= left + line.size,
      );
      const beside = all[at];
      if (beside) all[at] = { ...beside, text: `${beside.text}\t${value}` };
      else insert(all, { text: value, left, right, y: bottom, size: Math.min(11, top - bottom) });
    }
    const note = one['subtype'] === 'Text' || one['subtype'] === 'FreeText' ? noteOf(one) : '';
    if (note !== '') notes.push(note);
  }
  const size = lines[0]?.size ?? 11;
  const last = Math.min(0, ...all.map(({ y }) => y));
  notes.forEach((text, i) =>
    all.push({ text: `[Note: ${text}]`, left: 0, right: 0, y: last - (i + 1) * 4 * size, size }),
  );
  return all;
}

/** What a field shows: its text, its choice, or a tick. */
function valueOf(widget: Readonly<Record<string, unknown>>): string {
  const { fieldValue, fieldType, checkBox, radioButton, exportValue, buttonValue } = widget;
  if (fieldType === 'Btn') {
    if (checkBox !== true && radioButton !== true) return '';
    const isOn =
      typeof fieldValue === 'string' &&
      fieldValue !== 'Off' &&
      fieldValue === (checkBox === true ? exportValue : buttonValue);
    return isOn ? '☒' : '☐';
  }
  const value = Array.isArray(fieldValue) ? fieldValue.filter(isText).join(', ') : fieldValue;
  return isText(value) ? tidy(value) : '';
}

const isText = (value: unknown): value is string => typeof value === 'string';

function noteOf({ contentsObj }: Readonly<Record<string, unknown>>): string {
  return isRecord(contentsObj) && isText(contentsObj['str']) ? tidy(contentsObj['str']) : '';
}

const tidy = (text: string): string =>
  text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .toWellFormed();

const numbersIn = (value: unknown): number[] =>
  Array.isArray(value) ? value.filter(one => typeof one === 'number') : [];

function insert(lines: Line[], line: Line): void {
  const at = lines.findIndex(({ y }) => y < line.y);
  lines.splice(at < 0 ? lines.length : at, 0, line);
}
