import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { StatementIndex } from '../../../src/core/state/digestView.ts';
import type { ExtractedRow, Extraction } from '../../../src/core/domain/results/statements.ts';
import { count, grouped, percent } from '../../../src/core/format/format.ts';
import { Icon, type SectionProps } from '../parts.tsx';
import { Places } from '../findings/places.tsx';
import { plainText } from '../shared/plainText.ts';
import { t } from '../../../src/core/text/l10n.ts';
import { rich } from '../shared/rich.tsx';

/** Rows drawn before the reader asks for more. */
const PAGE = 200;

/** What was listed, one row a thing; values that contradict each other share a cell. */
export function ExtractedRows(
  props: SectionProps & { readonly extraction: Extraction; readonly statements: StatementIndex },
): JSX.Element {
  const { extraction, covered } = props;
  const { columns, rows } = extraction;
  const [most, setMost] = useState(PAGE);
  const conflicts = rows.filter(isConflict).length;
  const read = t('{0} of the text', percent(covered.reviewedFraction));
  if (rows.length === 0)
    return (
      <p class="lead">
        <strong>
          {rich(
            'No rows in {0} of {1} ({2}).',
            grouped(covered.succeeded),
            count(covered.total, 'branch', 'branches'),
            read,
          )}
        </strong>
      </p>
    );
  return (
    <>
      <p class="lead">
        {rich(
          '{0} from {1}{2}.',
          count(rows.length, 'row'),
          read,
          conflicts > 0 && t('; {0} with values that contradict each other', grouped(conflicts)),
        )}
      </p>
      <div class="rows-scroll">
        <table class="rows">
          <thead>
            <tr>
              {columns.map(({ name }, i) => (
                <th key={i} scope="col">
                  {plainText(name, 80)}
                </th>
              ))}
              <th scope="col">{t('Where')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, most).map(row => (
              <tr key={row.id}>
                {row.cells.map((cell, i) => (
                  <td key={i} class={cell.length > 1 ? 'conflict' : ''}>
                    {cell.length > 1 && (
                      <Icon name="warning" class="warn" label={t('Values contradict each other')} />
                    )}
                    {cell.map(({ value }, k) => (
                      <div key={k}>{plainText(value, 500)}</div>
                    ))}
                  </td>
                ))}
                <td>
                  {row.statementIds.map(id => (
                    <Places key={id} {...props} id={id} />
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > most && (
        <button
          class="link"
          onClick={() => {
            setMost(most + PAGE);
          }}
        >
          {rich(
            'Show {0} more of {1}',
            grouped(Math.min(PAGE, rows.length - most)),
            grouped(rows.length),
          )}
        </button>
      )}
    </>
  );
}

const isConflict = ({ cells }: ExtractedRow): boolean => cells.some(cell => cell.length > 1);
