/**
 * Names for parts of contracts and laws in languages other than English, and their depth: annexes, books and parts
 * outermost, then chapters, sections, articles.
 */
interface Labelled {
  readonly level: number;
  /** The label with its number, as written. */
  readonly label: string;
  /** The rest of the line, without the separator. */
  readonly rest: string;
  /** The label is the whole title, whatever follows it. */
  readonly isWhole?: boolean;
  /** The name in brackets that belongs to the label: 第1条（目的）. */
  readonly name?: string;
}

const ANNEX = 1;
const GRAND_PART = 1.2;
const BOOK = 1.3;
const PART = 1.5;
const DIVISION = 1.8;
const CHAPTER = 2;
const SECTION = 2.5;
const SUBSECTION = 2.7;
const ARTICLE = 3;

/**
 * German, French, Spanish, Italian, Portuguese, Dutch, Polish, Czech, Russian, Ukrainian; and Danish, Norwegian,
 * Swedish, Finnish, Hungarian, Romanian, Greek, Turkish, Slovak, Croatian, Bulgarian.
 */
const WORDS: Readonly<Record<string, number>> = Object.fromEntries(
  [
    [
      ANNEX,
      'Anlage Formblatt Anhang Beilage Annexe Anexo Apéndice Allegato Appendice Apêndice Bijlage Aanhangsel Załącznik Aneks Příloha Príloha Prilog Приложение Додаток Bilaga Bilag Vedlegg Liite Melléklet Anexa Παράρτημα Παραρτημα Ek',
    ],
    [GRAND_PART, 'Partie Parte Część Část Časť Часть Partea'],
    [BOOK, 'Buch Livre Libro Livro Boek Księga Kniha Книга'],
    [
      PART,
      'Teil Titre Título Titolo Deel Titel Tytuł Частина Avdelning Osa Rész Titlul Μέρος Μεροσ Kısım Dio',
    ],
    [DIVISION, 'Dział Раздел Розділ'],
    [
      CHAPTER,
      'Kapitel Hauptstück Chapitre Capítulo Capitolo Capo Hoofdstuk Rozdział Kapitola Hlava Глава Kapittel Luku Fejezet Capitolul Κεφάλαιο Κεφαλαιο Bölüm Poglavlje',
    ],
    [
      SECTION,
      'Abschnitt Sección Sezione Seção Secção Afdeling Díl Oddział Подраздел Підрозділ Avsnitt Afsnit Secțiunea Τμήμα',
    ],
    [
      SUBSECTION,
      'Unterabschnitt Untertitel Sous-section Subsección Sottosezione Subseção Paragraphe Paragraaf Oddíl',
    ],
    [
      ARTICLE,
      'Artikel Ziffer Klausel Article Clause Artículo Cláusula Articolo Clausola Artigo Artykuł Paragraf Článek Článok Статья Стаття Пункт Klauzula Artikla Articolul Άρθρο Αρθρο Madde Članak Член Cikk',
    ],
  ].flatMap(([level, words]) =>
    (words as string)
      .toLowerCase()
      .split(' ')
      .flatMap(word => [
        [word, level as number],
        // Capitals are often written without accents.
        [withoutAccents(word), level as number],
      ]),
  ),
);

function withoutAccents(word: string): string {
  return /^[ -\u024f]+$/.test(word) ? word.normalize('NFD').replace(/\p{M}/gu, '') : word;
}
const SHORT: Readonly<Record<string, number>> = {
  art: ARTICLE,
  'art.': ARTICLE,
  'čl.': ARTICLE,
  'ст.': ARTICLE,
};

/** Numbers, including Roman and lettered ones, and the words that number clauses: "primera", "Erster", "premier". */
const NUMBER = String.raw`(?:\d{1,5}[a-z]{0,2}(?:[.-]\d{1,3})*[a-z]?(?:\.?[ºª°](?:-[A-Z])?|er|re|-?(?:bis|ter|quater|quinquies|sexies|septies|octies|novies|decies))?|[LRDA]\.?\s?\*?\s?\d{1,4}(?:-\d{1,3})*|[IVXLC]{1,7}(?:er|re|ère|bis|ter|[a-d])?|[A-Z])`;
/** How ordinal numbers begin in the languages whose parts they number: "PARTE RECEPTORA" is a party, not a part. */
const ORDINAL_STEM =
  'prim|segund|second|ter[cz]|[cq]uart|quint|sext|sest|s[eé]t|s[eé]pt|o[ic]t|ott|nov|non|nono|d[eé]c|vig[eé]s|vent|und[eé]c|duod|prvn|jeden|dvan|dvac|třin|třic|čtrn|patn|šestn|jedan|dwun|dwan|druh|tře|čtvrt|pát|šest|sed|osm|dev|des|pierwsz|drug|trze|czwart|piąt|szóst|siódm|ósm|dziewiąt|dziesiąt|prv|treć|četvrt|pet|перв|втор|трет|четв|пят|шест|седьм|восьм|девят|десят|одинн|двен|перш|друг|трет|п.ят|шост|сьом|восьм|дев.ят|последн|единств';
const ORDINAL = String.raw`(?:premier|première|préliminaire|législative|réglementaire|unique|único|única|unico|(?:${ORDINAL_STEM})[\p{L}]{0,8}(?:a|o|á|ó|í|ý|ая|ий|ый|я)(?:\s(?:y\s)?[\p{L}]{4,12}[ao])?)`;
const WORD_FIRST = new RegExp(
  String.raw`^(${[...Object.keys(WORDS), ...Object.keys(SHORT)]
    .sort((a, b) => b.length - a.length)
    .map(word => word.replaceAll('.', String.raw`\.`))
    .join(
      '|',
    )})(?:\s+|(?=\d)|(?<=\.))(?:(?:nr|no|n[º°]|č|№|§)(?!\p{L})\.?\s*)?(${NUMBER}|${ORDINAL})(?![\p{L}\p{N}])(.*)$`,
  'isu',
);
/** "1. Kapitel", "Erster Abschnitt", "Dritter Teil"; "1. cikk", "2 luku". */
const NUMBER_FIRST =
  /^((?:\d{1,3}\.?(?=\s(?:\p{Lu}|cikk|fejezet|artikla|luku|člen))|[IVXLC]{1,6}\.(?=\s(?:[Ff]ejezet|FEJEZET|[Rr]ész))|\d{1,3}\.|Erste[rs]?|Zweite[rs]?|Dritte[rs]?|Vierte[rs]?|Fünfte[rs]?|Sechste[rs]?|Siebte[rs]?|Achte[rs]?|Neunte[rs]?|Zehnte[rs]?))\s+(Teil|Buch|Kapitel|Hauptstück|Abschnitt|Unterabschnitt|Titel|[Cc]ikk|[Ff]ejezet|FEJEZET|[Rr]ész|[Aa]rtikla|[Ll]uku|[Čč]len)(?![\p{L}\p{N}])(.*)$/su;
/** "PRVÁ ČASŤ", "Druhá hlava". */
const SLOVAK_FIRST =
  /^((?:PRV|DRUH|TRET|ŠTVRT|PIAT|ŠIEST|SIEDM|ÔSM|DEVIAT|DESIAT|Prv|Druh|Tret|Štvrt|Piat|Šiest|Siedm|Ôsm|Deviat|Desiat)(?:Á|A|IA|á|a|ia))\s+(ČASŤ|HLAVA|Časť|časť|hlava)(?![\p{L}\p{N}])(.*)$/su;
/** Spanish clauses may be numbered by words alone: "PRIMERA.- Objeto", "Décima segunda." */
const BY_WORD =
  /^((?:(?:prim|terc)er[ao]|segund[ao]|cuart[ao]|quint[ao]|sext[ao]|s[eé]ptim[ao]|octav[ao]|noven[ao]|(?:d[eé]cim|vig[eé]sim)[ao])(?:\s?(?:primer[ao]|segund[ao]|tercer[ao]|cuart[ao]|quint[ao]|sext[ao]|s[eé]ptim[ao]|octav[ao]|noven[ao]))?)\s*(?:\.[-–—]*|[-–—:]+)\s*(.*)$/isu;

const CJK_NUMBER = '[〇零一二三四五六七八九十百千\\d０-９]{1,8}';
const CJK = new RegExp(
  String.raw`^第\s*${CJK_NUMBER}\s*(条|條|章|节|節|编|編|款|项|部分|部|巻|卷)(?:\s*[の之]\s*${CJK_NUMBER})?(.*)$`,
  'su',
);
const CJK_LEVEL: Readonly<Record<string, number>> = {
  部: PART,
  部分: PART,
  编: PART,
  編: PART,
  巻: PART,
  卷: PART,
  章: CHAPTER,
  节: SECTION,
  節: SECTION,
  款: 2.7,
  项: ARTICLE,
  条: ARTICLE,
  條: ARTICLE,
};
const KOREAN = new RegExp(
  String.raw`^제\s*\d{1,4}\s*(조|장|절|편|관)(?:\s*의\s*\d{1,3})?(.*)$`,
  'su',
);
const KOREAN_LEVEL: Readonly<Record<string, number>> = {
  편: PART,
  장: CHAPTER,
  절: SECTION,
  관: 2.7,
  조: ARTICLE,
};
/** 附件一, 別紙2, 부칙, 별표 1: annexes and final provisions. */
const CJK_ANNEX = new RegExp(
  String.raw`^[[【]?((?:附件|附录|附錄|附表|附\s?[則则]|別紙|別表|별표|별지|부\s?칙|부속서)\s*(?:第?\s*${CJK_NUMBER}|[A-Z])?)(?=$|[\s:：（(<\]】])[\]】]?(.*)$`,
  'su',
);
const CHINESE_ITEM = /^([一二三四五六七八九十]{1,3})、(.*)$/su;

const ARABIC = new RegExp(
  String.raw`^((?:ال)?(?:مادة|فصل|باب|قسم|ملحق|بند|جزء|فرع)(?:\s+رقم)?\s*[:(]?\s*(?:[\d٠-٩]{1,4}|ال[\p{L}]{2,10}(?:\s(?:ال)?(?:عشر|عشرة|والعشرون|والثلاثون|والأربعون|والخمسون))?)(?:\s*\))?)(?![\p{L}\p{N}])(.*)$`,
  'su',
);
const ARABIC_LEVEL: readonly (readonly [word: string, level: number])[] = [
  ['ملحق', ANNEX],
  ['باب', PART],
  ['جزء', PART],
  ['قسم', PART],
  ['فصل', CHAPTER],
  ['فرع', SECTION],
];
const HEBREW =
  /^((סעיף|פרק|חלק|נספח|תוספת|סימן)\s+(?:[א-ת]{1,3}['׳"״]?[א-ת]?|\d{1,3}(?:\.\d{1,3})*|ה?(?:ראשו(?:ן|נה)|שני(?:ה|יה)?|שלישית?|רביעית?|חמישית?)))(?![\p{L}\p{N}])(.*)$/su;
const HEBREW_LEVEL: Readonly<Record<string, number>> = {
  נספח: ANNEX,
  תוספת: ANNEX,
  חלק: PART,
  פרק: CHAPTER,
  סימן: SECTION,
};

/** Names of unnumbered parts at the beginning or end of a contract, a treaty or a law; without spaces. */
const UNNUMBERED: ReadonlySet<string> = new Set(
  `preamble recitals präambel vorbemerkung vorbemerkungen préambule preámbulo antecedentes declaraciones cláusulas
  preambolo premesse premessa preâmbulo considerandos preambule considerans overwegingen preambuła wstęp úvod
  úvodníustanovení závěrečnáustanovení преамбула вступ общиеположения загальніположення præambel innledning inledning
  johdanto preambulum bevezető preambul preambulul προοίμιο προοιμιο önsöz başlangıç preambula الديباجة ديباجة تمهيد
  مقدمة המבוא מבוא הקדמה פתיח 序言 前言 序文 前文 总则 總則 附则 附則 전문 서문 총칙`.split(/\s+/),
);
const MAX_UNNUMBERED = 36;

/** Such a name alone on its line, without surrounding punctuation. */
function unnumbered(line: string): Labelled | undefined {
  if (line.length > MAX_UNNUMBERED || !/^[\p{Lu}\p{Lo}\p{P}]/u.test(line)) return undefined;
  if (!UNNUMBERED.has(line.toLowerCase().replace(/[\s\p{P}]+/gu, ''))) return undefined;
  const label = line.replace(/^[\p{P}\s]+|[\p{P}\s]+$/gu, '');
  return { level: ARTICLE, label, rest: '', isWhole: true };
}

/**
 * An annex without a number, or with one that its law follows: "Bijlage", "Anlage Rahmenplan", "Příloha č. 1 k vyhlášce";
 * complete on its line.
 */
const ANNEX_LINE =
  /^(?:Anlage|Anhang|Beilage|Bijlage|Příloha|Príloha|Załącznik|Annexe|Anexo|Allegato|Appendice|Bilaga|Bilag|Vedlegg|Liite|Приложение|Додаток|ANLAGE|ANHANG|BIJLAGE|PŘÍLOHA|ZAŁĄCZNIK|ANNEXE|ANEXO|ALLEGATO|ПРИЛОЖЕНИЕ|ДОДАТОК)(?:\s(?:nr|č|no|n[º°]|№)?\.?\s?(?:\d{1,3}[a-z]?|[IVX]{1,5}|[A-Z]))?(?![\p{L}\p{N}])(?:$|\s*[(:–—-]|\s(?:\p{Lu}|(?:zu|zum|zur|bij|als|behorende|k|ke|do|à|au|aux|de|del|al|relative|к|до)\s))/u;
const MAX_ANNEX_LINE = 160;
export const isAnnexLine = (line: string): boolean =>
  line.length <= MAX_ANNEX_LINE &&
  (!/[.;:,]$/.test(line) || /\s\p{L}{1,3}\.$/u.test(line)) &&
  ANNEX_LINE.test(line);

/** True for the label of an article or "§ 7", the innermost parts of a law. */
export const isArticleLabel = (line: string): boolean =>
  /^§\s?\d/.test(line) || (!/^article\b/i.test(line) && foreignLabel(line)?.level === ARTICLE);

/** True for a title whose first word is that of a part: "ČÁST PRVNÍ OBECNÁ USTANOVENÍ". */
export const beginsWithLabel = (title: string): boolean =>
  WORDS[/^\S+/.exec(title)?.[0].toLowerCase() ?? ''] !== undefined ||
  [SLOVAK_FIRST, ARABIC, ARABIC_WORD, HEBREW].some(pattern => pattern.test(title));

/** The level of annexes, schedules and appendices. */
export const ANNEX_LEVEL = ANNEX;

/** The label at the start of a line, in one of the languages above. References ("§ 5 der ...") do not count. */
export function foreignLabel(line: string): Labelled | undefined {
  return european(line) ?? cjk(line) ?? semitic(line) ?? unnumbered(line);
}

function european(line: string): Labelled | undefined {
  const first = WORD_FIRST.exec(line);
  if (first) {
    const [, word = '', number = '', rest = ''] = first;
    if (!/^[\p{Lu}Ч]/u.test(word) || goesOn(rest)) return undefined;
    // A number word ends the label only if a separator follows it.
    if (!/\d/.test(number) && /^\p{L}{4}/u.test(number) && !/^\s*(?:$|[.:–—-])/u.test(rest))
      return undefined;
    const level = WORDS[word.toLowerCase()] ?? SHORT[word.toLowerCase()] ?? ARTICLE;
    return { level, label: `${word} ${number}`, rest: bare(rest) };
  }
  const after = NUMBER_FIRST.exec(line) ?? SLOVAK_FIRST.exec(line);
  if (after) {
    const [, number = '', word = '', rest = ''] = after;
    // "2. Abschnitt IV Kapitel II" is an item that mentions it.
    if (goesOn(rest) || /^\s+(?:[IVXLC]+|\d+)(?!\p{L})/u.test(rest)) return undefined;
    return {
      level: WORDS[word.toLowerCase()] ?? CHAPTER,
      label: `${number} ${word}`,
      rest: bare(rest),
    };
  }
  const byWord = BY_WORD.exec(line);
  if (!byWord || !/^\p{Lu}/u.test(line)) return undefined;
  return { level: 4, label: byWord[1]!, rest: bare(byWord[2]!) };
}

function cjk(line: string): Labelled | undefined {
  for (const [pattern, levels] of [
    [CJK, CJK_LEVEL],
    [KOREAN, KOREAN_LEVEL],
  ] as const) {
    const match = pattern.exec(line);
    if (!match) continue;
    const [, unit = '', rest = ''] = match;
    // 第5条の規定により, 제5조에 따라: in the middle of a sentence.
    if (rest !== '' && !/^[\s\u3000（(【［[:：.．、]/u.test(rest)) return undefined;
    return named(levels[unit] ?? ARTICLE, line.slice(0, line.length - rest.length), rest);
  }
  const annex = CJK_ANNEX.exec(line);
  if (annex) return named(ANNEX, annex[1]!.trim(), annex[2]!);
  const item = CHINESE_ITEM.exec(line);
  if (!item || item[2]!.trim().length === 0) return undefined;
  return item[2]!.length <= 24 && !/[。；，]/.test(item[2]!)
    ? { level: 4, label: `${item[1]!}、`, rest: item[2]!.trim() }
    : undefined;
}

/** The name in brackets directly after a label. */
function named(level: number, label: string, rest: string): Labelled {
  const brackets = /^\s*[（(【［[]([^）)】］\]]{1,40})[）)】］\]]\s*(.*)$/su.exec(rest);
  return brackets
    ? { level, label, name: brackets[1]!, rest: brackets[2]! }
    : { level, label, rest: bare(rest) };
}

function semitic(line: string): Labelled | undefined {
  const arabic = ARABIC.exec(line);
  if (arabic) {
    const [, label = '', rest = ''] = arabic;
    // After a label something new begins; a sentence continues without punctuation.
    if (rest.trim() !== '' && !/^\s*[:：.–—()-]/u.test(rest)) return undefined;
    const level = ARABIC_LEVEL.find(([word]) => label.includes(word))?.[1] ?? ARTICLE;
    return { level, label, rest: bare(rest) };
  }
  const byWord = ARABIC_WORD.exec(line);
  if (byWord) return { level: 4, label: byWord[1]!, rest: byWord[2]!.trim() };
  const hebrew = HEBREW.exec(line);
  if (!hebrew) return undefined;
  const [, label = '', word = '', rest = ''] = hebrew;
  if (rest.trim() !== '' && !/^\s*[:.–—-]/u.test(rest)) return undefined;
  return { level: HEBREW_LEVEL[word] ?? ARTICLE, label, rest: bare(rest) };
}

/** "ثانياً: السرية": clauses numbered by words. */
const ARABIC_WORD =
  /^((?:أول|ثاني|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر)(?:اً|ًا|ا)(?:\s+عشر)?)\s*[:：.–—-]+\s*(.*)$/su;

/** A sentence that mentions the part: lower case, a comma or a bracket follows directly. */
const goesOn = (rest: string): boolean => /^\s*[,;)]|^\s+\p{Ll}/u.test(rest);

const bare = (rest: string): string => rest.replace(/^[\s.:：．、–—-]+/u, '').trim();
