import type { JSX } from 'preact';
import { Button, Icon, type SectionProps } from './parts.tsx';

/** Said on every report of the offline reviewer: what it is, and what it is not. */
export const RulesNote = ({ ask }: SectionProps): JSX.Element => (
  <section class="cov cov-rule" aria-label="Reviewer">
    <Icon name="symbol-ruler" />
    <p class="cov-t">
      <strong>Rules, not a model.</strong> Patterns were matched on this computer and nothing was
      sent. They find broken references, wrong sums, conflicting values, undefined terms, gaps and
      placeholders. They do not understand the text and give no verdict.
    </p>
    <div class="cov-a">
      <Button
        onClick={() => {
          ask({ type: 'reviewWithModel' });
        }}
      >
        Review with a Model…
      </Button>
    </div>
  </section>
);
