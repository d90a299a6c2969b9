import type { ComponentChildren } from 'preact';
import { t } from '../../../src/core/text/l10n.ts';

/** A message in the display language with elements in the places of `{0}`, `{1}`…; the message is a literal, as with `t`. */
export const rich = (
  message: string,
  ...parts: readonly ComponentChildren[]
): readonly ComponentChildren[] =>
  t(message)
    .split(/\{(\d+)\}/)
    .map((piece, index) => (index % 2 === 0 ? piece : parts[Number(piece)]))
    .filter(piece => piece !== '');
