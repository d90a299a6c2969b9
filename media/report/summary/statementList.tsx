import type { JSX } from 'preact';
import type {
  DigestNode,
  Joined,
  JoinedStatement,
} from '../../../src/core/domain/results/digest.ts';
import type { StatementIndex } from '../../../src/core/state/digestView.ts';
import { isRunEnded } from '../../../src/core/state/runState.ts';
import type { Statement } from '../../../src/core/domain/results/statements.ts';
import { count, grouped } from '../../../src/core/format/format.ts';
import { Icon, type SectionProps } from '../parts.tsx';
import { Places } from '../findings/places.tsx';
import { MAX_MESSAGE, plainLine, plainText } from '../shared/plainText.ts';
import { cellKey } from '../shared/runIndex.ts';
import { t } from '../../../src/core/text/l10n.ts';
import { rich } from '../shared/rich.tsx';

/** What the statements of a run are looked up by. */
export interface Look {
  readonly statements: StatementIndex;
  readonly byChunk: ReadonlyMap<string, readonly Statement[]>;
  readonly lineage: ReadonlyMap<string, readonly string[]>;
  readonly nodes: ReadonlyMap<string, DigestNode>;
}

/** Statements as a list; those that contradict each other stand side by side. */
export function Statements(
  props: SectionProps & { readonly look: Look; readonly statements: readonly JoinedStatement[] },
): JSX.Element {
  const groups: JoinedStatement[][] = [];
  const byConflict = new Map<number, JoinedStatement[]>();
  for (const statement of props.statements) {
    const same = statement.conflict === undefined ? undefined : byConflict.get(statement.conflict);
    if (same) same.push(statement);
    else {
      const group = [statement];
      groups.push(group);
      if (statement.conflict !== undefined) byConflict.set(statement.conflict, group);
    }
  }
  return (
    <ul class="said">
      {groups.map(group =>
        group.length > 1 ? (
          <li key={group[0]?.id} class="conflict">
            <p class="where">
              {rich('{0}The text contradicts itself', <Icon name="warning" class="warn" />)}
            </p>
            <ul class="sides">
              {group.map(one => (
                <li key={one.id}>
                  <Said {...props} id={one.id} text={one.text} />
                  <Beyond statement={one} />
                </li>
              ))}
            </ul>
          </li>
        ) : (
          group.map(one => (
            <li key={one.id}>
              <Said {...props} id={one.id} text={one.text} />
              <Beyond statement={one} />
              {one.disputed && (
                <span class="gapt">
                  {rich(
                    ' {0}The places it rests on contradict each other.',
                    <Icon name="warning" class="warn" />,
                  )}
                </span>
              )}
            </li>
          ))
        ),
      )}
    </ul>
  );
}

/** Parts of a statement that are not in the words it cites. */
function Beyond({ statement }: { readonly statement: JoinedStatement }): JSX.Element | null {
  const { beyond = [], unrelated, namedOnly = [] } = statement;
  if (beyond.length === 0 && !unrelated && namedOnly.length === 0) return null;
  const sign = <Icon name="warning" class="warn" />;
  return (
    <span class="gapt">
      {beyond.length > 0 &&
        rich(
          ' {0}Not in the words it cites: {1}.',
          sign,
          plainLine(beyond.map(one => (one === 'not' ? t('the negation') : one)).join(', '), 200),
        )}
      {unrelated && rich(' {0}It has next to nothing in common with the words it cites.', sign)}
      {namedOnly.length > 0 &&
        rich(
          ' {0}It names {1} statements of the parts; {2} of them share nothing particular with it.',
          sign,
          statement.from.length,
          namedOnly.length,
        )}
    </span>
  );
}

const Said = (
  props: SectionProps & { readonly look: Look; readonly id: string; readonly text: string },
): JSX.Element => (
  <>
    {plainText(props.text, MAX_MESSAGE)} <Places {...props} statements={props.look.statements} />
  </>
);

/** Who wrote a node, when that is not simply the model, and what it lacks. */
export function Notice({
  node,
  joined,
  look,
  index,
  state,
}: SectionProps & {
  readonly node: DigestNode | undefined;
  readonly joined: Joined;
  readonly look: Look;
}): JSX.Element {
  const chunks = look.lineage.get(node?.id ?? '') ?? [];
  const unread = isRunEnded(state.status)
    ? chunks.filter(id =>
        state.perspectives.some(p => isUnread(index.branchAt.get(cellKey(id, p.id))?.status)),
      ).length
    : 0;
  const notes = [
    joined.by === 'code'
      ? t(
          'The call to join these {0}. These are statements of the parts below, selected by code.',
          joined.failure
            ? t('failed ({0})', plainLine(joined.failure.message, 200))
            : t('was not made'),
        )
      : '',
    unread > 0
      ? t('{0} of {1} below not read.', grouped(unread), count(chunks.length, 'chunk'))
      : '',
    joined.dropped > 0
      ? t(
          '{0} of the answer left out: without a source that exists, or too many.',
          count(joined.dropped, 'statement'),
        )
      : '',
    joined.leftOut > 0
      ? t('No room for {0} of the parts below; read there.', count(joined.leftOut, 'statement'))
      : '',
  ].filter(Boolean);
  return (
    <>
      {notes.map(note => (
        <p key={note} class="note">
          <Icon
            name={joined.by === 'code' ? 'warning' : 'info'}
            class={joined.by === 'code' ? 'warn' : 'mut'}
          />
          <span>{note}</span>
        </p>
      ))}
    </>
  );
}

const isUnread = (status: string | undefined): boolean =>
  status !== undefined && status !== 'succeeded' && status !== 'split';
