import type { Hit, Rule } from '../types.ts';

/** Chat and slang that seldom stand in a document on purpose. */
const CASUAL: readonly string[] = [
  'gonna',
  'wanna',
  'gotta',
  'kinda',
  'sorta',
  'dunno',
  'lemme',
  'gimme',
  "ain't",
  "y'all",
  'yeah',
  'yep',
  'nope',
  'lol',
  'lmao',
  'rofl',
  'omg',
  'wtf',
  'btw',
  'imho',
  'afaik',
  'ftw',
  'tl;dr',
  'folks(?! songs?)',
  'dudes?',
  'buddy',
  'you guys',
  'guys',
  'super[ -]duper',
  'awesome',
  'a (?:whole )?bunch of',
  'tons of',
  'loads of',
  'no kidding',
  'no biggie',
  'no hard feelings',
  'tough luck',
  'good luck with (?:that|it|this)',
  'my bad',
  'who cares',
  'nobody cares',
  'so whatever',
  'or whatever',
  'kind of a (?:mess|pain|joke|drag|big deal)',
  'a pain in the (?:neck|butt|ass)',
  'screw(?:s|ed|ing)? (?:up|this|that|it|over|around)',
  'mess(?:es|ed)? (?:this|that|it) up',
  'off the top of (?:my|your) head',
  'piece of cake',
  'no-?brainer',
  'pretty much',
  'cool stuff',
  'stuff like (?:that|this)',
  'and stuff',
  'freaking?',
  'damn(?:ed)?',
  'heck of a',
  'what the (?:heck|hell)',
  'go nuts',
  'knock yourself out',
  'easy-?peasy',
  'you know what',
  'so,? (?:yeah|um|uh)',
  'hey,',
  'oops',
];
const PATTERN = new RegExp(`(?<![\\w'])(?:${CASUAL.join('|')})(?![\\w'])`, 'gi');
const SHOUTING = /(?<=[a-z]{2}[)"' ]{0,2})(?:!{2,}|\?!+|!\?+)|[\p{Emoji_Presentation}]{2,}/gu;
const EXCLAIMED = /(?:just|simply|already|really|so|well)\b[^.!?\n]{0,60}!/gi;

export const casual: Rule = {
  id: 'casual',
  title: 'Casual wording',
  serves: { markdown: 'tone', prose: 'tone' },
  severity: 'minor',
  confidence: 0.7,
  english: true,
  cap: 5,
  find({ flat, text }) {
    const hits: Hit[] = [];
    for (const pattern of [PATTERN, SHOUTING, EXCLAIMED]) {
      for (const found of flat.matchAll(pattern)) {
        const start = found.index;
        const end = start + found[0].length;
        if (hits.some(hit => start < hit.end && hit.start < end)) continue;
        hits.push({
          start,
          end,
          message: `“${text.slice(start, end)}” is casual wording for a document.`,
          ...(pattern === PATTERN ? {} : { confidence: 0.5, severity: 'note' as const }),
        });
      }
    }
    return hits;
  },
};
