import * as vscode from 'vscode';
import { callFailed, FanoutError, isAbort } from '../../core/errors.ts';
import type { Model, ModelReply, ModelRequest } from '../../core/ports/model.ts';
import { jsonIn, promptOf } from './editorPrompt.ts';
import type { FailureCode } from '../../core/domain/failure.ts';
import type { ModelInfo } from '../../core/domain/model.ts';
import { t } from '../../core/text/l10n.ts';

/** Models that other extensions offer to this one: `vscode:vendor/id`. */
export async function listEditorModels(): Promise<readonly vscode.LanguageModelChat[]> {
  try {
    return await vscode.lm.selectChatModels();
  } catch {
    // No provider is installed or signed in: the same to us as an empty list.
    return [];
  }
}

export const editorModelId = (model: vscode.LanguageModelChat): string =>
  `${model.vendor}/${model.id}`;

/**
 * A model of the editor behind the port. It knows neither system prompts nor JSON schemas nor
 * usage: the schema is put in words, and tokens are counted by the model's own counter.
 * @throws FanoutError `callFailed` (`unknownModel`) when there is no such model now.
 */
export async function createEditorModel(id: string): Promise<Model> {
  const slash = id.indexOf('/');
  const models = await listEditorModels();
  const chat = models.find(m => m.vendor === id.slice(0, slash) && m.id === id.slice(slash + 1));
  if (!chat)
    throw callFailed({
      code: 'unknownModel',
      message: t(
        'VS Code does not currently offer the model {0}. Nothing was sent. Sign in to its provider, or choose another model.',
        id,
      ),
    });
  const info: ModelInfo = {
    provider: 'vscode',
    ref: `vscode:${id}`,
    id,
    label: chat.name,
    origin: `VS Code (${chat.vendor})`,
    contextTokens: chat.maxInputTokens,
  };
  return {
    info,
    lane: info.ref,
    generate: (request, call) => generate(chat, request, call),
  };
}

async function generate(
  chat: vscode.LanguageModelChat,
  request: ModelRequest,
  { signal, onFirstToken }: Parameters<Model['generate']>[1],
): Promise<ModelReply> {
  const cancel = new vscode.CancellationTokenSource();
  const abort = (): void => cancel.cancel();
  signal.addEventListener('abort', abort, { once: true });
  const prompt = promptOf(request);
  try {
    signal.throwIfAborted();
    const response = await raced(
      chat.sendRequest(
        [vscode.LanguageModelChatMessage.User(prompt)],
        { justification: t('Fanout reviews the text you chose.') },
        cancel.token,
      ),
      signal,
    );
    let text = '';
    const parts = response.text[Symbol.asyncIterator]();
    for (;;) {
      const part = await raced(parts.next(), signal);
      if (part.done) break;
      if (text === '') onFirstToken?.();
      text += part.value;
    }
    if (text.trim() === '')
      throw callFailed({ code: 'emptyAnswer', message: t('{0} gave an empty answer.', chat.name) });
    const [inputTokens, outputTokens] = await raced(
      Promise.all([chat.countTokens(prompt), chat.countTokens(text)]),
      signal,
    );
    return {
      text: jsonIn(text),
      usage: { inputTokens, outputTokens, cachedTokens: 0, cacheWriteTokens: 0, estimated: true },
    };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof FanoutError || isAbort(error)) throw error;
    throw callFailed(failureOf(error, chat.name));
  } finally {
    signal.removeEventListener('abort', abort);
    cancel.dispose();
  }
}

/** Providers may be slow to notice a cancel; we are not. */
function raced<T>(promise: Thenable<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject);
    void Promise.resolve(promise)
      .catch(() => undefined)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}

/** What a LanguageModelError means for the run; its codes are words, not numbers. */
export function failureOf(
  error: unknown,
  name: string,
): { readonly code: FailureCode; readonly message: string } {
  const code = error instanceof vscode.LanguageModelError ? error.code : '';
  switch (code) {
    case 'NoPermissions':
      return {
        code: 'permission',
        message: t(
          'VS Code did not allow the use of {0}. Allow it when asked, or choose another model.',
          name,
        ),
      };
    case 'NotFound':
      return {
        code: 'unknownModel',
        message: t('VS Code no longer offers {0}. Choose another model.', name),
      };
    case 'Blocked':
      // Quotas and content filters arrive under the same name; waiting helps against the first.
      return {
        code: 'rateLimited',
        message: t(
          '{0} refused the request: its quota is used up, or its content filter blocked it. Try again later, or choose another model.',
          name,
        ),
      };
    default:
      return {
        code: 'serverError',
        message: t("{0} failed in VS Code's language model service.", name),
      };
  }
}
