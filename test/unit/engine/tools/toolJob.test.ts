import assert from 'node:assert/strict';
import { TOOL_NAMES, TOOLS, toolSchema } from '../../../../src/engine/tools/table.ts';
import { toolJob } from '../../../../src/engine/tools/toolJob.ts';

describe('tools for agents', () => {
  it('every tool takes an object, refuses unknown fields and says what each field is', () => {
    for (const name of TOOL_NAMES) {
      const schema = toolSchema(name) as {
        type: string;
        additionalProperties: boolean;
        properties: Record<string, { description?: string }>;
      };
      assert.equal(schema.type, 'object');
      assert.equal(schema.additionalProperties, false);
      for (const [field, { description }] of Object.entries(schema.properties))
        assert.ok(description, `${name}.${field}`);
      assert.ok(TOOLS[name].input.safeParse({}).success, `${name}: resume alone is enough`);
      assert.ok(!TOOLS[name].input.safeParse({ model: 'x:y' }).success);
    }
  });

  it('a call says what is read: paths or one change, never both', () => {
    assert.deepEqual(toolJob('fanout_review', { paths: ['a'], perspectives: ['tone'] }), {
      spec: { kind: 'review' },
      paths: ['a'],
      perspectives: ['tone'],
    });
    assert.deepEqual(toolJob('fanout_review', { since: 'main' }).spec, {
      kind: 'review',
      change: { ref: 'main' },
    });
    assert.deepEqual(toolJob('fanout_review', { changes: true }).spec, {
      kind: 'review',
      change: {},
    });
    assert.throws(() => toolJob('fanout_review', {}), /at least one file/);
    assert.throws(() => toolJob('fanout_review', { paths: ['a'], staged: true }), /not both/);
    assert.throws(() => toolJob('fanout_review', { since: 'main', commit: 'abc' }), /one of/);
    assert.throws(() => toolJob('fanout_ask', { paths: ['a'], question: ' ' }), /a question/);
    assert.throws(() => toolJob('fanout_classify', { path: 'a.csv' }), /labels/);
    assert.throws(
      () => toolJob('fanout_classify', { path: 'a.csv', labels: [{ name: 'a' }, { name: 'a' }] }),
      /Nothing was sent/,
    );
  });
});
