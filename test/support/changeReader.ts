import type { ChaosRequest } from './chaosServer.ts';

/** What a scripted model says of a part of a change, as a real one would see it: by the marked lines alone. */
export function quotesOfChange(request: ChaosRequest): {
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
} {
  const part = partOf(promptOf(request));
  const isMark = (line: string): boolean => /^<<<part-[\w-]+ change \d+\b.*>>>$/.test(line);
  const lines = part.split('\n');
  const isNew = !lines.some(isMark);
  let inside = isNew;
  let beside = false;
  const changed: string[] = [];
  const unchanged: string[] = [];
  for (const line of lines) {
    if (isMark(line)) {
      inside = line.endsWith(' begins>>>');
      beside = line.endsWith(' here>>>');
      continue;
    }
    if (/[\p{L}\p{N}]{3}/u.test(line)) (inside || beside ? changed : unchanged).push(line.trim());
    beside = false;
  }
  return { changed, unchanged };
}

export function promptOf({ body }: ChaosRequest): string {
  const messages = (body?.['messages'] ?? []) as readonly { readonly content: unknown }[];
  return messages
    .map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content)))
    .join('\n');
}

const partOf = (prompt: string): string =>
  /<<<(part-[\w-]+) begin: the part to review>>>\n([\s\S]*?)\n<<<\1 end>>>/.exec(prompt)?.[2] ?? '';
