import { SETTINGS } from '../../engine/settings/table.ts';

/** The long name of an option: `chunk-tokens` of `--chunk-tokens <n>`. */
export const nameOf = (flags: string): string => /^--([a-z-]+)/.exec(flags)?.[1] ?? '';

/** The settings that the command line takes, by the name of their option. */
export const SETTING_OPTIONS = new Map(
  Object.entries(SETTINGS).flatMap(([setting, row]) =>
    'option' in row
      ? [[nameOf(row.option.flags), { setting: setting as keyof typeof SETTINGS, ...row.option }]]
      : [],
  ) as [string, (typeof SETTINGS.hedge)['option'] & { setting: keyof typeof SETTINGS }][],
);
