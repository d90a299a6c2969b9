import assert from 'node:assert/strict';
import type { AskSpec } from '../../../../src/core/domain/jobSpec.ts';
import {
  type SendingTool,
  TOOL_NAMES,
  type ToolInput,
  TOOLS,
  toolSchema,
} from '../../../../src/engine/tools/table.ts';
import { type ToolJob, toolJob } from '../../../../src/engine/tools/toolJob.ts';

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

  const noPlaybook = (): Promise<never> => Promise.reject(new Error('no playbook was named'));
  const jobFor = <N extends SendingTool>(name: N, input: ToolInput<N>): Promise<ToolJob> =>
    toolJob(name, input, noPlaybook);

  it('a call says what is read: paths or one change, never both', async () => {
    assert.deepEqual(await jobFor('fanout_review', { paths: ['a'], perspectives: ['tone'] }), {
      spec: { kind: 'review' },
      paths: ['a'],
      perspectives: ['tone'],
    });
    const specOf = async (input: ToolInput<'fanout_review'>) =>
      (await jobFor('fanout_review', input)).spec;
    assert.deepEqual(await specOf({ since: 'main' }), { kind: 'review', change: { ref: 'main' } });
    assert.deepEqual(await specOf({ changes: true }), { kind: 'review', change: {} });
    await assert.rejects(jobFor('fanout_review', {}), /at least one file/);
    await assert.rejects(jobFor('fanout_review', { paths: ['a'], staged: true }), /not both/);
    await assert.rejects(jobFor('fanout_review', { since: 'main', commit: 'abc' }), /one of/);
    await assert.rejects(jobFor('fanout_ask', { paths: ['a'], question: ' ' }), /a question/);
    await assert.rejects(jobFor('fanout_classify', { path: 'a.csv' }), /labels/);
    const labels = [{ name: 'a' }, { name: 'a' }];
    await assert.rejects(jobFor('fanout_classify', { path: 'a.csv', labels }), /Nothing was sent/);
  });

  it('a playbook is read by its name, and stands instead of a question', async () => {
    const spec: AskSpec = { kind: 'ask', question: 'R1', playbook: { title: 'P', rules: [] } };
    const names: string[] = [];
    const read = (name: string): Promise<AskSpec> => {
      names.push(name);
      return Promise.resolve(spec);
    };
    const job = await toolJob('fanout_ask', { paths: ['a'], playbook: 'nda' }, read);
    assert.deepEqual([job, names], [{ spec, paths: ['a'] }, ['nda']]);
    const both = { paths: ['a'], playbook: 'nda', question: 'Why?' };
    await assert.rejects(toolJob('fanout_ask', both, read), /a playbook, or a question/);
    await assert.rejects(toolJob('fanout_ask', { playbook: 'nda' }, read), /at least one file/);
  });
});
