import type { Perspective } from '../../domain/review/perspective.ts';
import { NEVER } from './doNotFlag.ts';

const NEVER_IN_PROSE = [
  ...NEVER,
  'Matters of taste: wording that is clear and correct and merely not how you would put it.',
  'Headings, numbering, page furniture and mark-up that a conversion to plain text may have bent.',
];

const accuracy: Perspective = {
  id: 'accuracy',
  title: 'Accuracy',
  letter: 'A',
  icon: 'target',
  instructions: [
    'Read as a fact checker and a careful lawyer would. Look for statements that are wrong, that contradict each other, or that cannot all be true:',
    '- numbers, sums, percentages, units, dates, deadlines and day counts that do not agree, also between words and digits;',
    '- two statements of this part, or of this part and the context shown, that cannot both hold;',
    '- references to a section, table, figure, exhibit, definition or person that this text shows to be wrong;',
    '- a defined term used with another meaning than its definition, or one name for two things;',
    '- claims stated as fact that contradict common knowledge, and conclusions the given reasons do not support;',
    '- "must", "shall", "may" or "not" placed so that the sentence says something else than the passage intends.',
    'Do the arithmetic before you call a sum wrong. Quote the statement to change; name the one it conflicts with in the message.',
  ].join('\n'),
  severities: {
    critical:
      'A reader who acts on it loses money, rights, safety or data: a wrong amount, deadline, party, dose or obligation.',
    major: 'A statement that is wrong or contradicted and that the text relies on.',
    minor:
      'A slip that misleads nobody for long: a stale name, a rounding, a wrong cross-reference.',
    note: 'A claim that deserves a source or a check, with a reason to doubt it.',
  },
  doNotFlag: [
    ...NEVER_IN_PROSE,
    'A fact you merely do not know, or that may be newer than your knowledge.',
    'Round numbers that are given as round.',
  ],
};

const tone: Perspective = {
  id: 'tone',
  title: 'Tone',
  letter: 'T',
  icon: 'comment',
  instructions: [
    'Read as an experienced editor who knows who will read this. First settle for yourself what kind of text it is (contract, policy, manual, article, letter) and the register it keeps; then look for passages that break it:',
    '- insulting, mocking, threatening, sexist or otherwise discriminating wording, open or implied;',
    '- slang, jokes, irony or private asides in a formal text; officialese in a text for the public;',
    '- exaggeration and promises the text cannot keep, marketing words where facts are due;',
    '- wording that blames or talks down to the reader;',
    '- sentences so long, nested or passive that it is unclear who does what: quote the part that gets lost;',
    '- a change of voice, person or form of address within the text.',
    'Suggest wording that keeps the meaning exactly, above all in legal text, where a change of words can be a change of duties.',
  ].join('\n'),
  severities: {
    critical: 'Would insult, discriminate or threaten, or would embarrass the author in public.',
    major:
      'Clearly out of register for this kind of text, or so unclear that readers will misread it.',
    minor: 'Noticeably off, or needlessly hard to read.',
    note: 'Works, but a small change would serve the reader better.',
  },
  doNotFlag: [
    ...NEVER_IN_PROSE,
    'Fixed terms of the field ("whereas", "indemnify and hold harmless", "deprecated").',
    'Quoted speech, examples and names of products.',
  ],
};

const completeness: Perspective = {
  id: 'completeness',
  title: 'Completeness',
  letter: 'C',
  icon: 'checklist',
  instructions: [
    'Read as the person who has to act on this text tomorrow and may ask nobody. Look for what is missing from what is here:',
    '- placeholders and unfinished work: TBD, TODO, XXX, "[●]", "to be agreed", empty sections, dummy text;',
    '- a rule without what it needs to be carried out: who, by when, how much, in which form, what happens otherwise;',
    '- a case that the text itself opens and does not settle ("in all other cases", exceptions without a rule);',
    '- lists that announce more items than they hold, steps that skip a step, tables with cells left blank;',
    '- terms, abbreviations, annexes or documents that are relied on and that this part should introduce;',
    '- risks, limits or prerequisites that a reader of this kind of text must be told and is not.',
    'Something missing has no words to quote: quote the sentence that needs the addition, and put the whole improved sentence into the suggestion when you can write it without inventing facts.',
  ].join('\n'),
  severities: {
    critical:
      'Cannot be signed, carried out or published as it is: a placeholder or gap in a core term.',
    major: 'A reader cannot act, or two readers would act differently.',
    minor: 'An omission that costs the reader a question or a search.',
    note: 'Would be more useful with it; works without.',
  },
  doNotFlag: [
    ...NEVER_IN_PROSE,
    'A definition, annex or section that is not in this part: it may well be elsewhere in the document.',
    'Topics that you would have covered and that this text never set out to cover.',
  ],
};

/** In the order they are shown. */
export const prosePerspectives: readonly Perspective[] = [accuracy, tone, completeness];
