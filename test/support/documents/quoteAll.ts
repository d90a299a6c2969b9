import { placeFindings } from '../../../src/core/fanin/place/anchor.ts';
import { split } from '../../../src/core/split/split.ts';
import type { Finding, RawFinding } from '../../../src/core/domain/results/findings.ts';
import type { Branch } from '../../../src/core/domain/branch.ts';
import type { Chunk } from '../../../src/core/domain/chunk.ts';
import type { Perspective } from '../../../src/core/domain/review/perspective.ts';
import type { Source } from '../../../src/core/domain/source.ts';

const perspective: Perspective = {
  id: 'accuracy',
  title: 'Accuracy',
  letter: 'A',
  icon: 'target',
  instructions: '',
  severities: { critical: '', major: '', minor: '', note: '' },
  doNotFlag: [],
};

/** Splits a source and has every quote said by the branch of the chunk it is in, by its first place. */
export async function quoteAll(source: Source, quotes: readonly string[]): Promise<Finding[]> {
  const chunks = await split(source, {
    maxTokens: 1500,
    count: text => Math.ceil(text.length / 4),
  });
  return quotes.flatMap(quote => {
    const at = source.text.indexOf(quote);
    const chunk = chunks.find(c => c.start <= at && at + quote.length <= c.end) ?? chunks[0]!;
    return said(source, chunk, quote);
  });
}

function said(source: Source, chunk: Chunk, quote: string): Finding[] {
  const raw: RawFinding = {
    quote,
    title: 'Remark',
    message: 'A remark.',
    suggestion: null,
    severity: 'minor',
    confidence: 0.9,
  };
  const branch: Branch = {
    id: chunk.id,
    chunkId: chunk.id,
    perspectiveId: perspective.id,
    model: 'test:test',
    inputTokens: 1,
    outputTokens: 1,
  };
  return placeFindings(
    { source, chunk, branch, perspective },
    { findings: [raw], assessment: '', dropped: 0 },
  );
}
