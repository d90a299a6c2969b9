import * as vscode from 'vscode';
import { t } from '../core/text/l10n.ts';

/** The finding behind a squiggle: quick fix and hover need it. */
export interface Placed {
  readonly runId: string;
  readonly findingId: string;
  readonly title: string;
  /** Set where it can be applied. */
  readonly suggestion: string | undefined;
  readonly quote: string;
  readonly message: string;
  readonly isMerged: boolean;
  readonly isAccepted: boolean;
}

/** Characters of a quote or a suggestion. */
const MAX_SHOWN = 600;

/**
 * What would be better, and what can be done about it. The message itself is the problem's, which the editor shows
 * above. Text of a model or a document is text: only our own words are links.
 */
export function findingHover(finding: Placed): vscode.MarkdownString {
  const { runId, findingId, suggestion, quote, isMerged, isAccepted } = finding;
  const text = new vscode.MarkdownString('', true);
  text.isTrusted = {
    enabledCommands: COMMANDS.map(name => `fanout.${name}`),
  };
  if (suggestion !== undefined) {
    text.appendText(t('Instead: '));
    text.appendCodeblock(diffOf(quote, suggestion), 'diff');
  }
  const link = (words: string, command: (typeof COMMANDS)[number]): string =>
    `[${words}](command:fanout.${command}?${encodeURIComponent(JSON.stringify([runId, findingId]))})`;
  text.appendMarkdown(
    [
      ...(suggestion === undefined
        ? []
        : [link(t('$(check) Apply'), 'applyFix'), link(t('Preview'), 'previewFix')]),
      ...(isMerged
        ? [
            link(t('Dismiss'), 'dismissFinding'),
            isAccepted
              ? link(t('Reopen'), 'reopenFinding')
              : link(t('Mark as To Do'), 'acceptFinding'),
          ]
        : []),
      link(t('Show in Report'), 'showInReport'),
    ].join(' &nbsp; '),
  );
  return text;
}

const COMMANDS = [
  'applyFix',
  'previewFix',
  'dismissFinding',
  'acceptFinding',
  'reopenFinding',
  'showInReport',
] as const;

const diffOf = (before: string, after: string): string =>
  [...linesOf(before).map(line => `- ${line}`), ...linesOf(after).map(line => `+ ${line}`)].join(
    '\n',
  );

const linesOf = (text: string): string[] =>
  text === '' ? [] : text.slice(0, MAX_SHOWN).split(/\r\n?|\n/);
