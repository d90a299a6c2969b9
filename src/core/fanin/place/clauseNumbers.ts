/** A quote that begins with the number of its clause as one would cite it. */
export interface Cited {
  /** The quote with the part of the number that its own line has: "(b) The Supplier shall". */
  readonly text: string;
  /** The number of the clause around it, if the quote names one: "2.3". */
  readonly outer?: string;
}

const CITED =
  /^\s*((?:clause|section|sec\.|article|art\.|paragraph|para\.|schedule|klausel|ziffer|ziff\.|artikel|abschnitt|§+)\s*)?(\d{1,3}(?:\.\d{1,3}){0,6})\.?\s*((?:\(\w{1,5}\)\s*){0,4})[:.]?\s+(\S[^]*)$/iu;

/**
 * In a text the number of a clause is spread over its lines: "2.3" begins one, "(b)" another below it. A model cites it
 * in one, "2.3(b) The Supplier shall". Undefined for any other quote.
 */
export function cited(quote: string): Cited | undefined {
  const [, label, number, inner = '', words] = CITED.exec(quote) ?? [];
  if (number === undefined || words === undefined) return undefined;
  const own = /\(\w{1,5}\)\s*$/.exec(inner)?.[0].trim();
  if (own !== undefined) return { text: `${own} ${words}`, outer: number };
  return label === undefined ? undefined : { text: `${number} ${words}` };
}

/** Characters before a place in which the number of its clause is looked for. */
const MAX_CLAUSE = 20_000;
/** The number that begins a line, and how it is set apart from the words. */
const NUMBER =
  /^[ \t]*(?:#{1,6}[ \t]+)?(?:[\p{L}§]{1,12}\.?[ \t]+)?(\d{1,3}(?:\.\d{1,3})*)(?=[.):]?[ \t]|[.):]?$)/u;

/** Whether the nearest line above a place that begins with a number of the same form begins with `outer`. */
export function isUnder(text: string, at: number, outer: string): boolean {
  const depth = outer.split('.').length;
  const above = text
    .slice(Math.max(0, at - MAX_CLAUSE), at)
    .split('\n')
    .slice(0, -1);
  for (const line of above.reverse()) {
    const number = NUMBER.exec(line)?.[1];
    if (number !== undefined && number.split('.').length <= depth) return number === outer;
  }
  return false;
}
