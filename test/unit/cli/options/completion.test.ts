import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { COMMAND_NAMES } from '../../../../src/cli/options/commandTable.ts';
import { parseCommandLine } from '../../../../src/cli/options/program.ts';

const script = (shell: string): string => {
  const parsed = parseCommandLine(['completion', shell]);
  return parsed.kind === 'help' ? parsed.text : assert.fail();
};

/** What bash offers for the last of the words. */
const offered = (...words: readonly string[]): string[] => {
  const ask = `COMP_WORDS=(fanout ${words.map(word => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _fanout; echo "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', `${script('bash')}\n${ask}`], {
    encoding: 'utf8',
  });
  assert.equal(stderr, '');
  return stdout.trim().split(/\s+/).filter(Boolean);
};

describe('completion', () => {
  it('bash offers commands first, then the options of the command, and leaves files to the shell', function () {
    // The completion is for bash, which Windows does not have.
    if (process.platform === 'win32') this.skip();
    assert.deepEqual(offered('').slice(0, COMMAND_NAMES.length), [...COMMAND_NAMES]);
    assert.deepEqual(offered('sum'), ['summarize']);
    assert.deepEqual(offered('summarize', '--aud'), ['--audience']);
    assert.ok(!offered('show', '--').includes('--hedge'));
    assert.ok(offered('review', '--no').includes('--no-cache'));
    assert.deepEqual(offered('review', 'REA'), []);
  });

  it('zsh reads the same script', () => {
    assert.ok(script('zsh').endsWith(script('bash')));
    assert.match(script('zsh'), /bashcompinit/);
  });

  it('fish gets every command and option with its text, quoted', () => {
    const lines = script('fish').trim().split('\n');
    for (const name of COMMAND_NAMES)
      assert.ok(lines.some(line => line.includes(`__fish_use_subcommand -a ${name} -d '`)));
    assert.ok(lines.some(line => / -l model -s m?.* -r -d '|-l model -r -d '/.test(line)));
    for (const line of lines) assert.match(line, / -d '(?:[^'\\]|\\['\\])*'$/);
  });

  it('another shell is refused with those there are', () => {
    assert.throws(() => script('tcsh'), { code: 'usage', message: /bash, zsh and fish, not tcsh/ });
  });
});
