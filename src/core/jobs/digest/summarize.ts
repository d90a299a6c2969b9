import { cleanLine, cut } from '../../text/cleanText.ts';
import type { SummarizeSpec } from '../../domain/jobSpec.ts';
import type { BranchTask } from '../../ports/ports.ts';
import type { Job } from '../../ports/job.ts';
import type { ModelRequest, PromptOptions } from '../../ports/model.ts';
import {
  answerOfWords,
  askedInWords,
  MAX_OVER,
  TOLERANCE,
  tokensOfWords,
  WORDS_PER_STATEMENT,
} from './askedInWords.ts';
import { joinRequest, readJoined } from './joinPrompt.ts';
import { HOW_TO_QUOTE, IS_MATERIAL, languageOf, partText } from '../partPrompt.ts';
import { readStatements, STATEMENTS_SCHEMA } from './statementAnswer.ts';

const WORDS = { short: 120, medium: 350, long: 1_000 } as const;
const MAX_WISH = 2_000;

/** Words of a chunk's statements: enough to choose from above, and never more than the whole may have. */
const MIN_WORDS = 120;
const MAX_WORDS = 400;
const SHARE = 0.6;

const SYSTEM = `You read one part of a longer text and write down what it says, as statements that another reader, who sees the statements of all parts and not the text, will make a summary of.

How to write
- A statement is one plain sentence that can be understood by itself: name what it is about, never "this section" or "the author".
- What matters most for the purpose comes first; then in the order of the part. Leave out examples, repetitions and what is only form. A part that says nothing for the purpose has an empty list.
- Say only what the part says. Keep names, numbers, dates, conditions and negations exactly as they are. No judgement, no advice, nothing from your own knowledge.
- ${HOW_TO_QUOTE}
- Answer with one JSON object of the form asked for and nothing else.

${IS_MATERIAL}`;

/** Says what a text says in as many words as asked for. */
export function summarizeJob(spec: SummarizeSpec): Job {
  const words = typeof spec.length === 'number' ? spec.length : WORDS[spec.length];
  const partWords = Math.min(
    MAX_WORDS,
    Math.max(Math.round(words * SHARE), Math.min(words, MIN_WORDS)),
  );
  const perspective = askedInWords(
    'summary',
    'Summary',
    'list-flat',
    [
      ...wishes(spec),
      `At most ${partWords} words, about ${statementsIn(partWords)} statements.`,
    ].join('\n'),
  );
  return {
    spec,
    promptVersion: 'summarize-1',
    perspectivesFor: () => [perspective],
    perspectivesAreChosen: false,
    request: (task: BranchTask, options: PromptOptions): ModelRequest => ({
      system: SYSTEM,
      shared: partText(task, 'summarize'),
      task: [
        'Write down what the part says.',
        task.perspective.instructions,
        languageOf(options.language)
          ? `Write the statements in ${languageOf(options.language)}; quotes stay in the language of the part.`
          : 'Write in the language of the part.',
      ].join('\n'),
      schema: STATEMENTS_SCHEMA,
      schemaName: 'statements',
      maxOutputTokens: options.maxOutputTokens,
    }),
    check: text => readStatements(text),
    answerTokens: () => answerOfWords(partWords),
    fanIn: {
      kind: 'digest',
      join: {
        mostTokens: Math.ceil(tokensOfWords(partWords) * TOLERANCE),
        typicalTokens: Math.ceil(tokensOfWords(partWords) * 0.7),
        maxRootWords: Math.ceil(words * MAX_OVER),
        rootTokens: Math.ceil(tokensOfWords(words) * TOLERANCE),
        calls: { low: 1, expected: 1, high: 1 },
        answerTokens: answerOfWords(partWords),
        request: (task, options) => {
          const own = task.isRoot ? words : partWords;
          return joinRequest(
            task,
            [
              task.isRoot
                ? 'Write the summary that its reader sees. The first statement says what the whole is and comes to.'
                : 'Write a summary that another reader will join with those of other parts.',
              ...wishes(spec),
              `At most ${own} words, about ${statementsIn(own)} statements, what matters most first. Join what belongs together; leave out what matters least.`,
            ],
            options,
          );
        },
        read: readJoined,
      },
    },
  };
}

const statementsIn = (words: number): number =>
  Math.max(1, Math.round(words / WORDS_PER_STATEMENT));

function wishes({ audience, focus }: SummarizeSpec): string[] {
  const [reader, about] = [audience, focus].map(text => cut(cleanLine(text ?? ''), MAX_WISH));
  return [
    ...(reader ? [`It is for: ${reader}. Choose and word what this reader needs.`] : []),
    ...(about ? [`It is to be about: ${about}. Leave out what has nothing to do with that.`] : []),
  ];
}
