import { SETTINGS } from './table.ts';

const PREFIX = 'fanout.';

/** What most people set, and all that many ever set: the first group of the settings editor. */
const FIRST: readonly (keyof typeof SETTINGS)[] = [
  'model',
  'baseUrl',
  'perspectives',
  'maxCostUsd',
  'confirmAboveUsd',
  'concurrency',
  'minSeverity',
  'show',
];

/** The other groups, in words that fit the editor's list of groups: each takes the settings whose `order` is below `below`. */
const GROUPS = [
  { title: 'Models, Prices', below: 10 },
  { title: 'Reviews', below: 20 },
  { title: 'Runs', below: 30 },
  { title: 'Limits', below: 50 },
  { title: 'Findings, Files', below: Infinity },
] as const;

/** A group of the settings editor. */
interface Configuration {
  readonly title: string;
  readonly order: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The settings of the manifest in their groups, `contributes.configuration`. */
export function configuration(): readonly Configuration[] {
  const groupOf = (name: string, order: number): number =>
    FIRST.some(one => one === name) ? 0 : GROUPS.findIndex(({ below }) => order < below) + 1;
  return ['Fanout Review', ...GROUPS.map(({ title }) => title)].map((title, index) => ({
    title,
    order: index,
    properties: Object.fromEntries(
      Object.entries(SETTINGS)
        .filter(([name, { order }]) => groupOf(name, order) === index)
        .map(([name, { scope, order, kind, text }]) => [
          PREFIX + name,
          { scope, ...kind.schema, order, markdownDescription: text },
        ]),
    ),
  }));
}

/** Settings whose workspace values do not count in Restricted Mode. */
export const restrictedConfigurations = (): readonly string[] =>
  Object.entries(SETTINGS)
    .filter(([, row]) => 'restricted' in row)
    .map(([name]) => PREFIX + name);
