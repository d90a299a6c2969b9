export interface LongDocument {
  readonly text: string;
  /** What a reviewer has to find, each exactly once in the text. */
  readonly planted: readonly string[];
}

const SUBJECTS = ['The Supplier', 'The Customer', 'Each party', 'The auditor', 'The project board'];
const VERBS = ['records', 'confirms', 'reviews', 'reports', 'prepares', 'approves', 'stores'];
const OBJECTS = [
  'the monthly service summary',
  'every change to the delivery plan',
  'the acceptance results of the release',
  'the list of open defects',
  'the training material for operators',
  'the security log of the hosting site',
];
const ENDS = [
  'before the end of the month',
  'within the agreed working hours',
  'together with the named contact person',
  'in writing and in a common file format',
  'at the location named on the order form',
];

/** `n` is the section's number, `last` the number of the last one. */
const FLAWS: readonly ((n: number, last: number) => string)[] = [
  n => `The reviewer of part ${n} is TBD until the order form is signed.`,
  n => `The fee for part ${n} is [●] per calendar month.`,
  (n, last) => `Late delivery of part ${n} is governed by Section ${n + last} of this agreement.`,
  n => `Part ${n} ends after thirty (4${n}) days without further notice.`,
];

/**
 * A Markdown agreement of `sections` sections of about 3,500 characters, the same on every call.
 * Section k has one flaw of a kind that rules can find, in the middle of it.
 */
export function longDocument(sections: number): LongDocument {
  let seed = 1;
  const next = (n: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * n);
  };
  const pick = (from: readonly string[]): string => from[next(from.length)] ?? '';
  const sentence = (): string => `${pick(SUBJECTS)} ${pick(VERBS)} ${pick(OBJECTS)} ${pick(ENDS)}.`;
  const paragraph = (): string => Array.from({ length: 6 }, sentence).join(' ');
  const planted: string[] = [];
  const parts = ['# Service agreement'];
  for (let k = 1; k <= sections; k += 1) {
    const flaw = FLAWS[k % FLAWS.length]?.(k, sections) ?? '';
    planted.push(flaw);
    const body = Array.from({ length: 6 }, paragraph);
    body.splice(3, 0, `${sentence()} ${flaw} ${sentence()}`);
    parts.push(`## ${k}. Part ${k}`, ...body);
  }
  return { text: parts.join('\n\n') + '\n', planted };
}
