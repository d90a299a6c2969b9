import type { JSX } from 'preact';
import type { Finding } from '../../../src/core/domain/results/findings.ts';
import { grouped, joinList } from '../../../src/core/format/format.ts';
import { SEVERITY_WORD } from '../shared/severity.ts';
import { Icon, SeverityIcon, type SectionProps } from '../parts.tsx';
import { MAX_MESSAGE, MAX_QUOTE, plainLine, plainText } from '../shared/plainText.ts';
import { branchLabel, modelsOf, agreementText } from '../shared/runIndex.ts';
import { t } from '../../../src/core/text/l10n.ts';
import { rich } from '../shared/rich.tsx';

/** Sides that are shown, and labels of each; the rest is counted. */
const MAX_SIDES = 6;
const MAX_LABELS = 8;

/** Points on which the branches of a finding disagree, all sides next to each other. */
export function Opinions({
  state,
  index,
  finding,
}: SectionProps & { readonly finding: Finding }): JSX.Element | null {
  const { opinions } = finding;
  if (!opinions) return null;
  const severe = new Set(opinions.map(o => o.severity)).size > 1;
  const more = opinions.length - MAX_SIDES;
  const several = modelsOf(state, finding).length > 1;
  const about = severe ? t('how serious this is') : t('what to write instead');
  return (
    <section class="judged" aria-label={t('The reviewers disagree')}>
      <p>
        <Icon name="git-compare" class="warn" />
        <span>
          {rich(
            '{0} on {1}.{2}',
            <strong>{t('The reviewers disagree')}</strong>,
            about,
            more > 0 && t(' {0} more are not shown.', grouped(more)),
          )}
        </span>
      </p>
      <ul class="sides">
        {opinions.slice(0, MAX_SIDES).map((opinion, i) => {
          const labels = opinion.branchIds
            .slice(0, MAX_LABELS)
            .map(id => branchLabel(state, index, id));
          const models = modelsOf(state, opinion);
          return (
            <li key={i}>
              <p>
                <SeverityIcon severity={opinion.severity} /> {SEVERITY_WORD[opinion.severity]}
                <span class="mut" title={labels.join(', ')}>
                  , {agreementText(state, opinion)}
                  {several && `: ${joinList(models.map(model => plainLine(model, 60)))}`}
                </span>
              </p>
              <p>{plainText(opinion.message, MAX_MESSAGE)}</p>
              {opinion.suggestion !== undefined && (
                <p class="diff">
                  <ins>{plainText(opinion.suggestion, MAX_QUOTE)}</ins>
                </p>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
