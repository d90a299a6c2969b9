import type { ComponentChildren, JSX } from 'preact';
import { type DigestMember, rootOf } from '../../../src/core/domain/results/digest.ts';
import { count } from '../../../src/core/format/format.ts';
import { Icon, type SectionProps } from '../parts.tsx';
import { MAX_MESSAGE, plainLine, plainText } from '../shared/plainText.ts';
import { cellKey } from '../shared/runIndex.ts';
import { type Look, Notice, Statements } from './statementList.tsx';
import { toggled } from '../shared/viewState.ts';
import { t } from '../../../src/core/text/l10n.ts';
import { rich } from '../shared/rich.tsx';

/** Every level that the result was made from, down to the words of the text. */
export function Levels(props: SectionProps & { readonly look: Look }): JSX.Element {
  const { state, look } = props;
  const root = state.digest && rootOf(state.digest);
  const members: readonly DigestMember[] =
    root?.members ?? (state.extraction ? state.chunkIds.map(chunkId => ({ chunkId })) : []);
  if (members.length === 0) return <></>;
  return (
    <>
      <h3 class="levels-h">{state.extraction ? t('By chunk') : t('Level by level')}</h3>
      <ul class="levels">
        {members.map(member => (
          <Level
            key={'chunkId' in member ? member.chunkId : member.nodeId}
            {...props}
            look={look}
            member={member}
          />
        ))}
      </ul>
    </>
  );
}

const SCOPE_ICON = { all: 'list-flat', folder: 'folder', file: 'file', part: 'list-tree' } as const;

function Level(
  props: SectionProps & { readonly look: Look; readonly member: DigestMember },
): JSX.Element {
  const { state, look, member } = props;
  if ('chunkId' in member) return <ChunkLevel {...props} chunkId={member.chunkId} />;
  const node = look.nodes.get(member.nodeId);
  if (!node) return <></>;
  const joined = state.digest?.joined[node.id];
  const icon = joined
    ? SCOPE_ICON[node.scope]
    : state.digest?.joining.includes(node.id)
      ? 'sync'
      : 'circle-large-outline';
  return (
    <Fold
      {...props}
      id={node.id}
      icon={icon}
      title={plainLine(node.title, 160)}
      note={joined ? count(joined.statements.length, 'statement') : t('to come')}
    >
      {() => (
        <>
          {joined && <Statements {...props} statements={joined.statements} />}
          {joined && <Notice {...props} node={node} joined={joined} />}
          <ul class="levels">
            {node.members.map(below => (
              <Level
                key={'chunkId' in below ? below.chunkId : below.nodeId}
                {...props}
                member={below}
              />
            ))}
          </ul>
        </>
      )}
    </Fold>
  );
}

function ChunkLevel(
  props: SectionProps & { readonly look: Look; readonly chunkId: string },
): JSX.Element {
  const { state, look, chunkId, index, ask } = props;
  const said = look.byChunk.get(chunkId) ?? [];
  const status = state.perspectives
    .map(p => index.branchAt.get(cellKey(chunkId, p.id))?.status)
    .find(Boolean);
  const note =
    status === 'succeeded' || said.length > 0
      ? count(said.length, 'statement')
      : status === 'failed' || status === 'skipped' || status === 'cancelled'
        ? t('not read')
        : t('to come');
  return (
    <Fold
      {...props}
      id={chunkId}
      icon={note === 'not read' ? 'warning' : 'symbol-text'}
      title={`${index.chunkNumber.get(chunkId) ?? '?'} ${plainLine(state.chunks[chunkId]?.title ?? '', 160)}`}
      note={note}
    >
      {() => (
        <ul class="said">
          {said.map(({ id, text, citations, lostQuotes }) => (
            <li key={id}>
              {plainText(text, MAX_MESSAGE)}
              {citations.map(({ quote }, i) => (
                <blockquote key={i}>
                  <button
                    class="quote"
                    title={t('Show in the document')}
                    onClick={() => {
                      ask({ type: 'revealStatement', statementId: id, index: i });
                    }}
                  >
                    {plainText(quote, MAX_MESSAGE)}
                  </button>
                </blockquote>
              ))}
              {citations.length === 0 &&
                lostQuotes.map((quote, i) => (
                  <blockquote key={i} class="nf">
                    {rich('{0} (not in the text)', plainText(quote, MAX_MESSAGE))}
                  </blockquote>
                ))}
            </li>
          ))}
          {said.length === 0 && <li class="mut">{t('Nothing was said of it.')}</li>}
        </ul>
      )}
    </Fold>
  );
}

function Fold({
  view,
  setView,
  id,
  icon,
  title,
  note,
  children,
}: SectionProps & {
  readonly id: string;
  readonly icon: string;
  readonly title: string;
  readonly note: string;
  readonly children: () => ComponentChildren;
}): JSX.Element {
  const open = view.levels.includes(id);
  return (
    <li class="level">
      <button
        class="level-head"
        aria-expanded={open}
        onClick={() => {
          setView(now => ({ levels: toggled(now.levels, id) }));
        }}
      >
        <Icon name="chevron-right" class="tw" />
        <Icon name={icon} class={icon === 'sync' ? 's-info' : 'mut'} />
        <span class="t">{title}</span>
        <span class="mut">{note}</span>
      </button>
      {open && <div class="level-body">{children()}</div>}
    </li>
  );
}
