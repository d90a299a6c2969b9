import { FanoutError, isAbort, messageOf } from '../../errors.ts';
import { t } from '../../text/l10n.ts';
import type { ModelReply, ModelRequest } from '../../ports/model.ts';
import type { Usage } from '../../domain/billing.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Finding } from '../../domain/results/findings.ts';
import type { Synthesis, Verdict } from '../../domain/results/synthesis.ts';
import { codeSynthesis, verdictByRule } from './codeSynthesis.ts';
import { checkRefs } from './findingRefs.ts';
import { plainMarkdown } from '../../text/plainMarkdown.ts';
import { reduceToFit } from './reduce.ts';
import { readAnswer, type Point, type SynthesisAnswer } from './synthesisAnswer.ts';
import { coverageParagraph, unplacedSentence, type SynthesisInput } from './synthesisInput.ts';
import { finalRequest } from './synthesisPrompt.ts';

export type { Assessment, SynthesisInput } from './synthesisInput.ts';

/** Sends one prompt to a model. The caller handles limits, retries and timeouts. */
export type Generate = (request: ModelRequest) => Promise<ModelReply>;

export interface SynthesisLimits {
  /** Characters of findings in one call; what does not fit is summarized in groups first. */
  readonly maxChars: number;
  readonly maxOutputTokens: number;
}

/** About 12,000 tokens of findings: far below the smallest context window in use, and still one call for most runs. */
const LIMITS: SynthesisLimits = { maxChars: 48_000, maxOutputTokens: 4_000 };

/**
 * The reader's summary of merged findings. A model writes it if `generate` is given, and code checks it: nonexistent
 * ids are removed, serious findings it left out are listed, coverage is computed. Never throws: if the model fails,
 * code writes the summary and `failure` says why.
 */
export async function synthesize(
  input: SynthesisInput,
  generate: Generate | undefined,
  limits: SynthesisLimits = LIMITS,
): Promise<Synthesis> {
  if (!generate || input.rulesOnly) return codeSynthesis(input);
  let usage: Usage | undefined;
  const counted: Generate = async request => {
    const reply = await generate(request);
    usage = usage ? addUsage(usage, reply.usage) : reply.usage;
    return reply;
  };
  const spent = () => (usage ? { usage } : {});
  try {
    const lines = await reduceToFit(input, counted, limits);
    const reply = await counted(finalRequest(input, lines, limits.maxOutputTokens));
    const answer = readAnswer(reply.text);
    if (!answer) return { ...codeSynthesis(input), ...spent(), failure: unreadable() };
    return { ...checked(input, answer), ...spent() };
  } catch (error) {
    return {
      ...codeSynthesis(input),
      ...spent(),
      ...(isAbort(error) ? {} : { failure: failureOf(error) }),
    };
  }
}

const unreadable = (): Failure => ({
  code: 'badAnswer',
  message: t(
    'The model’s summary did not have the form that was asked for. The summary below is made from the findings.',
  ),
});

const failureOf = (error: unknown): Failure =>
  error instanceof FanoutError && error.failure
    ? error.failure
    : { code: 'bug', message: t('The summary failed: {0}', messageOf(error)) };

const addUsage = (a: Usage, b: Usage): Usage => ({
  inputTokens: a.inputTokens + b.inputTokens,
  outputTokens: a.outputTokens + b.outputTokens,
  cachedTokens: a.cachedTokens + b.cachedTokens,
  cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
  estimated: a.estimated || b.estimated,
});

const MAX_ACTIONS = 7;
const MAX_PARAGRAPHS = 8;

function checked(input: SynthesisInput, answer: SynthesisAnswer): Synthesis {
  const exists = new Set(input.findings.map(f => f.id));
  const check = ({ text, findingIds }: Point) =>
    checkRefs(plainMarkdown(text, 1_200), findingIds, exists);
  // A statement that cites no finding is made up by the model.
  const paragraphs = answer.paragraphs.map(check).filter(p => p.ids.length > 0);
  const actions = answer.actions.map(check).filter(a => a.ids.length > 0);
  if (paragraphs.length === 0) return { ...codeSynthesis(input), failure: unreadable() };
  const said = new Set([...paragraphs, ...actions].flatMap(p => p.ids));
  return {
    markdown: [
      ...paragraphs.slice(0, MAX_PARAGRAPHS).map(p => p.text),
      leftOut(input.findings, said),
      unplacedSentence(input),
      coverageParagraph(input.coverage),
    ]
      .filter(Boolean)
      .join('\n\n'),
    verdicts: input.perspectives.flatMap(p => {
      const own = answer.verdicts.find(v => v.perspectiveId === p.id);
      return checkedVerdict(own, verdictByRule(p, input), exists) ?? [];
    }),
    actions: actions
      .slice(0, MAX_ACTIONS)
      .map(({ text, ids }) => ({ text: withoutRefs(text), findingIds: ids })),
    by: 'model',
  };
}

/** Findings that an author must not miss, even if the model did not mention them. */
function leftOut(findings: readonly Finding[], said: ReadonlySet<string>): string {
  const missed = findings.filter(
    f => !said.has(f.id) && f.match !== 'none' && ['critical', 'major'].includes(f.severity),
  );
  if (missed.length === 0) return '';
  const shown = missed.slice(0, 20).map(f => `[${f.id}]`);
  const more = missed.length > 20 ? t(' and {0} more', missed.length - 20) : '';
  return t('**Not summarized.** {0}{1}.', shown.join(' '), more);
}

const ORDER = ['sound', 'smallEdits', 'needsChanges'] as const;

/** The model's verdict may be stricter than the counts, never more lenient; none where nothing was read. */
function checkedVerdict(
  own: Verdict | undefined,
  byRule: Verdict | undefined,
  exists: ReadonlySet<string>,
): Verdict | undefined {
  if (!own || !byRule) return byRule;
  if (ORDER.indexOf(own.verdict) < ORDER.indexOf(byRule.verdict)) return byRule;
  return { ...own, text: checkRefs(plainMarkdown(own.text, 400), [], exists).text || byRule.text };
}

const withoutRefs = (text: string): string => text.replace(/\s*\[F\d+\]/g, '').trim();
