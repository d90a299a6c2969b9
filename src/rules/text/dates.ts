import type { Hit, Rule } from '../types.ts';
import { intlTag, t } from '../../core/text/l10n.ts';

/** A month in the display language; February with its year. */
const monthName = (month: number, year: number | undefined): string =>
  new Intl.DateTimeFormat(intlTag(), {
    month: 'long',
    timeZone: 'UTC',
    ...(month === 1 && year !== undefined && { year: 'numeric' }),
  }).format(new Date(Date.UTC(year ?? 2001, month, 1)));

/** A weekday in the display language. */
const weekdayName = (date: Date): string =>
  new Intl.DateTimeFormat(intlTag(), { weekday: 'long', timeZone: 'UTC' }).format(date);

const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const MONTH = `(${MONTHS.join('|')})`;
const WEEKDAY = `(?:(${DAYS.join('|')}),? (?:the )?)?`;
const DAY_FIRST = new RegExp(
  `${WEEKDAY}(?<![\\d.,:])\\b(\\d{1,2})(?:st|nd|rd|th)? (?:of )?${MONTH}\\b,?(?: (\\d{4})\\b)?`,
  'g',
);
const MONTH_FIRST = new RegExp(
  `${WEEKDAY}\\b${MONTH} (\\d{1,2})(?:st|nd|rd|th)?\\b(?!:|\\.\\d)(?:,? (\\d{4})\\b)?`,
  'g',
);
const ISO = /\b(\d{4})-(\d{2})-(\d{2})\b/g;

/** A date that is said not to exist is only an example. */
const EXAMPLE =
  /\b(?:invalid|illegal|reject\w*|not exist|non-?existent|overflow\w*|impossible|wrong|bogus|error|normali[sz]ed?|only (?:has|\d\d days)|has only)\b/i;

export const dates: Rule = {
  id: 'date',
  title: t('Date does not exist'),
  serves: { markdown: 'accuracy', prose: 'accuracy' },
  severity: 'minor',
  confidence: 0.95,
  find({ flat, text }) {
    const hits: Hit[] = [];
    const check = (
      found: RegExpExecArray,
      weekday: string | undefined,
      day: number,
      month: number,
      year: number | undefined,
    ): void => {
      const end = found.index + found[0].trimEnd().length;
      const shown = text.slice(found.index, end);
      if (
        /[\n\r]\s*[\n\r]/.test(shown) ||
        EXAMPLE.test(flat.slice(Math.max(0, found.index - 80), end + 60))
      )
        return;
      const longest = LENGTHS[month] ?? 31;
      const leap = year === undefined || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0));
      const length = month === 1 && !leap ? 28 : longest;
      if (day < 1) return;
      if (day > length) {
        // `May 54` or `32 March` in prose is not a date.
        if (day > 31 && year === undefined) return;
        hits.push({
          start: found.index,
          end,
          message: t(
            '“{0}” does not exist: {1} has {2} days.',
            shown,
            monthName(month, year),
            length,
          ),
        });
        return;
      }
      if (weekday === undefined || year === undefined || year < 1800 || year > 2200) return;
      const real = new Date(Date.UTC(year, month, day));
      if (DAYS[real.getUTCDay()] === weekday) return;
      hits.push({
        start: found.index,
        end,
        title: t('Weekday and date disagree'),
        message: t('“{0}” was or is a {1}.', shown, weekdayName(real)),
      });
    };
    for (const found of flat.matchAll(DAY_FIRST)) {
      check(
        found,
        found[1],
        Number(found[2]),
        MONTHS.indexOf(found[3] ?? ''),
        found[4] === undefined ? undefined : Number(found[4]),
      );
    }
    for (const found of flat.matchAll(MONTH_FIRST)) {
      check(
        found,
        found[1],
        Number(found[3]),
        MONTHS.indexOf(found[2] ?? ''),
        found[4] === undefined ? undefined : Number(found[4]),
      );
    }
    // Descriptions of programs show such dates as what is refused or corrected.
    for (const found of flat.matchAll(ISO)) {
      const month = Number(found[2]) - 1;
      if (month >= 0 && month < 12 && Number(found[1]) > 1500)
        check(found, undefined, Number(found[3]), month, Number(found[1]));
    }
    return hits;
  },
};
