import type { Hit, Rule } from '../types.ts';

/** Words and turns that insult a person; kept to those that seldom mean anything else. */
const INSULTS: readonly string[] = [
  'idiots?',
  'idiotic',
  'morons?',
  'moronic',
  'imbeciles?',
  'dumb(?:ass|est|er)?',
  'dim-?wit(?:s|ted)?',
  'half-?wit(?:s|ted)?',
  'nitwits?',
  'dolts?',
  'dunces?',
  'blockheads?',
  'brain-?dead',
  'brain-?less',
  'losers?',
  'clowns?',
  'crybab(?:y|ies)',
  'clueless',
  'pathetic',
  'laughable',
  'incompetent (?:people|staff|fools?|team|management|buffoons?)',
  'lazy (?:people|staff|developers?|programmers?|readers?|fools?|team|writers?)',
  'stupid(?:ly|est)?',
  'jerks?',
  'crap(?:py)?',
  'bullshit',
  'asshole',
  'shut up',
  "(?:you|he|she|they|anyone|anybody|someone) (?:clearly |obviously )?(?:can(?:not|'t)|could not|couldn't) (?:even )?(?:read|count|spell|think)",
  '(?:has|have|had) no (?:business \\w+ing|clue)',
  "do(?:n't| not) be (?:a|an|such a|so) (?:idiot|child|fool|wimp|lazy|stupid)",
  'any fool (?:can|could|knows?)',
  'only (?:a|an) (?:fool|idiot|child|moron|madman|amateur)',
  'too (?:lazy|stupid|dumb|thick|slow) to',
  'whin(?:e|es|ed|ing|ers?) (?:about|all|that|and|as)',
  'what a joke',
  'waste of (?:space|oxygen)',
  'whoever (?:wrote|designed|made|built|approved|drafted) (?:this|that|it)',
  'grow up',
];
const PATTERN = new RegExp(`\\b(?:${INSULTS.join('|')})\\b`, 'gi');
/** Where such a word is used of things or as a term. */
const INNOCENT =
  /^(?:dumb (?:terminal|pipe|show|waiter)|stupid(?:ly)? simple|losers?(?= of)|crap shoot)/i;

export const insulting: Rule = {
  id: 'insulting',
  title: 'Insulting wording',
  serves: { markdown: 'tone', prose: 'tone' },
  severity: 'major',
  confidence: 0.8,
  english: true,
  cap: 6,
  find({ flat, text }) {
    const hits: Hit[] = [];
    for (const found of flat.matchAll(PATTERN)) {
      if (INNOCENT.test(flat.slice(found.index, found.index + 24))) continue;
      const start = found.index;
      const end = start + found[0].length;
      hits.push({
        start,
        end,
        message: `“${text.slice(start, end)}” insults or belittles; say what is wrong with the thing instead.`,
      });
    }
    return hits;
  },
};
