import { cleanText, cut } from './cleanText.ts';

/**
 * A model's text in the Markdown subset of summaries: paragraphs, `-` lists, `*` and `**`. Images, links, HTML,
 * headings, tables, code and quotes lose their markup; URLs stay readable.
 */
export function plainMarkdown(text: string, max = 4_000): string {
  return cut(cleanText(text).trim(), max)
    .replace(/!?\[([^\]]*)\]\(([^)\s]*)[^)]*\)/g, (_all, label: string, address: string) =>
      label && address ? `${label} (${address})` : label || address,
    )
    .replace(/^[ \t]*(?:#{1,6}|>+)[ \t]*/gm, '')
    .replace(/^[ \t]*[-+*][ \t]+/gm, '- ')
    .replace(/^[ \t]*(?:[-=*_][ \t]*){3,}$/gm, '')
    .replace(/[`|~]/g, "'")
    .replaceAll('![', '[')
    .replaceAll('](', '] (')
    .replace(/<[/!?a-z][^>]*>/gi, '')
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
