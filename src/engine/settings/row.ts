import type { Kind } from './kinds.ts';

/** How the command line gives a setting. */
export interface SettingOption {
  /** `--chunk-tokens <n>`; `--hedge` where it is off by default, `--no-cache` where it is on. */
  readonly flags: string;
  /** The commands that take it: see `GROUPS` in cli/options/table.ts. */
  readonly of: 'review' | 'run' | 'asking' | 'goingOn' | 'limits';
  /** The heading of its help. */
  readonly under: 'asked' | 'limits';
  readonly text: string;
}

export interface About {
  /**
   * `application`: it decides where text goes, what it may cost, how long it is kept, or whether a folder's own rules
   * are obeyed; only the user's own values count. `resource`: a workspace may set it.
   */
  readonly scope: 'application' | 'resource';
  /** Place in the settings editor. */
  readonly order: number;
  /** Markdown for the settings editor. */
  readonly text: string;
  /** Workspace values are ignored in Restricted Mode, and the editor says so. */
  readonly restricted?: true;
  /** Kept with a run. */
  readonly kept?: true;
  /** Affects only pace and cost, never the answers: a resumed run takes today's value. */
  readonly limit?: true;
  readonly option?: SettingOption;
}

/** A row of the table. */
export const setting = <T, const A extends About>(kind: Kind<T>, about: A) => ({ ...about, kind });

export const option = (
  flags: string,
  of: SettingOption['of'],
  under: SettingOption['under'],
  text: string,
): SettingOption => ({ flags, of, under, text });
