import type { JSX } from 'preact';
import { count, dateAndTime, grouped, joinList } from '../../src/core/format/format.ts';
import type { Since, SinceFinding } from '../../src/views/report/protocol.ts';
import { Button, Pane, SeverityIcon, type SectionProps } from './parts.tsx';
import type { Standing } from './findings/findingList.ts';
import type { RunIndex } from './shared/runIndex.ts';
import { MAX_TITLE, plainLine } from './shared/plainText.ts';
import { t } from '../../src/core/text/l10n.ts';
import { rich } from './shared/rich.tsx';

/** Rows of a list; the rest is counted. */
const MAX_ROWS = 200;

/** How many of a run's findings that count are new, unchanged, or on passages that the other did not read. */
export function sinceCounts(
  { added, unchanged, notReadBefore }: Since,
  { decisive }: Pick<RunIndex, 'decisive'>,
): Readonly<Record<'added' | 'unchanged' | 'notReadBefore', number>> {
  const open = new Set(decisive.map(({ id }) => id));
  const of = (ids: readonly string[]): number => ids.filter(id => open.has(id)).length;
  return { added: of(added), unchanged: of(unchanged), notReadBefore: of(notReadBefore) };
}

/** `3 new, 2 fixed and 12 unchanged`; what is nothing is left out but for what is new. */
export function sinceWords(since: Since, index: Pick<RunIndex, 'decisive'>): string {
  const { fixed, notRepeated, notRead } = since;
  const { added, unchanged } = sinceCounts(since, index);
  return joinList([
    t('{0} new', grouped(added)),
    ...(fixed.length > 0 ? [t('{0} fixed', grouped(fixed.length))] : []),
    ...(unchanged > 0 ? [t('{0} unchanged', grouped(unchanged))] : []),
    ...(notRepeated.length > 0 ? [t('{0} not said again', grouped(notRepeated.length))] : []),
    ...(notRead.length > 0 ? [t('{0} not read', grouped(notRead.length))] : []),
  ]);
}

/** What became of the findings of an earlier run. “Fixed” is claimed only where both read the passage. */
export function SinceLastRun(props: SectionProps): JSX.Element | null {
  const { since, view, setView, ask, index } = props;
  if (!since) return null;
  const counts = sinceCounts(since, index);
  const show = (standing: Standing): void => {
    setView(old => ({ filters: { ...old.filters, standings: [standing] } }));
    document.getElementById('findings')?.scrollIntoView();
  };
  return (
    <Pane
      id="since"
      title={t('Since {0}', dateAndTime(since.startedAt))}
      note={t('{0}, {1} then', plainLine(since.model, 80), count(since.findings, 'finding'))}
      right={
        <Button
          small
          icon="git-compare"
          onClick={() => {
            ask({ type: 'compare' });
          }}
        >
          {t('Compare With…')}
        </Button>
      }
      view={view}
      setView={setView}
    >
      <p class="since-line">
        {sinceWords(since, index)}
        {counts.added > 0 && (
          <button
            class="link"
            onClick={() => {
              show('new');
            }}
          >
            {t('Show the new ones')}
          </button>
        )}
        {counts.unchanged > 0 && (
          <button
            class="link"
            onClick={() => {
              show('unchanged');
            }}
          >
            {t('Show the unchanged ones')}
          </button>
        )}
        {counts.notReadBefore > 0 && (
          <span class="mut">
            {rich('{0} on passages that run did not read', count(counts.notReadBefore, 'finding'))}
          </span>
        )}
      </p>
      <Before {...props} title={t('Fixed')} findings={since.fixed} />
      <Before
        {...props}
        title={t('Not said again, though the words are as they were')}
        findings={since.notRepeated}
      />
      <Before {...props} title={t('Not read this time')} findings={since.notRead} />
    </Pane>
  );
}

function Before(
  props: SectionProps & {
    readonly title: string;
    readonly findings: readonly (SinceFinding & { readonly reason?: string })[];
  },
): JSX.Element | null {
  const { title, findings, ask } = props;
  if (findings.length === 0) return null;
  return (
    <section class="before">
      <h3>
        {title} <span class="mut">{grouped(findings.length)}</span>
      </h3>
      <ul>
        {findings.slice(0, MAX_ROWS).map(finding => (
          <li key={finding.id}>
            <SeverityIcon severity={finding.severity} />
            {finding.isPlaced ? (
              <button
                class="link"
                title={plainLine(finding.quote, 300)}
                onClick={() => {
                  ask({ type: 'revealBefore', findingId: finding.id });
                }}
              >
                {plainLine(finding.title, MAX_TITLE)}
              </button>
            ) : (
              <span>{plainLine(finding.title, MAX_TITLE)}</span>
            )}
            <span class="mut">
              {plainLine(finding.place, 120)}
              {finding.reason !== undefined && `: ${plainLine(finding.reason, 160)}`}
            </span>
          </li>
        ))}
      </ul>
      {findings.length > MAX_ROWS && (
        <p class="note mut">{rich('and {0}', count(findings.length - MAX_ROWS, 'more', 'more'))}</p>
      )}
    </section>
  );
}
