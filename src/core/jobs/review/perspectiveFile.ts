import { isMap, isScalar, isSeq, type Node, parseDocument, type YAMLMap } from 'yaml';
import type { Perspective } from '../../domain/review/perspective.ts';
import { SEVERITIES, type Severity } from '../../domain/results/findings.ts';
import type { SourceKind } from '../../domain/source.ts';
import { messageOf, usageError } from '../../errors.ts';
import { grouped } from '../../format/format.ts';
import { customPerspective, MAX_MODELS } from './perspectives.ts';
import { t } from '../../text/l10n.ts';

/** What is wrong with a perspective file, and where: offsets in its text. */
export interface FileProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export interface PerspectiveFile {
  /** Undefined where a problem keeps it from being used. */
  readonly perspective: Perspective | undefined;
  readonly problems: readonly FileProblem[];
}

/** A field of the front matter: what people are told of it, and the values that are offered. */
interface Field {
  readonly text: string;
  readonly values?: readonly string[];
}

const KINDS: Readonly<Record<string, readonly SourceKind[]>> = {
  text: ['markdown', 'prose'],
  markdown: ['markdown'],
  prose: ['prose'],
  code: ['code'],
};

/** The front matter, by the names that are written there. */
export const FIELDS: Readonly<Record<string, Field>> = {
  title: { text: t('The name in rows and in the report, at most 40 characters.') },
  'applies to': {
    text: t('The kinds of text that it reads; absent: all.'),
    values: Object.keys(KINDS),
  },
  severity: {
    text: t('What each severity means for this perspective.'),
    values: SEVERITIES.map(severity => `${severity}: `),
  },
  'do not report': { text: t('Kinds of findings that are not wanted, one a line.') },
  model: {
    text: t(
      'The model that reads from this perspective, as provider:model. It counts only in a file that you name yourself.',
    ),
  },
  models: { text: t('Several models, instead of model; at most {0}.', MAX_MODELS) },
  letter: { text: t('One or two capital letters that name its branches.') },
  icon: { text: t('A product icon, such as book or law.') },
};

/** Longest front matter, in UTF-16 code units: the parser takes far more time than the text grows. */
const MAX_FRONT = 32_000;

const FENCE = /^\uFEFF?---[ \t]*\r?\n/;

/** Where the front matter stands, without its fences; undefined: there is none. */
export function frontMatterOf(
  text: string,
): { readonly start: number; readonly end: number } | undefined {
  const opened = FENCE.exec(text);
  if (!opened) return undefined;
  const start = opened[0].length;
  const closed = /^---[ \t]*$/m.exec(text.slice(start));
  return closed ? { start, end: start + closed.index } : undefined;
}

/** The id of a perspective, from the name of its file. */
export const perspectiveIdOf = (fileName: string): string => fileName.replace(/\.md$/i, '');

/**
 * Reads a perspective file: front matter, then the instructions. A field that is not known, or not of its form,
 * is a problem, and the file is not used: a reviewer must not silently read with half of what was written.
 */
export function readPerspectiveFile(id: string, text: string): PerspectiveFile {
  const front = frontMatterOf(text);
  if (!front) {
    const end = /^[^\r\n]*/.exec(text)?.[0].length ?? 0;
    const message = t(
      'The file has no front matter. Begin it with a line ---, then title: …, then a line ---.',
    );
    return { perspective: undefined, problems: [{ message, start: 0, end }] };
  }
  const problems: FileProblem[] = [];
  if (front.end - front.start > MAX_FRONT) {
    const message = t(
      'The front matter is longer than {0} characters. Put the instructions below it.',
      grouped(MAX_FRONT),
    );
    return { perspective: undefined, problems: [{ message, ...front }] };
  }
  const document = parseDocument(text.slice(front.start, front.end), { uniqueKeys: true });
  const problem = (message: string, at?: Node | null): void => {
    const [from, to] = at?.range ?? [0, front.end - front.start];
    problems.push({ message, start: front.start + from, end: front.start + Math.max(to, from) });
  };
  for (const { message, pos } of document.errors)
    problems.push({
      message: message.split('\n')[0] ?? message,
      start: front.start + pos[0],
      end: front.start + pos[1],
    });
  const { contents } = document;
  if (problems.length > 0) return { perspective: undefined, problems };
  if (!isMap(contents)) {
    problem(t('The front matter is not a list of fields such as title: Plain language.'), contents);
    return { perspective: undefined, problems };
  }
  const read = fieldsOf(contents, problem);
  const instructions = text.slice(text.indexOf('\n', front.end) + 1).trim();
  const afterFence = text.indexOf('\n', front.end);
  if (afterFence === -1 || instructions === '')
    problem(
      t('There are no instructions below the front matter: say what the reviewer looks for.'),
    );
  if (!Object.hasOwn(read, 'title')) problem(t('title is missing.'));
  if (problems.length > 0) return { perspective: undefined, problems };
  try {
    const perspective = customPerspective({ id, instructions, ...read }, wrong);
    return { perspective, problems };
  } catch (error) {
    // What a single field can get wrong was looked at; the rest is the file's as a whole.
    problem(messageOf(error));
    return { perspective: undefined, problems };
  }
}

const wrong = (problem: string): Error => usageError(t('This perspective is one {0}.', problem));

type Told = (message: string, at?: Node | null) => void;

interface Fields {
  title?: string;
  letter?: string;
  icon?: string;
  model?: string;
  models?: readonly string[];
  severities?: Partial<Record<Severity, string>>;
  doNotFlag?: readonly string[];
  appliesTo?: readonly SourceKind[];
}

function fieldsOf(map: YAMLMap, problem: Told): Fields {
  const fields: Fields = {};
  for (const { key, value } of map.items) {
    const at = key as Node;
    const name = isScalar(key) ? String(key.value) : '';
    const node = value as Node | null;
    switch (name) {
      case 'title': {
        const text = textOf(node);
        if (text === undefined || text.trim() === '' || text.length > 40)
          problem(t('title is a text of 1 to 40 characters.'), node ?? at);
        else fields.title = text;
        break;
      }
      case 'letter': {
        const text = textOf(node);
        if (text === undefined || !/^\p{Lu}{1,2}$/u.test(text))
          problem(t('letter is one or two capital letters.'), node ?? at);
        else fields.letter = text;
        break;
      }
      case 'icon': {
        const text = textOf(node);
        if (text === undefined || !/^[a-z][a-z0-9-]{0,40}$/.test(text))
          problem(t('icon is the name of a product icon, such as book.'), node ?? at);
        else fields.icon = text;
        break;
      }
      case 'model': {
        const text = textOf(node);
        if (text === undefined || !MODEL.test(text))
          problem(t('model is written provider:model.'), node ?? at);
        else fields.model = text;
        break;
      }
      case 'models': {
        const list = textsOf(node);
        if (
          !list ||
          list.length === 0 ||
          list.length > MAX_MODELS ||
          !list.every(m => MODEL.test(m))
        )
          problem(
            t('models is a list of 1 to {0} models, each written provider:model.', MAX_MODELS),
            node ?? at,
          );
        else fields.models = list;
        break;
      }
      case 'applies to': {
        const kinds = textsOf(node);
        const unknown = kinds?.find(kind => !Object.hasOwn(KINDS, kind));
        if (!kinds || kinds.length === 0 || unknown !== undefined)
          problem(
            unknown === undefined
              ? t('applies to names no kind of text; there are {0}.', Object.keys(KINDS).join(', '))
              : t('applies to names {0}; there are {1}.', unknown, Object.keys(KINDS).join(', ')),
            node ?? at,
          );
        else fields.appliesTo = [...new Set(kinds.flatMap(kind => KINDS[kind] ?? []))];
        break;
      }
      case 'severity': {
        const guide = severityOf(node, problem, at);
        if (guide) fields.severities = guide;
        break;
      }
      case 'do not report': {
        const list = textsOf(node);
        if (!list) problem(t('do not report is a list of texts.'), node ?? at);
        else fields.doNotFlag = list;
        break;
      }
      default:
        problem(
          name === ''
            ? t('This is no field. There are {0}.', Object.keys(FIELDS).join(', '))
            : t('There is no field {0}. There are {1}.', name, Object.keys(FIELDS).join(', ')),
          at,
        );
    }
  }
  if (fields.model !== undefined && fields.models) problem(t('Give model or models, not both.'));
  return fields;
}

const MODEL = /^[a-z]+:\S{1,200}$/;

function severityOf(
  node: Node | null,
  problem: Told,
  at: Node,
): Partial<Record<Severity, string>> | undefined {
  if (!isMap(node)) {
    problem(
      t('severity is a list of {0}, each with what it means.', SEVERITIES.join(', ')),
      node ?? at,
    );
    return undefined;
  }
  const guide: Partial<Record<Severity, string>> = {};
  for (const { key, value } of node.items) {
    const name = isScalar(key) ? String(key.value) : '';
    const severity = SEVERITIES.find(known => known === name);
    const text = textOf(value as Node | null);
    if (!severity)
      problem(
        t('There is no severity {0}. There are {1}.', name, SEVERITIES.join(', ')),
        key as Node,
      );
    else if (text === undefined)
      problem(t('severity {0} is not a text.', name), (value ?? key) as Node);
    else guide[severity] = text;
  }
  return guide;
}

const textOf = (node: Node | null): string | undefined =>
  isScalar(node) && typeof node.value === 'string' ? node.value : undefined;

/** A list of texts, or one text. */
function textsOf(node: Node | null): readonly string[] | undefined {
  const one = textOf(node);
  if (one !== undefined) return [one];
  if (!isSeq(node)) return undefined;
  const all = node.items.map(item => textOf(item as Node | null));
  return all.every(text => text !== undefined) ? all : undefined;
}

/** The text of a new perspective file. */
export function perspectiveFileText(title: string, appliesTo: string, body: string): string {
  return `---
title: ${JSON.stringify(title.slice(0, 40))}
applies to: [${appliesTo}]
severity:
  critical: Readers would be misled or harmed.
  major: It breaks a rule in a way that readers notice.
  minor: It breaks a rule in a detail.
  note: A matter of taste.
do not report:
  - Quotations, names and titles of others.
---
${body.trim()}
`;
}

/**
 * A perspective file from a style guide: its rules as they are written there, one a line, under their headings.
 * Examples and explanations that are no rule are left out; undefined: the guide holds none.
 */
export function perspectiveFromGuide(title: string, rules: readonly string[]): string | undefined {
  if (rules.length === 0) return undefined;
  const body = [
    `Report where the text breaks a rule of the style guide “${title.replace(/\s+/g, ' ')}”, and name the rule in the message. Report nothing that no rule is about.`,
    '',
    ...rules.map(rule => `- ${rule.replace(/\s+/g, ' ').trim()}`),
  ].join('\n');
  return perspectiveFileText(title.replace(/\s+/g, ' ').trim() || 'Style guide', 'text', body);
}
