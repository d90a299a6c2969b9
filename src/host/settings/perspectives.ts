import * as vscode from 'vscode';
import { badSetting, usageError } from '../../core/errors.ts';
import {
  builtInPerspectives,
  customPerspectives,
  perspectivesFor,
  withUniqueLetters,
} from '../../core/jobs/review/perspectives.ts';
import {
  isFor,
  NOT_JUDGED,
  RULE_PERSPECTIVES,
  type Perspective,
} from '../../core/domain/review/perspective.ts';
import type { SourceKind } from '../../core/domain/source.ts';
import { byKind, type PerspectivesByKind } from '../../engine/request/runRequest.ts';
import { approve } from './approval.ts';
import { approvalsIn, approvalUi } from './approvalUi.ts';
import type { Config } from './config.ts';
import { OFFLINE, type CustomPerspective, type Settings } from '../../engine/settings/settings.ts';
import { t } from '../../core/text/l10n.ts';
import { perspectiveName } from '../../core/format/words.ts';

const KINDS: readonly SourceKind[] = ['markdown', 'prose', 'code'];
const KIND_NAMES: Readonly<Record<SourceKind, string>> = {
  markdown: t('Markdown'),
  prose: t('Plain Text'),
  code: t('Code'),
  records: t('Records'),
};

/**
 * The perspectives that each kind of text is read from, by the settings.
 * @throws FanoutError `badSetting` when a setting names one that does not exist.
 */
export function perspectivesByKind(
  settings: Settings,
  custom: readonly CustomPerspective[],
): PerspectivesByKind {
  const own = customPerspectives(custom.map(({ data }) => data));
  const of = (kind: SourceKind): readonly Perspective[] => {
    const known = [...perspectivesFor(kind), ...own.filter(p => isFor(p, kind))];
    const wanted = settings.perspectives[kind];
    // Removed by the user: the list continues without it.
    const leftOut = settings.customPerspectives.filter(p => !custom.includes(p));
    const ids = wanted?.filter(id => !leftOut.some(p => p.data.id === id));
    if (!ids || ids.length === 0) return perspectivesFor(kind);
    return ids.map(id => {
      const found = known.find(p => p.id === id);
      if (!found)
        throw badSetting(
          'fanout.perspectives',
          t(
            'names {0} for {1}, which is not one of {2}',
            id,
            kind,
            known.map(p => p.id).join(', '),
          ),
        );
      return found;
    });
  };
  return byKind(of);
}

/**
 * The named perspectives, for every kind of text.
 * @throws FanoutError `usage` for one that does not exist.
 */
export function namedPerspectives(
  ids: readonly string[],
  custom: readonly CustomPerspective[],
): PerspectivesByKind {
  const known = [...builtInPerspectives, ...customPerspectives(custom.map(({ data }) => data))];
  const unknown = ids.find(id => !known.some(p => p.id === id));
  if (unknown !== undefined)
    throw usageError(
      t(
        'There is no perspective {0}. There are {1}. Nothing was sent.',
        unknown,
        known.map(p => p.id).join(', '),
      ),
    );
  return byKind(kind => known.filter(p => ids.includes(p.id) && isFor(p, kind)));
}

/** The same with letters that name one perspective each within a run of these kinds. */
export function withLabels(
  perspectives: PerspectivesByKind,
  kinds: ReadonlySet<SourceKind>,
): PerspectivesByKind {
  const used = KINDS.filter(kind => kinds.has(kind)).flatMap(kind => perspectives[kind]);
  const unique = withUniqueLetters([...new Map(used.map(p => [p.id, p])).values()]);
  const of = (kind: SourceKind): readonly Perspective[] =>
    perspectives[kind].map(p => unique.find(u => u.id === p.id) ?? p);
  return byKind(of);
}

/**
 * Perspectives that came with a workspace count only after the user agreed to their exact text;
 * a changed one is asked about again. Undefined: the user cancelled.
 */
export async function approvedPerspectives(
  custom: readonly CustomPerspective[],
  memento: vscode.Memento,
): Promise<readonly CustomPerspective[] | undefined> {
  const foreign = custom.filter(p => p.fromWorkspace);
  if (foreign.length === 0) return custom;
  const answer = await approve(
    foreign.map(({ data }) => ({ name: data.title, text: wordsOf(data) })),
    'perspective',
    approvalsIn(memento),
    approvalUi,
  );
  if (answer === 'use') return custom;
  return answer === 'leaveOut' ? custom.filter(p => !p.fromWorkspace) : undefined;
}

/** Everything of a perspective that a model reads. */
const wordsOf = ({ id, instructions, severities, doNotFlag }: CustomPerspective['data']): string =>
  [
    `(${id}) ${instructions}`,
    ...Object.entries(severities ?? {}).map(([name, text]) => `${name}: ${text}`),
    ...(doNotFlag ?? []).map(text => `Not to flag: ${text}`),
  ].join('\n');

/** Asks which perspectives to read from; undefined: cancelled. None picked counts as cancelled. */
export async function pickPerspectives(
  kind: SourceKind,
  chosen: readonly Perspective[],
  custom: readonly CustomPerspective[],
  model: string,
): Promise<readonly Perspective[] | undefined> {
  const isServed = ({ id }: Perspective): boolean =>
    model !== OFFLINE || RULE_PERSPECTIVES[kind].includes(id);
  const own = customPerspectives(custom.map(({ data }) => data));
  const all = [...perspectivesFor(kind), ...own.filter(p => isFor(p, kind))];
  const picked = await vscode.window.showQuickPick(
    all.map(perspective => ({
      label: `$(${perspective.icon}) ${perspectiveName(perspective.title)}`,
      description: isServed(perspective)
        ? perspective.letter
        : `${perspective.letter}, ${NOT_JUDGED}`,
      detail: perspective.instructions.split('\n')[0]?.slice(0, 160) ?? '',
      picked: isServed(perspective) && chosen.some(p => p.id === perspective.id),
      perspective,
    })),
    {
      title: t('Fanout: Perspectives for {0}', KIND_NAMES[kind]),
      placeHolder: t('Each one reads every chunk once'),
      canPickMany: true,
      ignoreFocusOut: true,
    },
  );
  return picked && picked.length > 0 ? picked.map(p => p.perspective) : undefined;
}

/** Chooses and saves the perspectives of one kind of text. */
export async function choosePerspectives(config: Config, scope?: vscode.Uri): Promise<void> {
  const { withPerspectiveFiles } = await import('./perspectiveFiles.ts');
  const settings = await withPerspectiveFiles(config.read(scope));
  const now = perspectivesByKind(settings, settings.customPerspectives);
  const picked = await vscode.window.showQuickPick(
    KINDS.map(kind => ({
      label: KIND_NAMES[kind],
      description: now[kind].map(p => perspectiveName(p.title)).join(', '),
      of: kind,
    })),
    { title: t('Fanout: Choose Perspectives'), placeHolder: t('For which kind of text') },
  );
  if (!picked) return;
  const chosen = await pickPerspectives(
    picked.of,
    now[picked.of],
    settings.customPerspectives,
    // What is saved is for any model.
    '',
  );
  if (!chosen) return;
  await config.savePerspectives({
    ...settings.perspectives,
    [picked.of]: chosen.map(p => p.id),
  });
}
