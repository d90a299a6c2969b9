import type { Hit, Rule } from '../types.ts';

const TURNS: readonly string[] = [
  'yet again',
  "as (?:I|we)(?: have|'ve)? (?:already |clearly |repeatedly )+(?:said|explained|stated|mentioned|told)",
  '(?:as )?(?:was|has been) (?:already |clearly |repeatedly )+(?:said|explained|stated|mentioned) for (?:those|anyone)',
  'for the (?:third|fourth|fifth|sixth|tenth|hundredth|umpteenth|nth|last) time',
  "(?:those|anyone|readers?) who (?:did not|didn't|never|could not|couldn't|actually|bothered|do not|don't) (?:even )?(?:bother|trouble|care|read|manage)",
  'who bothered to (?:read|look|attend|listen|check)',
  '(?:had|has|have) you (?:actually |even )?bothered',
  'not worth (?:reading|answering|mentioning to)',
  'no doubt (?:be )?(?:too busy|delighted|thrilled|pleased)',
  '(?:apparently|evidently|clearly|obviously) (?:too (?:difficult|hard|busy|much)|not (?:important|worth|read|possible)|prefers?|nobody|no one|no-one)',
  "if (?:it is|it's|that is|that's) not too much (?:trouble|to ask)",
  'would it (?:kill|hurt) ',
  'should not be necessary to (?:repeat|say|explain|mention)|would not need (?:saying|repeating|explaining)',
  '(?:one|we) had hoped',
  'with all due respect',
  'no offen[cs]e',
  'thanks for nothing',
  'must be nice',
  'good for you',
  'whatever you say',
  'per (?:my|our|the several) (?:previous|last|earlier|several)',
];
const PATTERN = new RegExp(`(?<![\\w'])(?:${TURNS.join('|')})(?![\\w'])`, 'gi');

export const passiveAggressive: Rule = {
  id: 'passive-aggressive',
  title: 'Passive-aggressive wording',
  serves: { markdown: 'tone', prose: 'tone' },
  severity: 'minor',
  confidence: 0.6,
  english: true,
  cap: 4,
  find({ flat, text }) {
    const hits: Hit[] = [];
    for (const found of flat.matchAll(PATTERN)) {
      const start = found.index;
      const end = start + found[0].trimEnd().length;
      hits.push({
        start,
        end,
        message: `“${text.slice(start, end).replace(/\s+/g, ' ')}” blames the reader between the lines; say plainly what is needed.`,
      });
    }
    return hits;
  },
};
