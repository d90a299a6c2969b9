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
              <Icon name="warning" class="warn" />
              The text contradicts itself
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
                  {' '}
                  <Icon name="warning" class="warn" />
                  The places it rests on contradict each other.
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
  const { beyond = [] } = statement;
  if (beyond.length === 0) return null;
  return (
    <span class="gapt">
      {' '}
      <Icon name="warning" class="warn" />
      Not in the words it cites:{' '}
      {plainLine(beyond.map(one => (one === 'not' ? 'the negation' : one)).join(', '), 200)}.
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
      ? `The call to join these ${joined.failure ? `failed (${plainLine(joined.failure.message, 200)})` : 'was not made'}. These are statements of the parts below, selected by code.`
      : '',
    unread > 0 ? `${grouped(unread)} of ${count(chunks.length, 'chunk')} below not read.` : '',
    joined.dropped > 0
      ? `${count(joined.dropped, 'statement')} of the answer left out: without a source that exists, or too many.`
      : '',
    joined.leftOut > 0
      ? `No room for ${count(joined.leftOut, 'statement')} of the parts below; read there.`
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
