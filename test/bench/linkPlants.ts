import type { RuleDocument } from '../../src/rules/ruleDocument.ts';
import { added, capital, nameOf, type Draw, type Edit, type Plan } from './plantDraws.ts';

/** Another name than the given one: a slip of the hand, or as if the target had been renamed. */
export function renamed({ pick, between }: Draw, name: string): string {
  const at = between(1, Math.max(1, name.length - 2));
  const [left, a, b, rest] = [
    name.slice(0, at),
    name[at] ?? '',
    name[at + 1] ?? '',
    name.slice(at + 2),
  ];
  return (
    pick([
      () => `${left}${b === a ? 'x' : b}${a}${rest}`,
      () => `${left}${b === a ? 'x' : ''}${b}${rest}`,
      () => `${name}-old`,
      () => `${nameOf({ pick, between })}-${name}`,
      () => name.replace(/[\w]+$/, 'overview'),
      () => `${name}s`,
    ]) ?? (() => name)
  )();
}

interface Found {
  readonly start: number;
  readonly end: number;
  readonly shown: string;
}

/** Where the pattern's last group stands, outside of code. */
function placesOf({ text, masked, kind }: RuleDocument, pattern: RegExp): readonly Found[] {
  return [...text.matchAll(pattern)].flatMap(found => {
    const shown = found.at(-1);
    if (shown === undefined || shown === '') return [];
    if (kind === 'markdown' && masked[found.index] !== text[found.index]) return [];
    const start = found.index + found[0].lastIndexOf(shown);
    return [{ start, end: start + shown.length, shown }];
  });
}

/** One of the places, with another name in it. */
const misnamed = (draw: Draw, places: readonly Found[]): readonly Edit[] => {
  const place = draw.pick(places);
  return place ? [{ ...place, text: renamed(draw, place.shown) }] : [];
};

/** A real one with another name, or a new one where there is none; half of the time a new one. */
const mixed = (
  doc: RuleDocument,
  draw: Draw,
  places: readonly Found[],
  sentences: readonly string[],
): readonly Edit[] =>
  places.length > 0 && draw.between(0, 3) > 0
    ? misnamed(draw, places)
    : sentences.length === 0
      ? []
      : added(doc, draw, draw.pick(sentences) ?? '');

const named = (draw: Draw): string =>
  `${nameOf(draw)}-${draw.pick(['notes', 'setup', 'guide']) ?? ''}`;

const ANCHORS: Readonly<Record<string, RegExp>> = {
  markdown: /\]\(#([a-z][\w-]{3,})\)/g,
  asciidoc: /(?:<<#?|\bxref:#?)([a-zA-Z_][\w-]{3,})(?=[,>[])/g,
  org: /\[\[[#*]([^\][]{3,80})\]/g,
  html: /<a\b[^<>]{0,300}\bhref="#([\w.-]{3,})"/g,
  latex: /\\(?:ref|eqref|cref|Cref|autoref|pageref|hyperref)(?:\{|\[)([\w:.-]{3,})[}\]]/g,
  restructuredtext: /(?<![\w`:\\])(?:`([^`<>\n:]{3,60})`_|([A-Za-z][\w-]{3,40})_)(?![\w`_])/g,
};

function anchorSentences(language: string, draw: Draw): readonly string[] {
  const name = named(draw);
  const title = capital(name.replace('-', ' '));
  switch (language) {
    case 'markdown':
      return [
        `More is said [further below](#${name}).`,
        `The [${title}](#${name}) come first.`,
        `This is an exception (see [${name}](#the-${name} "${title}")).`,
      ];
    case 'asciidoc':
      return [
        `It is shown in <<${name}>>.`,
        `Read <<${name},${title}>> before.`,
        `See xref:${name}[${title}].`,
      ];
    case 'org':
      return [`It is shown in [[#${name}]].`, `Read [[*${title}][what is said there]] before.`];
    case 'latex':
      return [
        `It is shown in Section~\\ref{sec:${name}}.`,
        `See \\autoref{fig:${name}} on page~\\pageref{fig:${name}}.`,
      ];
    case 'restructuredtext':
      return [
        `It is shown in ${name}_ too.`,
        `Read \`${title}\`_ before.`,
        `See \`what is said there <${name}_>\`_ too.`,
      ];
    default:
      return [];
  }
}

const FILES: Readonly<Record<string, RegExp>> = {
  markdown:
    /\]\((?!https?:|#|\/|mailto)([\w./-]{3,}\.(?:mdx?|png|svg|html|txt|jpg|gif|json|yaml|toml|py|js|ts))(?=[)#"\s])/g,
  asciidoc: /(?:xref:|link:|image::?|include::)(?!https?:)([\w./-]{3,}\.\w{2,5})(?=[[#])/g,
  org: /\[\[(?:file:)?(\.{0,2}[\w/-]{2,}\.\w{2,5})\]/g,
  html: /<(?:a|img)\b[^<>]{0,300}\b(?:href|src)="(?!https?:|\/|#|mailto|data:)([\w./-]{3,}\.\w{2,5})"/g,
  latex: /\\(?:input|include)\{([\w./-]{3,})\}/g,
  restructuredtext:
    /:doc:`(?:[^`<]*<)?([\w./-]{3,})>?`|^\.\. (?:image|figure|include|literalinclude):: ([\w./-]{3,})/gm,
};

function fileSentences(language: string, draw: Draw): readonly string[] {
  const name = `${draw.pick(['', './', 'guides/', '../'])}${named(draw)}`;
  switch (language) {
    case 'markdown':
      return [
        `More is said [in the guide](${name}.md).`,
        `See [${name}](${name}.md#first-steps) for the first steps.`,
        `It looks as follows: ![the window](${name}.png)`,
        `The [file that ships with it](${name}.yaml "settings") has the rest.`,
      ];
    case 'asciidoc':
      return [`See xref:${name}.adoc[the guide].`, `More is in link:${name}.adoc[the guide].`];
    case 'org':
      return [`More is said in [[file:${name}.org][the guide]].`, `See [[./${name}.org]].`];
    case 'restructuredtext':
      return [`More is said in :doc:\`${name}\`.`, `See :doc:\`the guide <${name}>\`.`];
    default:
      return [];
  }
}

/** Relative links that lead to a file now. */
const resolving = (doc: RuleDocument, pattern: RegExp): readonly Found[] =>
  placesOf(doc, pattern).filter(({ shown }) =>
    ['', '.rst', '.txt', '.tex', '.pdf', '.png'].some(end => doc.probe?.(shown + end) === true),
  );

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Takes the definition of a label away, or asks for another label. */
function undefinedLabel(doc: RuleDocument, draw: Draw): readonly Edit[] {
  const definitions = [...doc.text.matchAll(/^ {0,3}\[([^\]\n^]{2,60})\]:[^\n]*$/gm)];
  const uses = (label: string): readonly Found[] =>
    placesOf(doc, new RegExp(`\\[(${escaped(label)})\\](?![:(])`, 'gi'));
  const used = draw.pick(definitions.filter(([, label = '']) => uses(label).length > 0));
  const way = draw.between(0, 3);
  if (used && way < 2) {
    const places = uses(used[1] ?? '').slice(0, 8);
    return [
      ...places.map(place => ({ ...place, text: place.shown })),
      { start: used.index, end: used.index + used[0].length, text: '' },
    ];
  }
  const full = placesOf(doc, /\[[^[\]\n]{2,80}\]\[([^[\]\n]{2,60})\]/g).filter(({ shown }) =>
    definitions.some(([, label]) => label?.toLowerCase() === shown.toLowerCase()),
  );
  if (full.length > 0 && way === 2) return misnamed(draw, full);
  const name = named(draw);
  return added(
    doc,
    draw,
    draw.pick([
      `More is said in [the survey][${name}].`,
      `Read [Upgrading from ${capital(nameOf(draw))}][] before.`,
      `This is an exception ([details][${name}]).`,
      `The *[first steps][${name}]* come first.`,
    ]) ?? '',
  );
}

const isMarkup = ({ languageId }: RuleDocument): boolean => Object.hasOwn(ANCHORS, languageId);

/** Of a part of a book, no reader can tell what the other parts define. */
function isWhole({ languageId, text }: RuleDocument): boolean {
  if (languageId === 'asciidoc')
    return /^= \S/m.test(text.slice(0, 3000)) && !/^include::.*\.adoc/m.test(text);
  if (languageId !== 'latex') return true;
  const preamble = text.slice(0, Math.max(0, text.indexOf('\\begin{document}')));
  return preamble !== '' && !/\\if|subfiles/.test(preamble) && !/\\(?:input|include)\{/.test(text);
}

export const LINK_PLANS: Readonly<Record<string, Plan>> = {
  anchor: (doc, draw) => {
    const pattern = ANCHORS[doc.languageId];
    return isMarkup(doc) && isWhole(doc) && pattern
      ? mixed(doc, draw, placesOf(doc, pattern), anchorSentences(doc.languageId, draw))
      : [];
  },
  file: (doc, draw) => {
    const pattern = FILES[doc.languageId];
    if (!isMarkup(doc) || !pattern) return [];
    const places = resolving(doc, pattern);
    // A text whose links lead to no file is not in the folder that it was written for.
    return places.length < 2 && doc.languageId !== 'restructuredtext'
      ? []
      : mixed(doc, draw, places, fileSentences(doc.languageId, draw));
  },
  label: (doc, draw) => (doc.kind === 'markdown' ? undefinedLabel(doc, draw) : []),
  note: (doc, draw) => {
    const mark = NOTES[doc.languageId]?.(nameOf(draw));
    return mark === undefined ? [] : added(doc, draw, `It was measured twice${mark} in all.`);
  },
};

const NOTES: Readonly<Record<string, (name: string) => string>> = {
  markdown: name => `[^${name}]`,
  restructuredtext: () => ' [97]_',
  org: name => `[fn:${name}]`,
};
