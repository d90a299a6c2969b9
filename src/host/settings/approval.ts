import { createHash } from 'node:crypto';
import { cleanText } from '../../core/text/cleanText.ts';
import { count } from '../../core/format/format.ts';
import { t } from '../../core/text/l10n.ts';

/** Text that came with a folder and would go to the model as instructions. */
export interface Foreign {
  /** Who it is from: `AGENTS.md`, or the title of a perspective. */
  readonly name: string;
  /** All of it, as it is sent. */
  readonly text: string;
}

/** What a user can answer; undefined: the run is off. */
export type Answer = 'use' | 'leaveOut' | undefined;

export interface ApprovalUi {
  /** `action` is the first button: `Use`, or `Show All` where not all of it fits. */
  ask(message: string, detail: string, action: string): Promise<Answer>;
  /** Shows the whole text, and asks beside it. */
  askBeside(message: string, text: string): Promise<Answer>;
}

export interface Approvals {
  get(): readonly string[];
  set(hashes: readonly string[]): Thenable<void>;
}

/** Most of a text that is shown in a question, in characters; what is longer is read in an editor. */
const MAX_SHOWN = 1500;
/** Approvals that are remembered, the latest. */
const MAX_KEPT = 500;

export const hashOf = ({ name, text }: Foreign): string =>
  createHash('sha256')
    .update(JSON.stringify([name, text]))
    .digest('hex');

/**
 * Asks about those that were not agreed to in exactly these words. A text is agreed to only after all of
 * it was on the screen.
 */
export async function approve(
  all: readonly Foreign[],
  what: keyof typeof COUNTED,
  approvals: Approvals,
  ui: ApprovalUi,
  without = t('Without them, the run continues anyway.'),
): Promise<Answer> {
  const known = new Set(approvals.get());
  const fresh = all.filter(item => !known.has(hashOf(item)));
  if (fresh.length === 0) return 'use';
  const text = fresh.map(shown).join('\n\n');
  const message = t('Use {0} of this workspace?', COUNTED[what](fresh.length));
  const isWhole = text.length <= MAX_SHOWN;
  const shownHere = isWhole ? text : listOf(fresh);
  const first = await ui.ask(
    message,
    `${shownHere}\n\n${WHY} ${without}`,
    isWhole ? t('Use') : t('Show All'),
  );
  const answer = isWhole || first !== 'use' ? first : await ui.askBeside(message, text);
  if (answer === 'use')
    await approvals.set([...approvals.get(), ...fresh.map(hashOf)].slice(-MAX_KEPT));
  return answer;
}

const COUNTED = {
  perspective: (n: number) => count(n, 'perspective'),
  playbook: (n: number) => count(n, 'playbook'),
  'file with rules': (n: number) => count(n, 'file with rules', 'files with rules'),
};

const WHY = t(
  'They are sent to the model along with your text. Use only instructions of people you trust.',
);

/** Invisible characters are written out, because they are sent too. */
const shown = ({ name, text }: Foreign): string => `${name}:\n${visible(text)}`;

const visible = (text: string): string =>
  [...text]
    .map(sign =>
      cleanText(sign) === '' ? `[U+${sign.codePointAt(0)!.toString(16).toUpperCase()}]` : sign,
    )
    .join('');

const listOf = (items: readonly Foreign[]): string =>
  items
    .slice(0, 20)
    .map(({ name, text }) => `${name}: ${count(text.length, 'character')}`)
    .join('\n');
