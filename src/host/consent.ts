import * as vscode from 'vscode';
import { detailOf, familyOf, isDear, staysHere, type ConsentQuestion } from './consentQuestion.ts';

export interface Consent {
  /** True when the text may be sent; asks when that was not said before, or when it costs more than usual. */
  ask(question: ConsentQuestion): Promise<boolean>;
}

/**
 * Consent is given per workspace, destination and model family: another provider, or the same one
 * in another folder, is asked for again. Rules and servers on this machine send nothing out.
 */
export function consent(memento: vscode.Memento): Consent {
  return {
    async ask(question) {
      const { model, estimate } = question;
      if (estimate.calls === 0 || staysHere(model)) return true;
      const name = `consent:${model.origin ?? ''}:${familyOf(model.id)}`;
      const known = memento.get<boolean>(name) === true;
      if (known && !isDear(question)) return true;
      const send = 'Send';
      const picked = await vscode.window.showWarningMessage(
        `Send ${question.name} to ${model.label}?`,
        { modal: true, detail: detailOf(question) },
        send,
      );
      if (picked !== send) return false;
      await memento.update(name, true);
      return true;
    },
  };
}
