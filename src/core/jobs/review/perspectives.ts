import { isRecord } from '../../text/json.ts';
import { badSetting } from '../../errors.ts';
import { SEVERITIES } from '../../domain/results/findings.ts';
import type { Severity } from '../../domain/results/findings.ts';
import type { Perspective } from '../../domain/review/perspective.ts';
import type { SourceKind } from '../../domain/source.ts';
import { cleanLine, cleanText } from '../../text/cleanText.ts';
import { codePerspectives } from './codePerspectives.ts';
import { prosePerspectives } from './prosePerspectives.ts';
import { t } from '../../text/l10n.ts';

/** The built-in perspectives for a kind of text, in the order they are shown. */
export const perspectivesFor = (kind: SourceKind): readonly Perspective[] =>
  kind === 'code' ? codePerspectives : prosePerspectives;

export const builtInPerspectives: readonly Perspective[] = [
  ...prosePerspectives,
  ...codePerspectives,
];

export const MAX_PERSPECTIVES = 64;
/** UTF-8 bytes of all text of one perspective. */
export const MAX_PERSPECTIVE_BYTES = 32 * 1024;

const SETTING = 'fanout.customPerspectives';
const FIELDS = [
  'id',
  'title',
  'letter',
  'icon',
  'instructions',
  'severities',
  'doNotFlag',
  'model',
  'models',
  'appliesTo',
];

const SEVERITY_GUIDE: Readonly<Record<Severity, string>> = {
  critical: 'Serious harm if it stays: it must be changed.',
  major: 'A real problem that should be changed.',
  minor: 'A small problem.',
  note: 'Worth knowing; no change is needed.',
};

/**
 * A user's own perspective, checked into a fresh object: plain text and nothing else. What is left
 * out (letter, icon, severity guide, list of what not to flag) is filled in. Throws FanoutError
 * `badSetting` that names the perspective and the problem.
 */
export function customPerspective(
  input: unknown,
  wrong: (problem: string, id?: string) => Error = wrongSetting,
): Perspective {
  if (!isRecord(input)) throw badSetting(SETTING, t('holds something that is not an object'));
  const id = input['id'];
  if (typeof id !== 'string' || !/^[a-zA-Z][a-zA-Z0-9-]{0,39}$/.test(id))
    throw wrong(t('whose id is not 1 to 40 letters, digits or hyphens, beginning with a letter'));
  const refuse = (problem: string): never => {
    throw wrong(problem, id);
  };
  const extra = Object.keys(input).find(name => !FIELDS.includes(name));
  if (extra !== undefined)
    refuse(t('which has an unknown field {0}', cleanLine(extra).slice(0, 40)));
  if (bytesOf(JSON.stringify(input)) > MAX_PERSPECTIVE_BYTES)
    refuse(t('which is larger than 32 KB'));
  const text = (name: string): string | undefined => {
    const value = Object.hasOwn(input, name) ? input[name] : undefined;
    if (value === undefined) return undefined;
    if (typeof value !== 'string') return refuse(t('whose {0} is not text', name));
    return cleanText(value).trim();
  };
  const instructions = text('instructions') ?? '';
  if (instructions === '') refuse(t('which has no instructions'));
  const title = cleanLine(text('title') ?? id);
  if (title === '' || title.length > 40) refuse(t('whose title is not 1 to 40 characters long'));
  const letter = text('letter') ?? letterOf(title);
  if (!/^\p{Lu}{1,2}$/u.test(letter)) refuse(t('whose letter is not one or two capitals'));
  const icon = text('icon') ?? 'search';
  if (!/^[a-z][a-z0-9-]{0,40}$/.test(icon)) refuse(t('whose icon is not the name of a codicon'));
  const models = modelsIn(input, refuse);
  return {
    id,
    title,
    letter,
    icon,
    instructions,
    severities: severitiesOf(input['severities'], refuse),
    doNotFlag: linesOf(input['doNotFlag'], refuse),
    ...(models && { models }),
    ...kindsOf(input['appliesTo'], refuse),
  };
}

const wrongSetting = (problem: string, id?: string): Error =>
  badSetting(
    SETTING,
    id === undefined
      ? t('holds a perspective {0}', problem)
      : t('holds the perspective {0}, {1}', id, problem),
  );

/** More opinions than this are a slip: each is paid for. */
export const MAX_MODELS = 8;

/** `model`, one `provider:id`, or `models`, several. */
function modelsIn(
  input: Record<string, unknown>,
  refuse: (problem: string) => never,
): readonly string[] | undefined {
  const { model, models } = input;
  if (model === undefined && models === undefined) return undefined;
  if (model !== undefined && models !== undefined) refuse(t('which names both model and models'));
  const named: unknown[] = Array.isArray(models) ? models : [model];
  if (named.length === 0 || named.length > MAX_MODELS)
    refuse(t('which does not name 1 to {0} models', MAX_MODELS));
  return named.map(ref =>
    typeof ref === 'string' && /^[a-z]+:\S{1,200}$/.test(ref)
      ? ref
      : refuse(
          model === undefined
            ? t('whose models are not written as provider:model')
            : t('whose model is not written as provider:model'),
        ),
  );
}

/**
 * All of a user's own perspectives. Throws FanoutError `badSetting` when one is bad, when there
 * are more than 64, or when two (or one and a built-in one) have the same id.
 */
export function customPerspectives(inputs: unknown): readonly Perspective[] {
  if (!Array.isArray(inputs)) throw badSetting(SETTING, t('is not a list'));
  if (inputs.length > MAX_PERSPECTIVES) {
    throw badSetting(SETTING, t('holds more than {0} perspectives', MAX_PERSPECTIVES));
  }
  const taken = new Set(builtInPerspectives.map(({ id }) => id.toLowerCase()));
  return inputs.map(input => {
    const perspective = customPerspective(input);
    if (taken.has(perspective.id.toLowerCase())) {
      throw wrongSetting(t('whose id is taken'), perspective.id);
    }
    taken.add(perspective.id.toLowerCase());
    return perspective;
  });
}

/**
 * The perspectives of one run with letters that name one each: the first to come keeps its letter,
 * later ones take a second capital from their title, then any that is free.
 */
export function withUniqueLetters(perspectives: readonly Perspective[]): readonly Perspective[] {
  const taken = new Set<string>();
  return perspectives.map(perspective => {
    const letter = freeLetter(perspective, taken);
    taken.add(letter);
    return letter === perspective.letter ? perspective : { ...perspective, letter };
  });
}

function freeLetter({ letter, title }: Perspective, taken: ReadonlySet<string>): string {
  const first = letter.slice(0, 1);
  const own = [...title.toUpperCase()].slice(1).filter(c => /\p{Lu}/u.test(c));
  const consonants = own.filter(c => !'AEIOU'.includes(c));
  const candidates = [
    letter,
    ...[...consonants, ...own, ...ALPHABET].map(second => first + second),
    ...ALPHABET.flatMap(a => ALPHABET.map(b => a + b)),
  ];
  return candidates.find(candidate => !taken.has(candidate)) ?? letter;
}

const ALPHABET = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

const letterOf = (title: string): string =>
  [...title.toUpperCase()].find(c => /\p{Lu}/u.test(c)) ?? 'X';

type Refuse = (problem: string) => never;

function severitiesOf(value: unknown, refuse: Refuse): Readonly<Record<Severity, string>> {
  if (value === undefined) return SEVERITY_GUIDE;
  if (!isRecord(value)) return refuse(t('whose severities are not an object'));
  const guide = { ...SEVERITY_GUIDE };
  for (const [name, text] of Object.entries(value)) {
    const severity = SEVERITIES.find(known => known === name);
    if (!severity) return refuse(t('whose severities are not {0}', SEVERITIES.join(', ')));
    if (typeof text !== 'string') return refuse(t('whose severity {0} is not text', severity));
    guide[severity] = cleanText(text).trim() || SEVERITY_GUIDE[severity];
  }
  return guide;
}

const KINDS: readonly SourceKind[] = ['markdown', 'prose', 'code'];

function kindsOf(value: unknown, refuse: Refuse): Pick<Perspective, 'appliesTo'> {
  if (value === undefined) return {};
  const kinds = Array.isArray(value) ? KINDS.filter(kind => value.includes(kind)) : [];
  if (kinds.length === 0 || kinds.length !== new Set(value as unknown[]).size)
    return refuse(t('whose appliesTo is not a list of {0}', KINDS.join(', ')));
  return { appliesTo: kinds };
}

function linesOf(value: unknown, refuse: Refuse): readonly string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return refuse(t('whose doNotFlag is not a list'));
  return value.map(line =>
    typeof line === 'string'
      ? cleanLine(line)
      : refuse(t('whose doNotFlag holds something else than text')),
  );
}

/** UTF-8 bytes, without an encoder: core knows none. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const c of text) {
    const code = c.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
