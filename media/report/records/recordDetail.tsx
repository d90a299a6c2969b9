import type { JSX } from 'preact';
import type { LabelRow } from '../../../src/core/state/labelRows.ts';
import type { RawLabel } from '../../../src/core/domain/records/labels.ts';
import type { RecordText } from '../../../src/views/report/protocol.ts';
import { grouped, percent } from '../../../src/core/format/format.ts';
import { Button, type SectionProps } from '../parts.tsx';
import { plainLine, plainText } from '../shared/plainText.ts';
import { t } from '../../../src/core/text/l10n.ts';
import { rich } from '../shared/rich.tsx';

/** The record that is selected, whole. */
export function RecordDetail(
  props: SectionProps & { readonly row: LabelRow; readonly text: RecordText | undefined },
): JSX.Element {
  const { row, text, ask } = props;
  const { said, labels, status, sourceId, record } = row;
  const place = { sourceId, record };
  return (
    <section class="rdetail" aria-label={t('Selected record')} aria-live="polite">
      <p class="rwhole">{text ? plainText(text.text, 4000) : '…'}</p>
      <dl>
        <dt>{t('Label')}</dt>
        <dd>
          <strong>{labels.length > 0 ? plainLine(labels.join(', '), 200) : 'none'}</strong>
          {status === 'corrected' && said && (
            <span class="mut">
              {rich(
                ' corrected by a person; the model said {0}',
                plainLine(said.labels.join(', ') || 'none', 200),
              )}
            </span>
          )}
        </dd>
        {said && <Said title={row.first ? t('By {0}', row.by ?? '') : t('Reason')} said={said} />}
        {row.first && (
          <Said
            title={t('First')}
            said={row.first}
            labels
            note={
              row.first.labels.join() === said?.labels.join()
                ? t('in doubt; the second model says the same')
                : t('in doubt; the second model says another label, which counts')
            }
          />
        )}
        {row.doubtful && (
          <>
            <dt>{t('Doubt')}</dt>
            <dd>{t('The second model has not looked at it.')}</dd>
          </>
        )}
        {said?.gold && (
          <>
            <dt>{t('Gold')}</dt>
            <dd>{plainLine(said.gold.join(', '), 200) || 'none'}</dd>
          </>
        )}
        {said?.omitted !== undefined && (
          <>
            <dt>{t('Gap')}</dt>
            <dd>{rich('{0} characters were not shown to the model.', grouped(said.omitted))}</dd>
          </>
        )}
        {(row.reason ?? text?.problem) !== undefined && (
          <>
            <dt>{t('Why')}</dt>
            <dd>{plainText(row.reason ?? text?.problem ?? '', 400)}</dd>
          </>
        )}
      </dl>
      <div class="racts">
        <Button
          small
          icon="go-to-file"
          onClick={() => {
            ask({ type: 'revealRecord', ...place });
          }}
        >
          {rich('Show in File{0}', text ? t(', Line {0}', grouped(text.line)) : '')}
        </Button>
        <Button
          small
          icon="edit"
          onClick={() => {
            ask({ type: 'correctRecord', ...place });
          }}
        >
          {t('Correct Label…')}
        </Button>
        {status === 'failed' && (
          <Button
            small
            icon="refresh"
            onClick={() => {
              ask({ type: 'retryFailed' });
            }}
          >
            {t('Retry What Failed')}
          </Button>
        )}
      </div>
    </section>
  );
}

/** What one model said, how sure and why. */
function Said(props: {
  readonly title: string;
  readonly said: RawLabel;
  readonly labels?: boolean;
  readonly note?: string;
}): JSX.Element {
  const { title, said, labels, note } = props;
  return (
    <>
      <dt>{plainLine(title, 80)}</dt>
      <dd>
        {labels && <strong>{plainLine(said.labels.join(', ') || 'none', 200)} </strong>}
        {plainLine(said.reason, 200) || t('no reason given')}
        <span class="mut">
          {rich(' {0} sure{1}', percent(said.confidence), note ? `, ${note}` : '')}
        </span>
      </dd>
    </>
  );
}
