import { cleanLine, cleanText, cut } from '../../text/cleanText.ts';

/** A rule that the owner of a project wrote for its contributors. */
export interface HouseRule {
  /** Its file and line: `AGENTS.md:12`. */
  readonly id: string;
  readonly file: string;
  /** On one line, with the heading it stands under. */
  readonly text: string;
}

export interface HouseRulesRead {
  readonly rules: readonly HouseRule[];
  /** Rules that there was no room for. */
  readonly leftOut: number;
}

interface Written {
  /** 1-based. */
  readonly line: number;
  readonly section: string;
  readonly words: string[];
}

/** Of one file: every prompt carries them all. */
const MAX_RULES = 150;
const MAX_CHARACTERS = 16_000;
const MAX_RULE_LENGTH = 600;

/**
 * The rules of a Markdown file: every item of its outermost lists, what is nested in it along, and every
 * paragraph outside lists. Fenced blocks and what a reader does not see (comments, invisible signs) are
 * left out.
 */
export function readHouseRules(text: string, file: string): HouseRulesRead {
  const found: Written[] = [];
  let section = '';
  let open: Written | undefined;
  let inList = false;
  let fence: string | undefined;
  const visible = cleanText(text).replace(/<!--[\s\S]*?(?:-->|$)/g, hidden =>
    hidden.replace(/[^\n]/g, ''),
  );
  const lines = visible.split('\n');
  const body = lines[0]?.trim() === '---' ? lines.indexOf('---', 1) + 1 : 0;
  lines.forEach((line, i) => {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark !== undefined && (fence === undefined || mark.startsWith(fence)))
      fence = fence === undefined ? mark : undefined;
    else if (fence !== undefined || i < body) return;
    const heading = /^ {0,3}#{1,6}\s+(.*?)[\s#]*$/.exec(line)?.[1];
    const item = /^ {0,1}(?:[-*+]|\d{1,4}[.)])\s+(.*)$/.exec(line)?.[1];
    if (mark !== undefined || heading !== undefined || line.trim() === '') {
      section = heading ?? section;
      inList = inList && line.trim() === '';
      if (!inList) open = undefined;
    } else if (item !== undefined) {
      found.push((open = { line: i + 1, section, words: [item] }));
      inList = true;
    } else if (open && (!inList || /^\s/.test(line) || lines[i - 1]?.trim() !== ''))
      open.words.push(line);
    else {
      found.push((open = { line: i + 1, section, words: [line] }));
      inList = false;
    }
  });
  const rules: HouseRule[] = [];
  let left = MAX_CHARACTERS;
  const written = found.filter(({ words }) => /\p{L}{2}/u.test(words.join(' ')));
  for (const { line, section: under, words } of written) {
    const rule = cut(
      cleanLine([...(under ? [`${under}:`] : []), ...words].join(' ')),
      MAX_RULE_LENGTH,
    );
    if (rules.length === MAX_RULES || rule.length > left) break;
    left -= rule.length;
    rules.push({ id: `${file}:${line}`, file, text: rule });
  }
  return { rules, leftOut: written.length - rules.length };
}

/** The rules that hold for a source: those of the files it names. */
export const rulesFor = (
  rules: readonly HouseRule[] | undefined,
  { rulesFrom = [] }: { readonly rulesFrom?: readonly string[] },
): readonly HouseRule[] => rules?.filter(({ file }) => rulesFrom.includes(file)) ?? [];

/** How many rules each file gave, in order. */
export function ruleFiles(
  rules: readonly HouseRule[] = [],
): readonly { readonly file: string; readonly rules: number }[] {
  const counts = new Map<string, number>();
  for (const { file } of rules) counts.set(file, (counts.get(file) ?? 0) + 1);
  return [...counts].map(([file, count]) => ({ file, rules: count }));
}
