import type { ModelRequest } from '../../src/core/ports/model.ts';
import { type Line, linesOf, partOf, sentencesOf } from './digestModel.ts';

/** Every text of a request, whichever API it is in. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}

/** What a server that summarizes by rule answers to a request's body: of a part its first sentences, of statements every third. */
export function digestAnswer(body: unknown): { readonly statements: unknown[] } {
  const request = { shared: textsOf(body).join('\n') } as ModelRequest;
  const lines = linesOf(request);
  if (lines.length === 0) return { statements: sentencesOf(partOf(request), 4) };
  const groups = Array.from({ length: Math.ceil(lines.length / 3) }, (_, i) =>
    lines.slice(i * 3, i * 3 + 3),
  );
  return { statements: groups.slice(0, 9).map(said) };
}

const said = (group: readonly Line[]) => ({
  text: group[0]?.text ?? '',
  ids: group.map(line => line.id),
  conflict: null,
});
