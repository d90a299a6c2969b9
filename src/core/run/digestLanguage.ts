import type { Joined } from '../domain/results/digest.ts';
import { codeOfLanguage, guessLanguage } from '../text/language.ts';
import type { Context } from './context.ts';

/** Characters of each text that are looked at. */
const SAMPLE = 2_000;

/** The language a result is in, where it is certain and another one was asked for, or the text or question has another. */
export function wrongLanguage(
  { state: { spec }, options, sourceOf }: Pick<Context, 'state' | 'options' | 'sourceOf'>,
  { statements }: Pick<Joined, 'statements'>,
): Joined['language'] {
  const written = guessLanguage(statements.map(({ text }) => text).join('\n'));
  const asked = options.language?.trim()
    ? codeOfLanguage(options.language)
    : guessLanguage(
        spec.kind === 'ask'
          ? spec.question
          : [...sourceOf.values()].map(({ text }) => text.slice(0, SAMPLE)).join('\n'),
      );
  return written === undefined || asked === undefined || written === asked
    ? undefined
    : { asked, written };
}
