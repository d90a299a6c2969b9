import type { Hit, Rule } from '../types.ts';

const ASKS =
  'insert|enter|fill in|to be|to come|tbd|tbc|add|specify|describe|name of|date of|amount of|address of|your|list of';
const BLANKS =
  '(?:(?:company|client|customer|party|full|legal|effective|start|end|product|project|vendor|supplier) )?(?:name|date|amount|number|title|signature|address|city|country|percentage|value)';
const PATTERNS: readonly RegExp[] = [
  /\b(?:TBD|TBC|TBA|TBW|TODO|FIXME)\b(?:\s?\([^()\n]{0,60}\))?:?/g,
  /\bto be (?:determined|confirmed|announced|completed|agreed|supplied|inserted|filled in) (?:later|in due course|before (?:signing|signature|release|publication))\b/gi,
  /\[\s?(?:●|•|\*{1,5}|…|\.{2,6}|_{1,60}|\?{1,5}|-{2,10}|[Xx]{1,6})\s?\]/g,
  /\[[^[\]\n]{1,40}\?\]/g,
  new RegExp(
    String.raw`(?<![\w\]])(?:[[<{]{1,2}\s?(?:${ASKS})\b[^[\]<>{}\n]{0,80}[\]>}]{1,2}|\[\s?${BLANKS}\s?\])`,
    'gi',
  ),
  /\[(?:insert|enter|fill in|tbd|tbc|to come)\b[^[\]\n]{0,80}\]/gi,
  /<<[^<>\n]{1,80}>>|\{\{[^{}\n]{1,80}\}\}/g,
  /\b(?:XX(?:[:./-]XX)+|X{3,10}|xxx+|X{2,4}(?= (?:days?|weeks?|months?|years?|percent|%)))\b/g,
  /\(\s?(?:link|details|text|figure|table|example|reference|citation|more|content|source)s? (?:to come|to follow|needed|missing|here|pending)\s?\)/gi,
  /\[(?:citation|source|reference|clarification|details?) (?:needed|missing)\]/gi,
  /\blorem ipsum\b/gi,
  /\b(?:insert|add|put) (?:text|name|date|amount|number|figure|table|link|content|address|value) here\b/gi,
  /(?:(?<=[a-z,$] ?)_{3,60}(?= ?[a-z(,.;%]))/g,
  /\?\?\?+/g,
];
/** Signature blocks and forms are lines of blanks: there they are meant. */
const FORM_LINE = /_{3,}.{0,80}_{3,}|^\W{0,4}(?:by|name|title|date|its|signature|signed|print)\b/i;

export const placeholders: Rule = {
  id: 'placeholder',
  title: 'Placeholder left in the text',
  serves: { markdown: 'completeness', prose: 'completeness' },
  severity: 'major',
  confidence: 0.9,
  find({ flat, text, markdown }) {
    const hits: Hit[] = [];
    const labels = new Set<string>();
    for (const line of markdown ?? []) {
      const label =
        line.kind === 'definition' && /\[([^\]]+)\]:/.exec(text.slice(line.start, line.end));
      if (label) labels.add((label[1] ?? '').trim().toLowerCase());
    }
    const taken: [number, number][] = [];
    for (const [index, pattern] of PATTERNS.entries()) {
      for (const found of flat.matchAll(pattern)) {
        const start = found.index;
        const end = start + found[0].trimEnd().length;
        if (taken.some(([from, to]) => start < to && from < end)) continue;
        if (
          found[0].startsWith('[') &&
          (text[end] === '(' || text[end] === '[' || text[end] === ':')
        )
          continue;
        if (labels.has(found[0].slice(1, -1).trim().toLowerCase())) continue;
        if (found[0].startsWith('[') && markdown && /^\[[Xx\s]\]/.test(found[0])) {
          if (/^\s*[-*+\d.)]+\s*$/.test(text.slice(text.lastIndexOf('\n', start) + 1, start)))
            continue;
        }
        if (found[0].startsWith('_')) {
          const line = flat.slice(flat.lastIndexOf('\n', start) + 1, end + 80);
          if (FORM_LINE.test(line.slice(0, 300))) continue;
        }
        taken.push([start, end]);
        const name = text.slice(start, end);
        hits.push({
          start,
          end,
          message: `“${name}” stands where the text itself is missing.`,
          confidence: index === 2 || index === 3 || index >= 12 ? 0.7 : 0.9,
        });
      }
    }
    return quietWhenUsual(hits, flat.length);
  },
};

/** A mark used over and over (`***` for confidential parts, form blanks) is a convention: one remark. */
function quietWhenUsual(hits: readonly Hit[], length: number): readonly Hit[] {
  const byText = new Map<string, Hit[]>();
  for (const hit of hits) {
    const group = byText.get(hit.message);
    if (group) group.push(hit);
    else byText.set(hit.message, [hit]);
  }
  const most = Math.max(8, length / 12_000);
  return [...byText.values()].flatMap(group => {
    const [first] = group;
    if (group.length <= most || !first) return group;
    return [{ ...first, message: `${first.message} It stands in ${group.length} places.` }];
  });
}
