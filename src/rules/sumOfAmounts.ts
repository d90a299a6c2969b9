import type { Range } from '../core/domain/range.ts';
import { t } from '../core/text/l10n.ts';
import { amountToNumber } from './numberWords.ts';
import type { Hit } from './types.ts';

const CURRENCY = '(?:[€$£¥]|EUR|USD|GBP|CHF|PLN|SEK|NOK|DKK|CZK|R\\$|zł|kr|Euro|euros?)';
const FIGURE = "\\d{1,3}(?:[.,' \\u00a0\\u202f]\\d{3})*(?:[.,]\\d{1,2})?|\\d+(?:[.,]\\d{1,2})?";
const AMOUNT = new RegExp(
  `(?<![\\w.,])(?:(${CURRENCY})\\s?(${FIGURE})|(${FIGURE})\\s?(${CURRENCY}))(?![\\w]|[.,]\\d)`,
  'gu',
);
/** Words for a sum and for joining its parts, in the languages of most contracts. */
const SUM =
  /(?:\b(?:summe|gesamt\w*|insgesamt|zusammen|ergib\w*|mithin|total\w*|sommes?|ensemble|soit|suma\w*|importe total|conjunto|totale|complessiv\w*|somma|totaal|samen|tezamen|som|soma|totalt|summa|sammanlagt|łącznie|razem)|=)/iu;
const AND = /(?:\s|^)(?:und|sowie|plus|et|y|e|en|och|og|i|oraz|\+|&)\s/iu;
const BOUNDS =
  /\b(?:mindestens|höchstens|maximal|minimal|bis zu|von|zwischen|au moins|au plus|maximum|minimum|entre|al menos|como máximo|almeno|massimo|minstens|hoogstens|tussen)\b/iu;
const MAX_GAP = 60;

/**
 * `Die Summe aus EUR 500,00 und EUR 400,00 ergibt EUR 1.000,00`: amounts of one currency, joined, with a
 * word for their sum. Arithmetic is the same in every language; only these words differ.
 */
export function sumOfAmounts(flat: string, sentence: Range): Hit | undefined {
  const body = flat.slice(sentence.start, sentence.end);
  const amounts = [...body.matchAll(AMOUNT)].map(found => ({
    start: found.index,
    end: found.index + found[0].length,
    shown: found[0],
    currency: found[1] ?? found[4] ?? '',
    value: amountToNumber(found[2] ?? found[3] ?? ''),
  }));
  const last = amounts.at(-1);
  const parts = amounts.slice(0, -1);
  const first = parts[0];
  if (!last || !first || parts.length < 2 || parts.length > 12 || !SUM.test(body)) return undefined;
  if (BOUNDS.test(body) || amounts.some(a => a.value === undefined || a.currency !== last.currency))
    return undefined;
  const joint = body.slice(parts.at(-2)?.end, parts.at(-1)?.start);
  const between = body.slice(parts.at(-1)?.end, last.start);
  if (!AND.test(joint) || between.length > MAX_GAP) return undefined;
  if (
    !SUM.test(between) &&
    !SUM.test(body.slice(0, first.start)) &&
    !SUM.test(body.slice(last.end))
  )
    return undefined;
  if (parts.some((part, at) => at > 0 && part.start - (parts[at - 1]?.end ?? 0) > MAX_GAP))
    return undefined;
  const sum = parts.reduce((sofar, part) => sofar + (part.value ?? 0), 0);
  if (Math.abs(sum - (last.value ?? 0)) < 0.005) return undefined;
  const shown = sum.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return {
    start: sentence.start + first.start,
    end: sentence.start + last.end,
    message: t(
      '{0} is {1}, not {2}.',
      parts.map(part => part.shown).join(' + '),
      shown,
      last.shown,
    ),
    confidence: 0.85,
  };
}
