import type { JSX } from 'preact';
import { Button, Icon, type SectionProps } from './parts.tsx';
import { t } from '../../src/core/text/l10n.ts';
import { rich } from './shared/rich.tsx';

/** Said on every report of the offline reviewer: what it is, and what it is not. */
export const RulesNote = ({ ask }: SectionProps): JSX.Element => (
  <section class="cov cov-rule" aria-label={t('Reviewer')}>
    <Icon name="symbol-ruler" />
    <p class="cov-t">
      {rich(
        '{0} Patterns were matched on this computer and nothing was sent. They find broken references, wrong sums, numbers that disagree, gaps and placeholders. They do not understand the text and give no verdict.',
        <strong>{t('Rules, not a model.')}</strong>,
      )}
    </p>
    <div class="cov-a">
      <Button
        onClick={() => {
          ask({ type: 'reviewWithModel' });
        }}
      >
        {t('Review with a Model…')}
      </Button>
    </div>
  </section>
);
