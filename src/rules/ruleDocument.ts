import type { Original } from '../core/domain/original.ts';
import type { Range } from '../core/domain/range.ts';
import type { Source, SourceKind } from '../core/domain/source.ts';
import { clausesOf, type Clause } from './clauses.ts';
import { maskCode, type CodeMask } from './code/maskCode.ts';
import { termsOf, type DefinedTerm } from './definedTerms.ts';
import { isEnglish } from './english.ts';
import { indexAt, linesOf } from './lines.ts';
import { flatten, maskMarkdown, maskProse } from './maskText.ts';
import { scanMarkdown, type MarkdownLine } from './markdownScan.ts';
import { headingsOf, type Heading } from './headings.ts';
import { paragraphsOf } from './paragraphs.ts';
import { sentencesOf } from './sentences.ts';
import { verbatimLines } from './verbatim.ts';

/** Whether a relative link has a target; undefined if unknown. */
export type LinkProbe = (relativePath: string) => boolean | undefined;

/** A source with the views that rules share. Each view is computed once, on first use. */
export interface RuleDocument {
  readonly text: string;
  readonly kind: SourceKind;
  readonly languageId: string;
  readonly english: boolean;
  readonly lines: readonly Range[];
  /** Blocks of Markdown, one per line; undefined for other kinds. */
  readonly markdown: readonly MarkdownLine[] | undefined;
  /** The text with code, URLs and front matter blanked. Same length. */
  readonly masked: string;
  /** The masked text with plain quotes and unwrapped lines. Same length. */
  readonly flat: string;
  readonly paragraphs: readonly Range[];
  readonly sentences: readonly Range[];
  readonly headings: readonly Heading[];
  readonly clauses: readonly Clause[];
  readonly terms: ReadonlyMap<string, DefinedTerm>;
  /** Code with comments and strings separated; only for kind `code`. */
  readonly code: CodeMask;
  readonly probe: LinkProbe | undefined;
  /** The page that the text was read from; its marks and links are in it. */
  readonly original: Original | undefined;
  /** 1-based line of an offset. */
  readonly lineAt: (offset: number) => number;
}

function lazy<T>(compute: () => T): () => T {
  let held: { readonly value: T } | undefined;
  return () => (held ??= { value: compute() }).value;
}

/** Wraps a source for the rules. Offsets of every view are offsets into `source.text`. */
export function ruleDocument(
  source: Pick<Source, 'text' | 'kind' | 'languageId' | 'original'>,
  probe?: LinkProbe,
): RuleDocument {
  const { text, kind, languageId, original } = source;
  const lines = lazy(() => linesOf(text));
  const markdown = lazy(() => (kind === 'markdown' ? scanMarkdown(text, lines()) : undefined));
  const masked = lazy(() => {
    const blocks = markdown();
    if (blocks) return maskMarkdown(text, blocks);
    return maskProse(text, lines(), verbatimLines(text, lines(), languageId));
  });
  const flat = lazy(() => flatten(masked(), markdown()));
  const english = lazy(() => isEnglish(flat()));
  const paragraphs = lazy(() => paragraphsOf(flat(), markdown()));
  const sentences = lazy(() => sentencesOf(flat(), paragraphs()));
  const clauses = lazy(() => clausesOf(text, flat(), lines(), markdown()));
  const headings = lazy(() => headingsOf(flat(), lines(), markdown(), clauses()));
  const terms = lazy(() => termsOf(flat()));
  const code = lazy(() => maskCode(text, languageId));
  return {
    text,
    kind,
    languageId,
    probe,
    original,
    get english() {
      return english();
    },
    get lines() {
      return lines();
    },
    get markdown() {
      return markdown();
    },
    get masked() {
      return masked();
    },
    get flat() {
      return flat();
    },
    get paragraphs() {
      return paragraphs();
    },
    get sentences() {
      return sentences();
    },
    get headings() {
      return headings();
    },
    get clauses() {
      return clauses();
    },
    get terms() {
      return terms();
    },
    get code() {
      return code();
    },
    lineAt: offset => indexAt(lines(), offset) + 1,
  };
}
