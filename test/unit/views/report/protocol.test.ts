import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseFromWebview } from '../../../../src/views/report/protocol.ts';

const TYPES = [
  'ready',
  'reveal',
  'revealRelated',
  'revealChunk',
  'openSource',
  'copy',
  'revealEvidence',
  'apply',
  'preview',
  'undo',
  'dismiss',
  'accept',
  'reopen',
  'retryBranch',
  'retryFailed',
  'cancel',
  'runAgain',
  'export',
  'reviewWithModel',
  'setApiKey',
  'openLog',
];

describe('protocol', () => {
  it('reads every request with exactly its fields', () => {
    for (const message of [
      { type: 'ready' },
      { type: 'drawn', seq: 7 },
      { type: 'revealBefore', id: 1, findingId: 'F1' },
      { type: 'compare', id: 1 },
      { type: 'reveal', id: 1, findingId: 'F1' },
      { type: 'revealRelated', id: 1, findingId: 'F1', index: 0 },
      { type: 'revealChunk', id: 1, chunkId: 'c' },
      { type: 'openSource', id: 1, sourceId: 's' },
      { type: 'copy', id: 1, findingId: 'b#2' },
      { type: 'revealEvidence', id: 1, findingId: 'F1' },
      { type: 'apply', id: 1, findingIds: ['F1', 'F2'] },
      { type: 'preview', id: 1, findingIds: ['F1'] },
      { type: 'undo', id: 1, findingIds: ['F1'] },
      { type: 'dismiss', id: 1, findingIds: ['F1', 'F2'] },
      { type: 'accept', id: 1, findingIds: ['F1'] },
      { type: 'reopen', id: 1, findingIds: ['F1'] },
      { type: 'recordTexts', id: 1, sourceId: 's', indexes: [0, 13_082] },
      { type: 'findRecords', id: 1, sourceId: 's', words: 'late' },
      { type: 'revealRecord', id: 1, sourceId: 's', record: 13_082 },
      { type: 'correctRecord', id: 1, sourceId: 's', record: 0 },
      { type: 'retryBranch', id: 1, branchId: 'b' },
      ...TYPES.slice(14).map((type, id) => ({ type, id })),
    ]) {
      assert.deepEqual(parseFromWebview(message), message);
    }
  });

  it('T33 refuses a message with a path, a command, an extra, missing or oversized field', () => {
    for (const message of [
      undefined,
      null,
      'ready',
      [],
      ['ready'],
      { type: 'ready', id: 1 },
      { type: 'drawn', seq: -1 },
      { type: 'drawn', seq: 1, id: 2 },
      { type: 'reveal', id: 1 },
      { type: 'reveal', findingId: 'F1' },
      { type: 'reveal', id: 1, findingId: '' },
      { type: 'dismiss', id: 1, findingIds: ['F1'], reason: 'the document says so' },
      { type: 'dismiss', id: 1, findingIds: [] },
      { type: 'apply', id: 1, findingIds: ['F1', ''] },
      { type: 'apply', id: 1, findingIds: ['F1'], suggestion: 'what the document says' },
      { type: 'reveal', id: 1, findingId: 'x'.repeat(513) },
      { type: 'reveal', id: 1, findingId: ['F1'] },
      { type: 'reveal', id: 1.5, findingId: 'F1' },
      { type: 'reveal', id: -1, findingId: 'F1' },
      { type: 'reveal', id: 1, findingId: 'F1', path: '/etc/passwd' },
      { type: 'reveal', id: 1, findingId: 'F1', [Symbol('x')]: 1 },
      { type: 'revealRelated', id: 1, findingId: 'F1', index: -1 },
      { type: 'revealRelated', id: 1, findingId: 'F1', index: 1e9 },
      { type: 'toString', id: 1 },
      { type: '__proto__', id: 1 },
      { type: 'constructor', id: 1 },
      { type: 'executeCommand', id: 1, command: 'workbench.action.quit' },
      Object.create({ type: 'ready' }),
      new (class {
        readonly type = 'ready';
      })(),
    ]) {
      assert.equal(parseFromWebview(message), undefined);
    }
  });

  it('T33 a getter that throws is not a message', () => {
    const trap = {
      get type(): string {
        throw new Error('trap');
      },
    };
    assert.equal(parseFromWebview(trap), undefined);
  });

  it('T33 G13 fuzzed messages never throw and never bring a field that was not asked for', () => {
    const key = fc.constantFrom('type', 'id', 'findingId', 'branchId', 'chunkId', 'index', 'uri');
    const leaf = fc.oneof(
      fc.constantFrom(...TYPES),
      fc.integer({ min: -2, max: 9 }),
      fc.anything({ maxDepth: 1, maxKeys: 2 }),
    );
    const known = new Set(['type', 'id', 'findingId', 'branchId', 'chunkId', 'sourceId', 'index']);
    let accepted = 0;
    const check = (value: unknown): void => {
      const message = parseFromWebview(value);
      if (!message) return;
      accepted += 1;
      assert.ok(TYPES.includes(message.type));
      for (const [name, field] of Object.entries(message)) {
        assert.ok(known.has(name), name);
        assert.ok(typeof field === 'string' || Number.isSafeInteger(field));
      }
    };
    const near = fc.record(
      { type: fc.constantFrom(...TYPES), id: fc.nat(9), findingId: leaf, index: leaf, uri: leaf },
      { requiredKeys: ['type'] },
    );
    fc.assert(fc.property(near, check), { numRuns: 20_000 });
    // Fields that are right, and a wrong one now and then: most of what is sent once the fuzzer is lucky.
    const right = fc.record(
      {
        type: fc.constantFrom(...TYPES),
        id: fc.nat(9),
        findingId: fc.oneof({ weight: 9, arbitrary: fc.constantFrom('F1', 'F2') }, leaf),
      },
      { requiredKeys: ['type', 'id'] },
    );
    fc.assert(fc.property(right, check), { numRuns: 5_000 });
    fc.assert(fc.property(fc.dictionary(key, leaf, { maxKeys: 4 }), check), { numRuns: 10_000 });
    fc.assert(fc.property(fc.anything(), check), { numRuns: 5_000 });
    assert.ok(accepted > 50, 'the fuzzer must also make messages that pass');
  });
});
