import assert from 'node:assert/strict';
import { requestOf } from '../../../src/cli/request.ts';
import { withoutSecrets as withoutSecretsIn } from '../../../src/cli/secrets.ts';
import { FanoutError } from '../../../src/core/errors.ts';
import type { RunSettings, SecretsChoice } from '../../../src/cli/options/types.ts';
import type { Source } from '../../../src/core/domain/source.ts';

// Put together here, so that no key stands in this file.
const key = `ghp_${'Zk7Qw2Rt9Xc4Vb6N'.repeat(3).slice(0, 36)}`;
const sourceOf = (path: string, text: string): Source => ({
  id: path,
  path,
  kind: 'code',
  languageId: 'typescript',
  text,
});
const clean = sourceOf('a.ts', 'const a = 1;\n');
const leaky = sourceOf('src/b.ts', `// line 1\nconst token = '${key}';\n`);
const remote: RunSettings = {
  model: 'openai:gpt',
  given: {},
};

const withoutSecrets = async (
  sources: readonly Source[],
  settings: RunSettings,
  ...rest: [SecretsChoice, 'plan'?]
) => {
  const request = requestOf(settings, sources);
  return (await withoutSecretsIn({ sources, request }, ...rest)).sources;
};

async function told(work: () => Promise<unknown>): Promise<string> {
  const write = process.stderr.write.bind(process.stderr);
  let said = '';
  process.stderr.write = (text: string | Uint8Array) => {
    said += String(text);
    return true;
  };
  try {
    await work();
  } finally {
    process.stderr.write = write;
  }
  return said;
}

describe('secrets on the command line', () => {
  it('T16 nothing is sent unless told how: the place and kind are said, never the value', async () => {
    let failure: unknown;
    const said = await told(async () => {
      failure = await withoutSecrets([clean, leaky], remote, 'stop').catch((e: unknown) => e);
    });
    assert.ok(failure instanceof FanoutError && failure.code === 'usage');
    assert.match(failure.message, /Nothing was sent.*--secrets mask/);
    assert.match(said, /src\/b\.ts:2: GitHub token/);
    assert.ok(!`${said}${failure.message}`.includes(key.slice(4, 14)));
  });

  it('masked, the text keeps its offsets; sent, it stays as it is', async () => {
    await told(async () => {
      const [first, second] = await withoutSecrets([clean, leaky], remote, 'mask');
      assert.equal(first, clean);
      assert.equal(second?.text, leaky.text.replace(key, '*'.repeat(key.length)));
    });
    assert.deepEqual(await withoutSecrets([leaky], remote, 'send'), [leaky]);
  });

  it('T16 the own key of the user is found in a text, whatever it looks like, and in base64', async () => {
    const own = 'plain-looking.value_77';
    process.env['FANOUT_API_KEY'] = own;
    try {
      const inText = sourceOf('c.txt', `Use ${own} here.\n`);
      const coded = sourceOf('d.txt', `auth: ${Buffer.from(own).toString('base64')}\n`);
      const said = await told(async () => {
        const [first, second] = await withoutSecrets([inText, coded], remote, 'mask');
        assert.ok(!first?.text.includes('plain-looking') && !second?.text.includes('cGxhaW4'));
      });
      assert.match(said, /c\.txt:1: your own API key\nSecret: d\.txt:1: your own API key/);
    } finally {
      delete process.env['FANOUT_API_KEY'];
    }
  });

  it('a plan tells of them and goes on; rules and servers on this machine send nothing out', async () => {
    const said = await told(async () => {
      assert.deepEqual(await withoutSecrets([leaky], remote, 'stop', 'plan'), [leaky]);
    });
    assert.match(said, /GitHub token/);
    const { model: _model, ...rules } = remote;
    const local = { ...remote, model: 'compatible:x', baseUrl: 'http://localhost:11434/v1' };
    for (const settings of [rules, { ...remote, model: 'offline:rules' }, local])
      assert.deepEqual(await withoutSecrets([leaky], settings, 'stop'), [leaky]);
  });
});
