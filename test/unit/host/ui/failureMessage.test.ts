import assert from 'node:assert/strict';
import fs from 'node:fs';
import { callFailed, FanoutError, noApiKey, noModel } from '../../../../src/core/errors.ts';
import type { FailureCode } from '../../../../src/core/domain/failure.ts';
import { failureMessage, remediesFor } from '../../../../src/host/ui/failureMessage.ts';
import { SHORT_REASON } from '../../../../src/views/tree/shortReason.ts';

const titles = (error: unknown) => failureMessage(error)?.actions.map(a => a.title);

describe('failureMessage', () => {
  it('offers the button that helps', () => {
    assert.deepEqual(titles(noApiKey('OpenAI', 'https://api.openai.com')), [
      'Set API Key…',
      'Choose Model…',
      'Use Offline Rules',
    ]);
    assert.deepEqual(titles(noModel()), ['Choose Model…', 'Use Offline Rules']);
    const of = (code: FailureCode) => titles(callFailed({ code, message: 'm' }));
    assert.ok(of('auth')?.includes('Set API Key…'));
    assert.ok(of('unknownModel')?.includes('Choose Model…'));
    assert.ok(of('noCredit')?.includes('Use Offline Rules'));
    assert.ok(of('overloaded')?.includes('Retry Failed Branches'));
  });

  it('says nothing to somebody who cancelled', () => {
    assert.equal(failureMessage(new DOMException('x', 'AbortError')), undefined);
    assert.equal(failureMessage(new FanoutError('consentRefused', 'no')), undefined);
    const canceled = new Error('Canceled');
    canceled.name = 'Canceled';
    assert.equal(failureMessage(canceled), undefined);
  });

  it('T08 a bug is told without its message, which may hold anything', () => {
    const message = failureMessage(new Error('Headers.append: "sk-secret" is invalid'));
    assert.doesNotMatch(message?.text ?? '', /sk-secret/);
    assert.deepEqual(
      message?.actions.map(a => a.title),
      ['Show Log'],
    );
  });

  it('every button is a command that exists, and every failure has one', () => {
    const manifest = JSON.parse(
      fs.readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'),
    ) as { contributes: { commands: { command: string }[] } };
    const known = manifest.contributes.commands.map(c => c.command);
    for (const code of Object.keys(SHORT_REASON) as FailureCode[]) {
      const actions = remediesFor(code);
      assert.ok(actions.length > 0, code);
      for (const { command } of actions)
        assert.ok(known.includes(command) || command.startsWith('workbench.'), command);
    }
  });
});
