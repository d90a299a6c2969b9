import { joinTally } from '../../core/state/digestView.ts';
import type { RunState } from '../../core/state/runState.ts';
import { count } from '../../core/format/format.ts';
import { GREEN, MUTED, RUNNING_ICON, YELLOW, type Row } from './row.ts';
import { t } from '../../core/text/l10n.ts';

/** The row under which the groups are joined: `Joining  4 of 12, 2 under way`. */
export function joinsRow({ digest }: RunState): Row | undefined {
  if (!digest) return undefined;
  const { done, total } = joinTally(digest);
  const failed = Object.values(digest.joined).filter(({ failure }) => failure).length;
  const description = [
    t('{0} of {1}', done, total),
    digest.joining.length > 0 ? t('{0} under way', digest.joining.length) : '',
    failed > 0 ? t('{0} by code', failed) : '',
  ]
    .filter(Boolean)
    .join(', ');
  const label = done < total ? t('Joining') : t('Joined');
  return {
    label,
    description,
    icon: digest.joining.length > 0 ? RUNNING_ICON : 'list-tree',
    ...(failed > 0 ? { color: YELLOW } : {}),
    tooltip: [
      `${label}: ${description}.`,
      t(
        'What the chunks say is joined group by group, as soon as the members of a group are there.',
      ),
    ],
    contextValue: 'joins',
    spoken: `${label}, ${description}`,
  };
}

/** One group: a part, a file, a folder, or everything. */
export function joinRow({ digest }: RunState, nodeId: string): Row | undefined {
  const node = digest?.nodes.find(one => one.id === nodeId);
  if (!digest || !node) return undefined;
  const joined = digest.joined[nodeId];
  const description = joined
    ? `${count(joined.statements.length, 'statement')}${joined.by === 'code' ? t(', by code') : ''}`
    : digest.joining.includes(nodeId)
      ? t('joining {0}', count(node.members.length, 'member'))
      : t('to come');
  const look = joined
    ? joined.by === 'code'
      ? { icon: 'warning', color: YELLOW }
      : { icon: 'pass', color: GREEN }
    : digest.joining.includes(nodeId)
      ? { icon: RUNNING_ICON }
      : { icon: 'circle-large-outline', color: MUTED };
  return {
    label: node.title,
    description,
    ...look,
    tooltip: [
      `${node.title}: ${description}.`,
      joined?.failure ? t('The call failed: {0}', joined.failure.message) : '',
    ].filter(Boolean),
    contextValue: 'join',
    spoken: `${node.title}, ${description}`,
  };
}
