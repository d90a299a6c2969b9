import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { type StatementIndex, citationsOf } from '../../../src/core/state/digestView.ts';
import { grouped } from '../../../src/core/format/format.ts';
import type { SectionProps } from '../parts.tsx';
import { plainLine, plainText } from '../shared/plainText.ts';
import { t } from '../../../src/core/text/l10n.ts';
import { rich } from '../shared/rich.tsx';

/** Places of a statement before the rest folds. */
const PLACES = 8;

/** The places a statement rests on, as buttons that show exactly those words. */
export function Places({
  ask,
  index,
  state,
  statements,
  id,
}: SectionProps & { readonly statements: StatementIndex; readonly id: string }): JSX.Element {
  const [all, setAll] = useState(false);
  const places = useMemo(() => citationsOf(statements, id), [statements, id]);
  const shown = all ? places : places.slice(0, PLACES);
  return (
    <span class="cites">
      {shown.map(({ chunkId, sourceId, quote }, i) => {
        const path = plainLine(index.sources.get(sourceId)?.path ?? '', 80);
        const title = plainLine(state.chunks[chunkId]?.title ?? '', 80);
        return (
          <button
            key={i}
            class="cite"
            title={`${state.sources.length > 1 ? `${path}, ` : ''}${title}\n${plainText(quote, 400)}`}
            aria-label={t('Show the words in chunk {0}', index.chunkNumber.get(chunkId) ?? '?')}
            onClick={() => {
              ask({ type: 'revealStatement', statementId: id, index: i });
            }}
          >
            {index.chunkNumber.get(chunkId) ?? '?'}
          </button>
        );
      })}
      {places.length > shown.length && (
        <button
          class="link"
          onClick={() => {
            setAll(true);
          }}
        >
          {rich('{0} more', grouped(places.length - shown.length))}
        </button>
      )}
    </span>
  );
}
