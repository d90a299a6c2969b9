import type { ComponentChildren } from 'preact';
import { spaced, t } from '../../../src/core/text/l10n.ts';

/** A message in the display language with elements in the places of `{0}`, `{1}`…; the message is a literal, as with `t`. */
export const rich = (
  message: string,
  ...parts: readonly ComponentChildren[]
): readonly ComponentChildren[] =>
  t(message)
    .split(/\{(\d+)\}/)
    .map((piece, index, pieces) => {
      if (index % 2 === 0) return piece;
      const part = parts[Number(piece)];
      return typeof part === 'string'
        ? spaced(pieces[index - 1] ?? '', part, pieces[index + 1] ?? '')
        : part;
    })
    .filter(piece => piece !== '');
