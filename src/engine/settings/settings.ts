import { customOnes } from './lists.ts';
import { SETTINGS } from './table.ts';

export type { CustomPerspective } from './lists.ts';

/** The model setting that means the built-in rules. */
export const OFFLINE = 'offline:rules';

type Table = typeof SETTINGS;
type Name = keyof Table;
type With<Trait extends string> = {
  [N in Name]: Table[N] extends Readonly<Record<Trait, true>> ? N : never;
}[Name];

/** What the user has set, checked and clamped. */
export type Settings = { readonly [N in Name]: ReturnType<Table[N]['kind']['read']> };

/** The settings that a run is kept with. */
export type RequestSettings = Pick<Settings, With<'kept'>>;

type OwnOnly = { [N in Name]: Table[N]['scope'] extends 'application' ? N : never }[Name];

export const NAMES = Object.keys(SETTINGS) as readonly Name[];

const isOwnOnly = (name: Name): name is OwnOnly => SETTINGS[name].scope === 'application';
const isLimit = (name: Name): name is With<'limit'> => 'limit' in SETTINGS[name];

/** The settings that a resumed run takes from today and not from its stored request. */
export const limitsOf = (settings: Settings): Pick<Settings, With<'limit'>> =>
  pick(settings, isLimit);

const pick = <K extends Name>(settings: Settings, is: (name: Name) => name is K) =>
  Object.fromEntries(NAMES.filter(is).map(name => [name, settings[name]])) as Pick<Settings, K>;

/** The part of `WorkspaceConfiguration.inspect` that is looked at. */
export interface Inspected {
  readonly defaultValue?: unknown;
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}
export type Inspect = (name: string) => Inspected | undefined;

/** Settings of which only the user's own values count: enforced by the manifest's scope and again here. */
export const OWN_ONLY = NAMES.filter(isOwnOnly);

/**
 * Those of `OWN_ONLY` that a settings file names. The editor hides such values from extensions,
 * so the file itself is searched; a name in a comment counts too.
 */
export function ownOnlyIn(settingsFile: string): readonly OwnOnly[] {
  const named = new Set([...settingsFile.matchAll(/"fanout\.(\w+)"\s*:/g)].map(match => match[1]));
  return OWN_ONLY.filter(name => named.has(name));
}

/**
 * Reads every setting. A value of the wrong type or out of its bounds counts as not set or is
 * clamped: the manifest declares the same bounds and the editor shows them. In an untrusted
 * workspace only the user's own values count.
 */
export function readSettings(inspect: Inspect, trusted: boolean): Settings {
  const valuesOf = (name: Name): unknown[] => {
    const found = inspect(name);
    if (!found) return [];
    const own = [found.globalValue, found.defaultValue];
    return !trusted || isOwnOnly(name)
      ? own
      : [found.workspaceFolderValue, found.workspaceValue, ...own];
  };
  const read = NAMES.map(name => [name, SETTINGS[name].kind.read(valuesOf(name))] as const);
  const custom = inspect('customPerspectives');
  const workspace = trusted ? (custom?.workspaceFolderValue ?? custom?.workspaceValue) : undefined;
  return {
    ...(Object.fromEntries(read) as unknown as Settings),
    customPerspectives: customOnes(custom?.globalValue, workspace),
    exclude: excluded(inspect('exclude'), trusted),
  };
}

/**
 * The perspectives that a workspace names, where they are more than the user reads a kind of text from: each is a
 * call for each chunk. Undefined: they are not more.
 */
export function widerPerspectives(
  inspect: Inspect,
  trusted: boolean,
): Settings['perspectives'] | undefined {
  const found = inspect('perspectives');
  const workspace = found?.workspaceFolderValue ?? found?.workspaceValue;
  if (!found || !trusted || workspace === undefined) return undefined;
  const { read } = SETTINGS.perspectives.kind;
  const own = read([found.globalValue, found.defaultValue]);
  const theirs = read([workspace]);
  // A kind that is not listed is read from all of its built-in ones.
  const isWider = (Object.keys(own) as (keyof typeof own)[]).some(
    kind => (theirs[kind]?.length ?? Infinity) > (own[kind]?.length ?? Infinity),
  );
  return isWider ? theirs : undefined;
}

/** A workspace can exclude more files, but cannot include what the user excludes. */
function excluded(found: Inspected | undefined, trusted: boolean): Settings['exclude'] {
  const { read } = SETTINGS.exclude.kind;
  const own = read([found?.globalValue, found?.defaultValue]);
  const workspace = trusted ? read([found?.workspaceFolderValue, found?.workspaceValue]) : [];
  return [...new Set([...workspace.filter(pattern => !pattern.startsWith('!')), ...own])];
}

/** The settings if nothing is set. */
export const defaultSettings = (): Settings => readSettings(() => undefined, false);
