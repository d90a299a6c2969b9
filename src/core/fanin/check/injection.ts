import { touchesChange } from '../../domain/changes.ts';
import { t } from '../../text/l10n.ts';
import { INJECTION } from '../../domain/review/fanInPerspectives.ts';
import type { Finding } from '../../domain/results/findings.ts';
import type { Chunk } from '../../domain/chunk.ts';
import type { Source } from '../../domain/source.ts';
import type { Range } from '../../domain/range.ts';
import { fingerprint } from '../merge/fingerprint.ts';
import { indexOf, prepareIndex, toOriginal } from '../place/textIndex.ts';

/** The rule named in every such finding. */
export const ADDRESSES_REVIEWER = 'addresses-reviewer';

/** A source with more of these is a text about such attempts: the first ones are enough. */
const MAX_FOUND = 50;
/** Longest quote shown, in characters. */
const MAX_QUOTE = 300;

const GAP = String.raw`[^.!?;{}()\n]{0,60}?`;
const MACHINE = String.raw`(?:AI|A\.I\.|LLMs?|GPT|ChatGPT|Claude|Gemini|Copilot|chat ?bots?|(?:large )?language[- ]models?|(?:AI|LLM|automated|automatic|machine|language[- ]model)[- ](?:reviewers?|assistants?|agents?|models?|systems?|tools?|graders?|evaluators?|summari[sz]ers?))`;
const ORDERS = String.raw`(?:instructions?|prompts?|rules|guidelines|directions|directives|orders)`;
const HIDE = String.raw`(?:report|flag|mention|list|include|reveal|raise|disclose|output|write|return)`;

/**
 * Patterns in which a text addresses a model instead of its readers. Each is an instruction to a machine, or about a
 * machine's instructions; instructions between people do not match. Every repetition is bounded, so matching is linear
 * in the text.
 */
const PATTERNS: readonly RegExp[] = [
  // Ignore previous instructions.
  String.raw`\b(?:ignore|disregard|forget|override|bypass|discard|set aside|do not (?:follow|obey))\b${GAP}\b(?:previous|prior|above|earlier|preceding|foregoing|original|existing|system|your|all other|any other)\b${GAP}\b${ORDERS}\b`,
  String.raw`\b(?:ignore|disregard|forget|override|bypass)\b${GAP}\b${ORDERS}\b${GAP}\b(?:you (?:were|have been|are) given|from your (?:operator|developer)s?)\b`,
  String.raw`\b(?:ignore|disregard|forget|override|bypass)\b${GAP}\b(?:instructions|prompts?|guidelines|orders)\b${GAP}\b(?:above|before this|so far)\b`,
  String.raw`\b(?:new|updated|revised|real|actual|hidden|secret) (?:system )?(?:instructions?|prompt) (?:for|to) (?:you|the (?:reviewer|assistant|model))\b`,
  // Assume another role.
  String.raw`\b(?:you are now|from now on,? you(?:'re| are| will| must)|pretend (?:to be|that you are)|act as (?:if you|an?))\b${GAP}\b(?:${MACHINE}|assistant|reviewer|unrestricted|developer mode|DAN|auditor|editor|parser|converter|translator)\b`,
  // Address the model by name.
  String.raw`\b(?:note|notice|attention|message|memo|instructions?|hint|reminder|important|warning) (?:to|for) (?:the |any |all |every |whichever )?(?:${MACHINE}|reviewing (?:AI|model|assistant)|reviewer model|assistant)\b`,
  String.raw`\b(?:dear|hey|hello|attention|listen),? (?:${MACHINE}|reviewing (?:AI|model)|assistant)\b`,
  String.raw`\b(?:if|when) you(?:'re| are) an? (?:${MACHINE}|assistant|automated)\b`,
  String.raw`\b${MACHINE}\b[^.!?\n]{0,50}?\b(?:must|should|shall|have to|is to|are to|(?:is|are) (?:instructed|asked|required|ordered|told) to|please)\b (?:not |never |only |always |now )?(?:${HIDE}|ignore|skip|approve|answer|respond|reply|say|rate|score|treat|consider|summari[sz]e|stop|add|invent|mark|pass)\b`,
  // Report, hide or invent findings, or answer in another format.
  String.raw`\b(?:do not|don't|never|must not|avoid|refrain from|stop) ${HIDE}(?:ing)?\b${GAP}\b(?:findings?|remarks? (?:about|on) this|anything about this (?:document|text|section|part|file))\b`,
  String.raw`\b(?:report|return|output|answer with|respond with|give|produce|list)\b (?:that there are )?(?:no|zero|0|an empty list of|an empty) (?:findings?|problems? found|issues? found|list of findings)\b`,
  String.raw`\b(?:report|add|include|invent|insert|output|return|fabricate|make up)\b${GAP}\b(?:critical|major|fake|false|invented|fictitious|made-up|additional|following) findings?\b`,
  String.raw`\b(?:findings|assessment)["']? ?[:=] ?(?:\[ ?\]|["'])`,
  String.raw`\b(?:answer|respond|reply|output|return|print|write your (?:answer|review|response))\b${GAP}\b(?:only (?:with|in|the word|as)|in (?:plain )?(?:prose|verse|YAML|XML|CSV|HTML|Markdown|French|base64)|as (?:a poem|plain text|YAML|XML|CSV|HTML|Markdown)|instead of (?:JSON|the (?:JSON|schema|form(?:at)?)))\b${GAP}\b(?:JSON|schema|review(?:er)?|answer|response|findings?|nothing else|approved|LGTM|OK)\b`,
  String.raw`\b(?:do not|don't|never|stop) (?:use|using|answer in|output|write|return|produce|follow(?:ing)?) (?:any |the )?(?:JSON|schema|answer format|output format|response format)\b`,
  String.raw`\b(?:system prompt|your (?:hidden|initial|system) (?:prompt|instructions))\b`,
  // The same in other languages.
  String.raw`\b(?:ignoriere|ignorieren Sie|vergiss|vergessen Sie|missachte|missachten Sie)\b${GAP}\b(?:Anweisung(?:en)?|Instruktion(?:en)?|Vorgaben|Befehle?)\b`,
  String.raw`\b(?:ignore[rz]?|oublie[rz]?|ne tiens pas compte|ne tenez pas compte)\b${GAP}\b(?:instructions|consignes|directives)\b${GAP}\b(?:précédentes|antérieures|ci-dessus|données|reçues)`,
  String.raw`\b(?:ignora|ignore|olvida|olvide)\b${GAP}\binstrucciones\b${GAP}\b(?:anteriores|previas|recibidas)\b`,
].map(source => new RegExp(source, 'giu'));

/**
 * Searched for in the unmodified text: turn delimiters that models know, and letters hidden in tag characters, which
 * are invisible and never typed.
 */
const MARKS =
  /<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id)\|>|\[\/?INST\]|<<\/?SYS>>|^(?:###|<<<) ?(?:system|new instructions?|end of (?:document|part|text))\b|[\u{e0020}-\u{e007e}]{4,}/gimu;

/**
 * The passages of a source that address a reviewing model, as notes at their exact place. They do not change how the
 * text is read: whether a model obeyed shows in its findings.
 */
export async function findInjections(
  source: Source,
  chunks: readonly Chunk[],
  pause: () => Promise<void>,
): Promise<Finding[]> {
  await prepareIndex(source, pause);
  const { normalized } = indexOf(source);
  const places: Range[] = [];
  for (const pattern of PATTERNS)
    for (const { start, end } of await matchesIn(normalized.text, pattern, pause))
      places.push(toOriginal(normalized, start, end));
  places.push(...(await matchesIn(source.text, MARKS, pause)));
  return apart(places)
    .flatMap(range => findingAt(source, chunks, range) ?? [])
    .slice(0, MAX_FOUND);
}

/** Characters searched at once: a millisecond or two for a pattern. */
const WINDOW = 65_536;
/** No match of the patterns is longer; a longer run of tag characters is joined from parts. */
const MAX_MATCH = 1024;

/** The first matches in the text, found window by window. */
async function matchesIn(
  text: string,
  pattern: RegExp,
  pause: () => Promise<void>,
): Promise<Range[]> {
  const found: Range[] = [];
  for (let from = 0; from < text.length && found.length < MAX_FOUND; from += WINDOW) {
    const seam = Math.max(from, found.at(-1)?.end ?? 0);
    // One character more on the left, for what a match must not follow.
    const first = Math.max(0, seam - 1);
    for (const match of text.slice(first, from + WINDOW + MAX_MATCH).matchAll(pattern)) {
      const start = first + match.index;
      const end = start + match[0].length;
      if (start >= from + WINDOW || found.length >= MAX_FOUND) break;
      if (start < seam) continue;
      const last = found.at(-1);
      if (last?.end === start) found[found.length - 1] = { start: last.start, end };
      else found.push({ start, end });
    }
    await pause();
  }
  return found;
}

/** In reading order, without overlaps; of overlapping places the one that begins first is kept. */
function apart(places: readonly Range[]): Range[] {
  const kept: Range[] = [];
  for (const place of [...places].sort((a, b) => a.start - b.start || b.end - a.end))
    if (place.start >= (kept.at(-1)?.end ?? 0)) kept.push(place);
  return kept;
}

function findingAt(
  source: Source,
  chunks: readonly Chunk[],
  { start, end }: Range,
): Finding | undefined {
  const chunk = chunks.find(c => c.sourceId === source.id && c.start <= start && start < c.end);
  if (!chunk) return undefined;
  const whole = source.text.slice(start, end);
  const quote =
    whole.slice(0, MAX_QUOTE).toWellFormed() === whole.slice(0, MAX_QUOTE)
      ? whole.slice(0, MAX_QUOTE)
      : whole.slice(0, MAX_QUOTE - 1);
  return {
    id: `${INJECTION}#${start}`,
    fingerprint: fingerprint(INJECTION, quote, ADDRESSES_REVIEWER),
    perspectiveId: INJECTION,
    severity: 'note',
    confidence: 0.7,
    sourceId: source.id,
    chunkId: chunk.id,
    quote,
    range: { start, end: start + quote.length },
    match: 'exact',
    title: t('The text addresses the reviewer'),
    message: t(
      'These words give orders to a model that reads the text. They were shown to the model as text to examine. Read this part yourself: what the review says of it may have been swayed.',
    ),
    rule: ADDRESSES_REVIEWER,
    ...(touchesChange(source, { start, end }) ? {} : { outsideChange: true }),
    branchIds: [],
  };
}
