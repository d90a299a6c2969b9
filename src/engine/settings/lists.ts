import type { Perspective } from '../../core/domain/review/perspective.ts';
import type { SourceKind } from '../../core/domain/source.ts';
import { isRecord } from '../../core/text/json.ts';
import { isTexts, type Kind } from './kinds.ts';

/** More opinions than this are a slip: each is paid for. */
export const MAX_MODELS = 8;

/** Perspectives are text for a prompt, nothing else: bounded in number and size (R14). */
export const MAX_PERSPECTIVES = 64;
const MAX_PERSPECTIVE_BYTES = 32 * 1024;

/** A perspective as the user wrote it, and whether a workspace file did. */
export interface CustomPerspective {
  readonly data: Partial<Perspective> &
    Pick<Perspective, 'id' | 'title' | 'instructions'> & { readonly model?: string };
  readonly fromWorkspace: boolean;
  /** The file it is of; absent: a settings file. */
  readonly file?: string;
}

export const textsIn = (
  value: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(value).flatMap(([name, text]) =>
      typeof text === 'string' ? [[name, text.trim()]] : [],
    ),
  );

/** What is not a list of texts becomes one that is refused when it is used: no model is asked by mistake. */
export const listsIn = (
  value: Readonly<Record<string, unknown>>,
): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    Object.entries(value).map(([name, models]) => [
      name,
      (Array.isArray(models) ? models : [models]).slice(0, MAX_MODELS).map(String),
    ]),
  );

export function idsPerKind(
  value: Readonly<Record<string, unknown>>,
): Partial<Readonly<Record<SourceKind, readonly string[]>>> {
  const kinds: readonly SourceKind[] = ['markdown', 'prose', 'code'];
  return Object.fromEntries(
    kinds.flatMap(kind => {
      const ids = value[kind];
      return isTexts(ids) && ids.length > 0 ? [[kind, ids.slice(0, MAX_PERSPECTIVES)]] : [];
    }),
  );
}

/** The user's own perspectives and, where `workspace` is given, those of the workspace, which choose no model. */
export function customOnes(own: unknown, workspace?: unknown): readonly CustomPerspective[] {
  const all = [
    ...listOf(own).map(data => ({ data, fromWorkspace: false })),
    // A workspace does not choose where text goes.
    ...listOf(workspace).map(({ model: _, models: __, ...data }) => ({
      data,
      fromWorkspace: true,
    })),
  ];
  return all.flatMap(({ data, fromWorkspace }) => {
    const { id, title, instructions } = data;
    if (typeof id !== 'string' || typeof title !== 'string' || typeof instructions !== 'string')
      return [];
    if (JSON.stringify(data).length > MAX_PERSPECTIVE_BYTES) return [];
    return [{ data: { ...data, id, title, instructions }, fromWorkspace }];
  });
}

const listOf = (value: unknown): Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.filter(isRecord).slice(0, MAX_PERSPECTIVES) : [];

/** Values of several files count together, so that `readSettings` reads it. */
export const ownPerspectives: Kind<readonly CustomPerspective[]> = {
  schema: {
    type: 'array',
    default: [],
    maxItems: MAX_PERSPECTIVES,
    items: {
      type: 'object',
      required: ['id', 'title', 'instructions'],
      additionalProperties: false,
      properties: {
        id: {
          type: 'string',
          pattern: '^[a-z][a-zA-Z0-9-]{0,31}$',
          description: 'A short name, unique among all perspectives.',
        },
        title: {
          type: 'string',
          minLength: 1,
          maxLength: 40,
          description: 'The name shown in rows and in the report.',
        },
        letter: {
          type: 'string',
          pattern: '^[A-Z]{1,2}$',
          description:
            'One or two capital letters that identify its branches. Chosen automatically if absent.',
        },
        icon: {
          type: 'string',
          pattern: '^[a-z-]{1,40}$',
          description: 'A product icon id, such as `law`.',
        },
        instructions: {
          type: 'string',
          minLength: 1,
          maxLength: 16384,
          description: 'What the reviewer looks for, in plain language.',
        },
        severities: {
          type: 'object',
          additionalProperties: false,
          properties: {
            critical: { type: 'string', maxLength: 500 },
            major: { type: 'string', maxLength: 500 },
            minor: { type: 'string', maxLength: 500 },
            note: { type: 'string', maxLength: 500 },
          },
          description: 'What each severity means for this perspective.',
        },
        doNotFlag: {
          type: 'array',
          maxItems: 50,
          items: { type: 'string', maxLength: 500 },
          description: 'Kinds of findings that you do not want.',
        },
        models: {
          type: 'array',
          minItems: 1,
          maxItems: 8,
          items: { type: 'string' },
          markdownDescription:
            'Several models that all read from this perspective, as `provider:model`, instead of `model`. Only your own settings count.',
        },
        model: {
          type: 'string',
          markdownDescription:
            'The model that reads from this perspective, as `provider:model`; empty: `#fanout.model#`. Only your own settings count.',
        },
      },
    },
  },
  read: ([own]) => customOnes(own),
};
