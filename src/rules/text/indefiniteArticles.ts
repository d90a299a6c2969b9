import type { Hit, Rule } from '../types.ts';

const ARTICLE = /(?<![\w.'"&/-])(a|an|A|An) ([A-Za-z][A-Za-z'-]+)/g;
/** Written with a vowel, spoken with a consonant: `a one-off`, `a unit`, `a European`. */
const CONSONANT =
  /^(?:one|once|oui|u(?:na(?:ry|nim)|ni(?!n|m|d)|s[aeiu]|t[ei]l|tens|topi|r[aeio]n|biq)|eu|ew|ouija|uk|us$|use)/i;
/** Written with a consonant, spoken with a vowel: `an hour`. */
const VOWEL = /^(?:hour|honest|honou?r|heir|herb)/i;

export const indefiniteArticles: Rule = {
  id: 'indefinite-article',
  title: '“A” and “an” confused',
  serves: { markdown: 'accuracy', prose: 'accuracy' },
  severity: 'note',
  confidence: 0.8,
  english: true,
  cap: 3,
  find({ flat }) {
    const hits: Hit[] = [];
    for (const found of flat.matchAll(ARTICLE)) {
      const [whole, article = '', word = ''] = found;
      // Capitals may be spelled out (an FBI, a UFO) and names keep their own sound.
      if (/^[A-Z]/.test(word) || word.length < 3 || !/[aeiouy]/.test(word.slice(0, 3))) continue;
      // `Annex A attached`: the letter, not the article.
      if (
        /^[A-Z]/.test(article) &&
        /[\w,] $/.test(flat.slice(Math.max(0, found.index - 2), found.index))
      )
        continue;
      const vowel = VOWEL.test(word) || (/^[aeiou]/i.test(word) && !CONSONANT.test(word));
      const right = vowel ? 'an' : 'a';
      if (
        article.toLowerCase() === right ||
        /^(?:historic|hotel|habitual|hysteri|herb|hist)/i.test(word)
      )
        continue;
      // `a and b`, `point a is`: the letter, not the article.
      if (
        /^(?:and|or|is|are|of|in|as|at|on|if|to|into|over|above|under|until|except|also|even|each)$/i.test(
          word,
        )
      )
        continue;
      hits.push({
        start: found.index,
        end: found.index + whole.length,
        message: `“${article} ${word}” reads “${right} ${word}”.`,
        suggestion: `${article === article.toLowerCase() ? right : right === 'a' ? 'A' : 'An'} ${word}`,
      });
    }
    return hits;
  },
};
