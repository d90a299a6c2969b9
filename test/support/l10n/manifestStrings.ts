/*
 * The strings of the manifest that VS Code shows: in package.json each is a `%key%`, its text is in package.nls.json,
 * and its translations are in package.nls.LANGUAGE.json.
 */

/** Names are the same in every language. */
const NAMES = new Set(['Fanout', 'Fanout Review']);

/** Fields whose text VS Code shows. What is only for models (`modelDescription`, `inputSchema`) is not among them. */
const SHOWN = new Set(
  'title shortTitle description markdownDescription enumDescriptions markdownEnumDescriptions contents contextualTitle displayName userDescription deprecationMessage markdownDeprecationMessage'.split(
    ' ',
  ),
);
/** Parts of the manifest that VS Code does not show, or that are values. */
const NOT_SHOWN = new Set(['inputSchema', 'default', 'scripts', 'overrides', 'dependencies']);

/** A manifest with keys in place of its texts, and the texts. */
export interface Externalized {
  readonly manifest: unknown;
  readonly texts: Readonly<Record<string, string>>;
}

/** Puts keys in place of all texts that are shown; a text that is a key already is taken from `known`. */
export function externalize(
  manifest: unknown,
  known: Readonly<Record<string, string>> = {},
): Externalized {
  const texts: Record<string, string> = {};
  const shown = (value: string, path: readonly string[]): string => {
    if (NAMES.has(value)) return value;
    const own = /^%(.+)%$/.exec(value)?.[1];
    const key = own ?? keyOf(path);
    if (texts[key] !== undefined) throw new Error(`two texts of the manifest have the key ${key}`);
    texts[key] = own === undefined ? value : (known[own] ?? value);
    return `%${key}%`;
  };
  const walk = (value: unknown, path: readonly string[], field = ''): unknown => {
    if (typeof value === 'string') return isShown(field, path) ? shown(value, path) : value;
    if (Array.isArray(value))
      return value.map((item: unknown, index) => walk(item, [...path, nameOf(item, index)], field));
    if (typeof value !== 'object' || value === null) return value;
    const labels = 'enum' in value && Array.isArray(value.enum) ? value.enum : [];
    return Object.fromEntries(
      Object.entries(value).map(([name, item]: [string, unknown]) => {
        if (NOT_SHOWN.has(name)) return [name, item];
        if (/enumDescriptions$/i.test(name) && Array.isArray(item))
          return [
            name,
            item.map((text: unknown, index) =>
              walk(text, [...path, String(labels[index] ?? index)], name),
            ),
          ];
        return [name, walk(item, [...path, name], name)];
      }),
    );
  };
  return { manifest: walk(manifest, []), texts };
}

/** In `views` the text is in `name`, elsewhere that is an id. */
const isShown = (field: string, path: readonly string[]): boolean =>
  SHOWN.has(field) || (field === 'name' && path[1] === 'views');

/** An entry of a list by its id, so that a key keeps its meaning when the list changes. */
function nameOf(item: unknown, index: number): string {
  if (typeof item !== 'object' || item === null) return String(index);
  for (const field of ['command', 'id', 'name', 'order'])
    if (field in item) return String((item as Readonly<Record<string, unknown>>)[field]);
  return String(index);
}

/** As short as it can be and still be one text only: `commands.reviewDocument.title`. */
const keyOf = (path: readonly string[]): string =>
  path
    .filter(part => part !== 'contributes' && part !== 'properties' && part !== 'activitybar')
    .map(part => part.replace(/^fanout\./, ''))
    .join('.')
    .replace(/^configuration\.\d+\.(?!title$)/, 'settings.')
    .replace(/\.markdownDescription$/, '');

/** The manifest as VS Code shows it with these texts. */
export function withTexts(manifest: unknown, texts: Readonly<Record<string, string>>): unknown {
  return JSON.parse(JSON.stringify(manifest), (_, value: unknown) => {
    const key = typeof value === 'string' ? /^%(.+)%$/.exec(value)?.[1] : undefined;
    return key === undefined ? value : (texts[key] ?? value);
  });
}
