import { cleanLine, cut } from '../../text/cleanText.ts';
import type { AskSpec } from '../../domain/jobSpec.ts';
import type { BranchTask } from '../../ports/ports.ts';
import type { Job } from '../../ports/job.ts';
import type { ModelRequest, PromptOptions } from '../../ports/model.ts';
import type { Column } from '../../domain/results/statements.ts';
import {
  answerOfWords,
  askedInWords,
  MAX_OVER,
  TOLERANCE,
  tokensOfWords,
  WORDS_PER_STATEMENT,
} from './askedInWords.ts';
import { MAX_PLAYBOOK } from './playbook.ts';
import { joinRequest, readJoined } from './joinPrompt.ts';
import { HOW_TO_QUOTE, IS_MATERIAL, languageOf, partText } from '../partPrompt.ts';
import { readRows, readStatements, rowsSchema, STATEMENTS_SCHEMA } from './statementAnswer.ts';

/** Longest question that is sent, in UTF-16 code units. */
export const MAX_QUESTION = 4_000;
const PART_WORDS = 150;
const ANSWER_WORDS = 350;

const SYSTEM = `You read one part of a longer text and write down what it says to a question. Other readers do the same with the other parts; somebody who does not see the text joins what all of you have written.

How to answer
- Only from the part itself. Nothing from your own knowledge, and no guess at what other parts may say.
- When the part says nothing to the question, the list is empty. That is a good answer, and for most parts the right one. Never write that the part does not say it.
- A statement is one plain sentence that answers the question, or a part of it, and can be understood by itself. Keep names, numbers, dates, conditions and negations exactly as they are.
- ${HOW_TO_QUOTE}
- Answer with one JSON object of the form asked for and nothing else.

${IS_MATERIAL}`;

/** Answers a question from everything that was read; with columns, lists what was asked for. */
export const askJob = (spec: AskSpec): Job =>
  spec.columns ? extractJob(spec, spec.columns) : questionJob(spec);

function questionJob(spec: AskSpec): Job {
  const question = asked(spec);
  const perspective = askedInWords('answer', 'Answer', 'question', question);
  return {
    spec,
    promptVersion: 'ask-1',
    perspectivesFor: () => [perspective],
    perspectivesAreChosen: false,
    request: (task, options) => ({
      ...partRequest(task, options),
      task: [
        `The question: ${task.perspective.instructions}`,
        `At most ${PART_WORDS} words.`,
        inLanguage(options),
      ].join('\n'),
      schema: STATEMENTS_SCHEMA,
      schemaName: 'statements',
    }),
    check: text => readStatements(text),
    // Most parts have nothing to say.
    answerTokens: () => ({ low: 8, expected: 60, high: 600 }),
    fanIn: {
      kind: 'digest',
      join: {
        mostTokens: Math.ceil(tokensOfWords(PART_WORDS) * TOLERANCE),
        typicalTokens: Math.ceil(tokensOfWords(PART_WORDS) / 3),
        maxRootWords: Math.ceil(ANSWER_WORDS * MAX_OVER),
        rootTokens: Math.ceil(tokensOfWords(ANSWER_WORDS) * TOLERANCE),
        calls: { low: 0, expected: 0.5, high: 1 },
        answerTokens: answerOfWords(PART_WORDS),
        request: (task, options) =>
          joinRequest(
            task,
            [
              `They were written as answers to this question: ${question}`,
              task.isRoot
                ? `Write the answer. The first statement answers the question as directly as the statements allow. At most ${ANSWER_WORDS} words, about ${Math.round(ANSWER_WORDS / WORDS_PER_STATEMENT)} statements.`
                : `Join those that say the same; keep every one that says something else. At most ${PART_WORDS} words.`,
              'Leave out only what does not answer the question.',
            ],
            options,
          ),
        read: readJoined,
      },
    },
  };
}

function extractJob(spec: AskSpec, columns: readonly Column[]): Job {
  const question = asked(spec);
  const list = columns.map(
    ({ name, description, type, key }, i) =>
      `- c${i + 1}, ${name} (${type}${key ? ', tells one row from another' : ''})${description === '' ? '' : `: ${description}`}`,
  );
  const perspective = askedInWords(
    'rows',
    'Rows',
    'table',
    [question === '' ? 'List everything that has these columns.' : question, ...list].join('\n'),
  );
  return {
    spec,
    promptVersion: 'extract-1',
    perspectivesFor: () => [perspective],
    perspectivesAreChosen: false,
    request: (task, options) => ({
      ...partRequest(task, options),
      task: [
        'Do not write statements but rows: one for each thing of the part that was asked for.',
        task.perspective.instructions,
        'A value is what the part says, as short as it can be, null where the part does not say it. Numbers without words, dates as YYYY-MM-DD where the part says day, month and year, yes and no as true and false. The quotes of a row hold its values.',
        inLanguage(options),
      ].join('\n'),
      schema: rowsSchema(columns),
      schemaName: 'rows',
    }),
    check: text => readRows(text, columns),
    answerTokens: () => ({ low: 8, expected: 40 * (columns.length + 2), high: 2_000 }),
    fanIn: { kind: 'rows', columns },
  };
}

const asked = ({ question, playbook }: AskSpec): string =>
  cut(cleanLine(question), playbook ? MAX_PLAYBOOK : MAX_QUESTION);

const partRequest = (
  task: BranchTask,
  { maxOutputTokens }: PromptOptions,
): Omit<ModelRequest, 'task' | 'schema' | 'schemaName'> => ({
  system: SYSTEM,
  shared: partText(task, 'answer from'),
  maxOutputTokens,
});

function inLanguage({ language }: PromptOptions): string {
  const named = languageOf(language);
  return named
    ? `Write in ${named}; quotes stay in the language of the part.`
    : 'Write in the language of the question; quotes stay in the language of the part.';
}
