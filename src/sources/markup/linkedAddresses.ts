/** Style sheets of one page that are applied. */
const MAX_SHEETS = 20;

/**
 * The addresses of the style sheets that a page links to, as its parser finds them in its links; none if the page
 * names another place that they are relative to.
 */
export function linkedAddresses(html: string): string[] {
  if (/<base\b[^<>]{0,300}\bhref/i.test(html)) return [];
  const found = new Set<string>();
  for (const [link] of html.matchAll(/<link\b[^<>]{0,2000}>/gi)) {
    if (!/\bstylesheet\b/i.test(link)) continue;
    const [, quoted, single, bare] =
      /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(link) ?? [];
    const href = quoted ?? single ?? bare;
    if (href !== undefined && found.size < MAX_SHEETS) found.add(href);
  }
  return [...found];
}
