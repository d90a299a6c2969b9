import type { AskSpec } from '../../domain/jobSpec.ts';
import type { Playbook, PlaybookRule } from '../../domain/review/playbook.ts';
import type { Column } from '../../domain/results/statements.ts';
import { usageError } from '../../errors.ts';
import { cleanLine } from '../../text/cleanText.ts';
import { t } from '../../text/l10n.ts';

/** Rules of one playbook: every part is compared with all of them in one call. */
export const MAX_PLAYBOOK_RULES = 60;
/** UTF-16 units of all rules as they are sent. */
export const MAX_PLAYBOOK = 24_000;

const FALLBACK = /^fallback:\s*/i;

/**
 * The rules of a perspective file: each `## Heading` of its instructions with the paragraphs below it; the paragraph that begins
 * with `Fallback:` is wording to propose.
 * @throws FanoutError `usage` naming `from` when there are none, or more than one call takes.
 */
export function readPlaybook(title: string, instructions: string, from: string): Playbook {
  const rules = instructions
    .split(/^##[ \t]+/m)
    .slice(1)
    .map(ruleOf)
    .filter(({ text }) => text !== '');
  const wrong = (problem: string): Error =>
    usageError(t('{0} {1} Nothing was sent.', from, problem));
  if (rules.length === 0)
    throw wrong(
      t(
        'is no playbook: it has no rules. Write each as a heading ## Name with what is acceptable below it.',
      ),
    );
  if (rules.length > MAX_PLAYBOOK_RULES)
    throw wrong(
      t(
        'has {0} rules, more than the {1} of one playbook. Split it.',
        rules.length,
        MAX_PLAYBOOK_RULES,
      ),
    );
  const playbook = { title, rules };
  if (questionOf(playbook).length > MAX_PLAYBOOK)
    throw wrong(t('has rules of more than {0} characters in all. Split it.', MAX_PLAYBOOK));
  return playbook;
}

/** The words of a verdict, in the languages of the window and some others. */
const VERDICT_WORDS =
  /accept(?:able|ed)|needs? review|fallback|akzeptab|annehmbar|zumutbar|acceptab|aceptab|aceit|accettab|aanvaard|可接受|不接受|許容|수용/iu;

/** Whether most of the rules say what is acceptable, as those of a playbook do and the advice of a perspective does not. */
export function saysWhatIsAcceptable({ rules }: Playbook): boolean {
  const judging = rules.filter(
    ({ text, fallback }) => fallback !== undefined || VERDICT_WORDS.test(text),
  );
  return judging.length * 2 > rules.length;
}

function ruleOf(section: string): PlaybookRule {
  const [heading = '', ...lines] = section.split('\n');
  const paragraphs = lines
    .join('\n')
    .split(/\n\s*\n|\n(?=fallback:)/i)
    .map(cleanLine)
    .filter(Boolean);
  const fallback = paragraphs.find(paragraph => FALLBACK.test(paragraph));
  return {
    title: cleanLine(heading),
    text: paragraphs.filter(paragraph => paragraph !== fallback).join(' '),
    ...(fallback === undefined ? {} : { fallback: fallback.replace(FALLBACK, '') }),
  };
}

const COLUMNS: readonly Column[] = [
  {
    name: 'rule',
    description: 'The one rule that the clause is about, by its name alone: R1, R2 and so on.',
    type: 'text',
    key: true,
  },
  {
    name: 'verdict',
    description: 'One of: acceptable, needs review, unacceptable. By the rule alone.',
    type: 'text',
    key: true,
  },
  {
    name: 'reason',
    description: 'Why, in one sentence that names what the clause says.',
    type: 'text',
    key: false,
  },
];

/** Every clause that a rule is about, with its verdict, as rows: places and coverage are those of an extraction. */
export const playbookSpec = (playbook: Playbook): AskSpec => ({
  kind: 'ask',
  question: questionOf(playbook),
  columns: COLUMNS,
  playbook,
});

const questionOf = ({ rules }: Playbook): string =>
  cleanLine(
    `Every clause that one of these rules is about, compared with the rule: one row for each clause and rule, also where the clause is acceptable. A clause that only mentions the subject in passing is none. Quote the decisive words of the clause. The rules: ${rules
      .map(({ title, text }, i) => `R${i + 1}, ${title}: ${text}`)
      .join(' ')}`,
  );
