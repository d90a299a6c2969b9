/** Words that say nothing about a fact's subject. */
const FILLERS = new Set(
  'a an the of for to in on at by per and or any all its their this that der die das des den dem ein eine le la les de du des el los las'.split(
    ' ',
  ),
);

/** A fact's subject, ignoring the order, number and case of the words. */
export function factKey(text: string): string {
  const words = plain(text).split(' ').map(singular);
  const telling = words.filter(word => !FILLERS.has(word));
  return [...new Set(telling.length > 0 ? telling : words)].sort().join(' ');
}

/** A fact's value, normalized so that two notations of one figure are equal. */
export function factValue(text: string): string {
  const figures = plain(text.replace(/(\d)[.,](?=\d{3}\b)/g, '$1').replace(/(\d),(?=\d)/g, '$1.'));
  return figures.replace(/\b(\d+\.\d*?)0+\b/g, '$1').replace(/(\d)\.(?!\d)/g, '$1');
}

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/%/g, ' percent ')
    .replace(/\bper ?cent\b/g, 'percent')
    .replace(/[€$£]/g, sign => ` ${CURRENCIES[sign] ?? ''} `)
    .replace(/[^\p{L}\p{N}.]+/gu, ' ')
    .replace(/\.(?!\d)/g, ' ')
    .replace(/ +/g, ' ')
    .trim();

const CURRENCIES: Readonly<Record<string, string>> = { '€': 'eur', $: 'usd', '£': 'gbp' };

const singular = (word: string): string =>
  word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
