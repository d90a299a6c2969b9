import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { languageModelTools } from '../../../../src/engine/tools/manifest.ts';
import { TOOL_NAMES } from '../../../../src/engine/tools/table.ts';
import { readManifest } from '../../../support/manifest.ts';
import { TOOL_IDS } from '../../../../src/host/agents/toolIds.ts';

const root = join(import.meta.dirname, '../../../..');

describe('tools in the manifest', () => {
  it('are those of the table; `npm run manifest` writes them', () => {
    const { contributes } = readManifest() as {
      contributes: { languageModelTools: unknown };
    };
    assert.deepEqual(contributes.languageModelTools, languageModelTools());
    assert.deepEqual(TOOL_IDS, TOOL_NAMES);
  });

  it('the skill names every tool, and no other', () => {
    const skill = readFileSync(join(root, 'skills/fanout/SKILL.md'), 'utf8');
    const named = new Set(skill.match(/fanout_\w+/g));
    assert.deepEqual([...named].sort(), [...TOOL_NAMES].sort());
  });
});
