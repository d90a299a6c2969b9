import { heading, type LineOf, type Syntax } from './syntax.ts';

/** Lines at the beginning among which the first section of a manual page stands. */
const MAX_BEFORE_NAME = 12;
/** Sections that a manual page has at least. */
const MIN_SECTIONS = 3;
/** Share of the lines of a manual page that are indented. */
const MIN_INDENTED = 0.6;
/** Titles of the first section: "NAME" in the languages that manual pages are translated into. */
const NAME =
  /^(?:NAME|BEZEICHNUNG|NOM|NOMBRE|NOME|NAAM|NAZWA|NAVN|NAMN|NIMI|JMÉNO|NUME|ИМЯ|НАЗВА|НАЗВАНИЕ|名称|名前|名稱|이름)$/u;
/** Flush left, without a wide gap, as headers and footers of pages have it. */
const SECTION = /^(?!.*\s{3})(?!.*\(\d\w{0,3}\)$)\S.{0,78}$/u;
const SUBSECTION = /^ {2,4}(?!.*\S\s{3})[^\s•·*+|].{0,75}$/u;

const indentOf = (text: string): number => text.length - text.trimStart().length;

function nextText(line: number, at: LineOf): string {
  for (let next = line + 1; next < line + 4; next++) if (at(next) !== '') return at(next);
  return '';
}

/**
 * A manual page as `man` prints it: sections flush left, the text indented under them, subsections between the two.
 * Undefined for another text.
 */
export function printedManual(lines: number, at: LineOf): Syntax | undefined {
  let name = 0;
  while (name < MAX_BEFORE_NAME && !NAME.test(at(name))) name++;
  const indent = indentOf(at(name + 1));
  if (name === MAX_BEFORE_NAME || indent < 3) return undefined;
  let [sections, indented, all] = [0, 0, 0];
  for (let line = name; line < lines; line++) {
    const text = at(line);
    if (text === '') continue;
    all++;
    if (/^\s/.test(text)) indented++;
    else if (SECTION.test(text) && indentOf(nextText(line, at)) >= 3) sections++;
  }
  if (sections < MIN_SECTIONS || indented < all * MIN_INDENTED) return undefined;
  return {
    headings: () => (line, lineAt) => {
      const text = lineAt(line);
      const before = lineAt(line - 1);
      if (text === '' || (before !== '' && !SECTION.test(before))) return undefined;
      const below = indentOf(nextText(line, lineAt));
      if (before === '' && SECTION.test(text)) return below >= 2 ? heading(1, text) : undefined;
      const own = indentOf(text);
      return own < indent && SUBSECTION.test(text) && below > own ? heading(2, text) : undefined;
    },
  };
}
