/** How a number of a list is written: section 17.18.59 of ISO/IEC 29500-1 (ST_NumberFormat). */
export function numeral(value: number, format: string): string {
  switch (format) {
    case 'none':
      return '';
    case 'decimalZero':
      return String(value).padStart(2, '0');
    case 'upperRoman':
      return roman(value);
    case 'lowerRoman':
      return roman(value).toLowerCase();
    case 'upperLetter':
      return letters(value, LATIN).toUpperCase();
    case 'lowerLetter':
      return letters(value, LATIN);
    case 'russianLower':
      return letters(value, RUSSIAN);
    case 'russianUpper':
      return letters(value, RUSSIAN).toUpperCase();
    case 'arabicAlpha':
      return letters(value, ARABIC);
    case 'arabicAbjad':
      return letters(value, ABJAD);
    case 'hebrew1':
      return hebrew(value);
    case 'hebrew2':
      return letters(value, HEBREW);
    case 'ordinal':
      return `${value}${ending(value)}`;
    case 'cardinalText':
      return capital(words(value));
    case 'ordinalText':
      return capital(ordinal(value));
    case 'hex':
      return value.toString(16).toUpperCase();
    case 'decimalFullWidth':
    case 'decimalFullWidth2':
      return [...String(value)]
        .map(sign => String.fromCodePoint(sign.codePointAt(0)! + 0xfee0))
        .join('');
    case 'decimalEnclosedCircle':
    case 'decimalEnclosedCircleChinese':
      return value >= 1 && value <= 20 ? String.fromCodePoint(0x245f + value) : String(value);
    case 'decimalEnclosedParen':
      return `(${value})`;
    case 'decimalEnclosedFullstop':
      return `${value}.`;
    case 'numberInDash':
      return `- ${value} -`;
    case 'chineseCounting':
    case 'chineseCountingThousand':
    case 'chineseLegalSimplified':
    case 'japaneseCounting':
    case 'japaneseLegal':
    case 'taiwaneseCounting':
    case 'taiwaneseCountingThousand':
    case 'ideographDigital':
    case 'japaneseDigitalTenThousand':
    case 'koreanDigital':
    case 'koreanCounting':
      return chinese(value);
    case 'ideographTraditional':
      return cyclic(value, '甲乙丙丁戊己庚辛壬癸');
    case 'ideographZodiac':
      return cyclic(value, '子丑寅卯辰巳午未申酉戌亥');
    case 'aiueo':
    case 'aiueoFullWidth':
      return cyclic(
        value,
        'アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン',
      );
    case 'iroha':
    case 'irohaFullWidth':
      return cyclic(
        value,
        'イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン',
      );
    case 'ganada':
      return cyclic(value, '가나다라마바사아자차카타파하');
    case 'chosung':
      return cyclic(value, 'ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ');
    default:
      return String(value);
  }
}

const LATIN = 'abcdefghijklmnopqrstuvwxyz';
const RUSSIAN = 'абвгдежзиклмнопрстуфхцчшщыэюя';
const ARABIC = 'أبتثجحخدذرزسشصضطظعغفقكلمنهوي';
const ABJAD = 'أبجدهوزحطيكلمنسعفصقرشتثخذضظغ';
const HEBREW = 'אבגדהוזחטיכלמנסעפצקרשת';

/** After the last letter each is doubled, then tripled, as Word does it: aa, bb. */
function letters(value: number, alphabet: string): string {
  if (value < 1) return String(value);
  const times = Math.ceil(value / alphabet.length);
  return alphabet[(value - 1) % alphabet.length]!.repeat(Math.min(times, 30));
}

const cyclic = (value: number, signs: string): string =>
  value < 1 ? String(value) : signs[(value - 1) % signs.length]!;

function roman(value: number): string {
  if (value < 1 || value > 3999) return String(value);
  const parts: readonly (readonly [number, string])[] = [
    [1000, 'M'],
    [900, 'CM'],
    [500, 'D'],
    [400, 'CD'],
    [100, 'C'],
    [90, 'XC'],
    [50, 'L'],
    [40, 'XL'],
    [10, 'X'],
    [9, 'IX'],
    [5, 'V'],
    [4, 'IV'],
    [1, 'I'],
  ];
  let left = value;
  let text = '';
  for (const [size, sign] of parts) {
    text += sign.repeat(Math.floor(left / size));
    left %= size;
  }
  return text;
}

function hebrew(value: number): string {
  if (value < 1 || value > 999) return String(value);
  const hundreds = ['', 'ק', 'ר', 'ש', 'ת', 'תק', 'תר', 'תש', 'תת', 'תתק'][
    Math.floor(value / 100)
  ]!;
  const rest = value % 100;
  // 15 and 16 would spell the name of God.
  if (rest === 15 || rest === 16) return `${hundreds}ט${rest === 15 ? 'ו' : 'ז'}`;
  const tens = ['', 'י', 'כ', 'ל', 'מ', 'נ', 'ס', 'ע', 'פ', 'צ'][Math.floor(rest / 10)]!;
  return hundreds + tens + (rest % 10 === 0 ? '' : HEBREW[(rest % 10) - 1]!);
}

function chinese(value: number): string {
  if (value < 1 || value > 9999) return String(value);
  const digits = '〇一二三四五六七八九';
  const units = ['', '十', '百', '千'];
  let text = '';
  let zero = false;
  const signs = String(value);
  for (let i = 0; i < signs.length; i++) {
    const digit = Number(signs[i]);
    const unit = units[signs.length - 1 - i]!;
    if (digit === 0) zero = text !== '';
    else {
      text +=
        (zero ? '〇' : '') +
        (digit === 1 && unit === '十' && text === '' ? '' : digits[digit]!) +
        unit;
      zero = false;
    }
  }
  return text;
}

const ending = (value: number): string => {
  const tens = value % 100;
  if (tens >= 11 && tens <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][value % 10] ?? 'th';
};

const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const ORDINALS: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};

function words(value: number): string {
  if (value < 20) return ONES[value] ?? String(value);
  if (value < 100)
    return TENS[Math.floor(value / 10)]! + (value % 10 ? `-${ONES[value % 10]!}` : '');
  return String(value);
}

function ordinal(value: number): string {
  return words(value).replace(
    /[a-z]+$/,
    last => ORDINALS[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`),
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
