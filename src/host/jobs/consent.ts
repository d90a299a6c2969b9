import * as vscode from 'vscode';
import { contentHash } from '../../core/text/hash.ts';
import type { Config } from '../settings/config.ts';
import type { Agreement } from '../../engine/runHooks.ts';
import {
  buttonsOf,
  detailOf,
  familyOf,
  isDear,
  isEconomy,
  isUncapped,
  labelsOf,
  staysHere,
} from './consentQuestion.ts';
import type { Asked } from './consentQuestion.ts';
import { t } from '../../core/text/l10n.ts';

export interface Consent {
  /** Asks when that was not said before, or when it costs more than usual. */
  ask(asked: Asked): Promise<Agreement>;
}

/**
 * Consent is given per workspace, destination and model family: another provider, or the same one
 * in another folder, is asked for again, and so are rules of the project that were not there or said
 * something else before. Offline rules and servers on this machine send nothing out.
 */
export function consent(memento: vscode.Memento, config: Config): Consent {
  return {
    async ask(asked) {
      const { estimate } = asked;
      // A gateway on this machine may send text on and bill for it: where there is a price, it is asked about.
      const isBilled =
        isDear({ ...asked, limits: config.read() }) ||
        (asked.asksFirst === true && (estimate.costUsd?.expected ?? 0) > 0);
      const models = asked.models.filter(model => isBilled || !staysHere(model));
      if (estimate.calls === 0 || models.length === 0) return true;
      // A batch is kept at the provider: that is agreed to by itself.
      const namesIn = (economy: boolean): string[] =>
        models.map(
          ({ origin = '', id }) => `consent:${origin}:${familyOf(id)}${economy ? ':economy' : ''}`,
        );
      const names = namesIn(isEconomy(asked));
      const wider = config.widerPerspectives();
      const question = { ...asked, limits: config.read(), isWider: wider.length > 0 };
      const known = names.every(name => memento.get<boolean>(name) === true);
      const rules = approved(memento, 'approvedHouseRules', asked.houseRules);
      const perspectives = approved(memento, 'approvedPerspectiveLists', wider);
      const approve = async (): Promise<void> => {
        await rules.approve();
        await perspectives.approve();
      };
      const isAgreed = known && rules.approved && perspectives.approved;
      if (isAgreed && !isDear(question) && !asked.asksFirst) return true;
      const { send, others } = buttonsOf(question);
      const limit = t('Limit Tokens…');
      asked.onQuestion?.();
      const picked = await vscode.window.showWarningMessage(
        t('Send {0} to {1}?', question.name, labelsOf(asked.models)),
        { modal: true, detail: detailOf(question) },
        send,
        ...others.map(({ title }) => title),
        ...(isUncapped(question) ? [limit] : []),
      );
      if (picked === undefined) return false;
      const other = others.find(({ title }) => title === picked);
      if (other) {
        await approve();
        for (const name of namesIn(other.mode === 'economy')) await memento.update(name, true);
        return { mode: other.mode };
      }
      const maxTokens = picked === limit ? await askTokens(estimate.inputTokens) : undefined;
      if (picked === limit && maxTokens === undefined) return false;
      for (const name of names) await memento.update(name, true);
      await approve();
      if (maxTokens === undefined) return true;
      await config.saveMaxTokens(maxTokens);
      return { maxTokens };
    },
  };
}

/** Sets that are remembered: a large repository has several. */
const MAX_SETS = 50;

/** Whether what came with the workspace was agreed to as it is now; nothing needs no agreement. */
function approved(
  memento: vscode.Memento,
  key: string,
  foreign: readonly unknown[],
): { readonly approved: boolean; readonly approve: () => Promise<void> } {
  if (foreign.length === 0) return { approved: true, approve: () => Promise.resolve() };
  const hash = contentHash(JSON.stringify(foreign));
  const before = memento.get<readonly string[]>(key, []);
  return {
    approved: before.includes(hash),
    approve: async () => {
      const all = [hash, ...before.filter(other => other !== hash)];
      await memento.update(key, all.slice(0, MAX_SETS));
    },
  };
}

async function askTokens(expected: number): Promise<number | undefined> {
  const typed = await vscode.window.showInputBox({
    title: t('Fanout: Limit Tokens'),
    prompt: t(
      'A run pauses before it uses more tokens than this, input and output together. Saved as the setting fanout.maxTokens.',
    ),
    value: String(Math.ceil((expected * 2) / 10_000) * 10_000),
    ignoreFocusOut: true,
    validateInput: text =>
      /^[1-9]\d{0,8}$/.test(text.trim()) ? undefined : t('A whole number, such as 500000.'),
  });
  return typed === undefined ? undefined : Number(typed.trim());
}
