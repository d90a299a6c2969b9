import { randomOf } from '../draws.ts';

/** Sentences a section has; every branch of the default three perspectives comments on a third of them. */
const SENTENCES = 30;
/** With these sections no two fit into one chunk. */
export const CHUNK_TOKENS = 800;

const WORDS = [
  ...['delivery', 'acceptance', 'payment', 'storage', 'notice', 'licence', 'audit', 'release'],
  ...['defect', 'invoice', 'warranty', 'schedule', 'handover', 'training', 'backup', 'operator'],
  ...['monthly', 'written', 'early', 'final', 'partial', 'joint', 'local', 'remote', 'urgent'],
  ...['records', 'confirms', 'reviews', 'reports', 'prepares', 'approves', 'stores', 'moves'],
  ...['customer', 'supplier', 'party', 'board', 'auditor', 'site', 'office', 'system', 'vendor'],
];

/** A Markdown agreement of `sections` chunks, in which each sentence is there once: `S12.3 …`. */
export function manySentences(sections: number, seed = 'window'): string {
  const random = randomOf(seed);
  const words = (n: number): string =>
    Array.from({ length: n }, () => WORDS[Math.floor(random() * WORDS.length)]).join(' ');
  const parts = ['# Service agreement'];
  for (let s = 1; s <= sections; s += 1) {
    parts.push(`## ${s}. ${words(3)}`);
    for (let n = 1; n <= SENTENCES; n += 5)
      parts.push(Array.from({ length: 5 }, (_, k) => `S${s}.${n + k} the ${words(12)}.`).join(' '));
  }
  return `${parts.join('\n\n')}\n`;
}

const PERSPECTIVES = ['Accuracy', 'Tone', 'Completeness'];
const SEVERITIES = ['critical', 'major', 'minor', 'note', 'note', 'minor', 'minor', 'note'];

/** An answer with ten findings: each on another sentence of the part, none on another perspective's. */
export function tenFindings(prompt: string): unknown {
  const part = /begin: the part to review>>>(.*?)<<</s.exec(prompt)?.[1] ?? '';
  const of = PERSPECTIVES.findIndex(title => prompt.includes(`this perspective: ${title}.`));
  const mine = [...part.matchAll(/S\d+\.(\d+) [^.]+\./g)].filter(
    ([, n]) => Number(n) % PERSPECTIVES.length === of,
  );
  return {
    findings: mine.map(([quote, n], i) => {
      const said = quote.split(' ').slice(2, 6).join(' ');
      return {
        quote,
        before: null,
        title: `Not settled: ${said}`,
        message: `It is left open who does this and until when; ${said} may be read in two ways (${n}).`,
        suggestion: i % 3 === 0 ? quote.replace('the ', 'each ') : null,
        severity: SEVERITIES[i % SEVERITIES.length],
        confidence: 0.5 + (i % 5) / 10,
      };
    }),
    assessment: 'Read.',
  };
}
