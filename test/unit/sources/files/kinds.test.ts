import assert from 'node:assert/strict';
import { kindOf, kindOfLanguage, kindOfPath } from '../../../../src/sources/files/kinds.ts';

describe('kinds', () => {
  it('knows kind and language by name', () => {
    const of = (path: string) => Object.values(kindOfPath(path)).join(' ');
    assert.equal(of('docs/README.MD'), 'markdown markdown');
    assert.equal(of('src\\a.tsx'), 'code typescriptreact');
    assert.equal(of('contract.txt'), 'prose plaintext');
    assert.equal(of('LICENSE'), 'prose plaintext');
    assert.equal(of('deploy/Dockerfile'), 'code dockerfile');
    assert.equal(of('data.csv'), 'prose csv');
    assert.equal(of('constructor'), 'prose plaintext');
    assert.equal(of('x.toString'), 'prose plaintext');
    assert.equal(of(''), 'prose plaintext');
  });

  it('a file of ignore rules is no prose', () => {
    for (const name of ['.gitignore', 'a/.eslintignore', '.npmignore', '.dockerignore'])
      assert.equal(kindOfPath(name).kind, 'code', name);
    assert.equal(kindOfPath('what-to-ignore.txt').kind, 'prose');
  });

  it('trusts the language an editor gives, but for plain text', () => {
    assert.equal(kindOf('a.md', 'plaintext'), 'markdown');
    assert.equal(kindOf('a.txt', 'typescript'), 'code');
    assert.equal(kindOf('untitled:Untitled-1', 'plaintext'), 'prose');
    assert.equal(kindOfLanguage('some-new-language'), 'code');
  });
});
