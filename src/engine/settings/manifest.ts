import { SETTINGS } from './table.ts';

const PREFIX = 'fanout.';

/** The settings of the manifest, `contributes.configuration.properties`. */
export const configurationProperties = (): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(SETTINGS).map(([name, { scope, order, kind, text }]) => [
      PREFIX + name,
      { scope, ...kind.schema, order, markdownDescription: text },
    ]),
  );

/** Settings whose workspace values do not count in Restricted Mode. */
export const restrictedConfigurations = (): readonly string[] =>
  Object.entries(SETTINGS)
    .filter(([, row]) => 'restricted' in row)
    .map(([name]) => PREFIX + name);
