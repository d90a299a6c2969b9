import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { isRunEnded } from '../../src/core/state/runState.ts';
import { count, percent } from '../../src/core/format/format.ts';
import { countGaps } from './map/gaps.ts';
import { Badge, Icon, type SectionProps } from './parts.tsx';
import { t } from '../../src/core/text/l10n.ts';

export interface SectionLink {
  readonly id:
    | 'summary'
    | 'labels'
    | 'records'
    | 'map'
    | 'findings'
    | 'since'
    | 'failed'
    | 'timeline'
    | 'cost';
  readonly title: string;
  readonly badge?: number;
}

/** Stays on top: the sections, and always the coverage. */
export function SectionNav(
  props: SectionProps & { readonly sections: readonly SectionLink[] },
): JSX.Element {
  const { state, covered, sections } = props;
  const [current, setCurrent] = useState<string>(sections[0]?.id ?? '');
  const ids = sections.map(s => s.id).join();
  useEffect(() => {
    const look = (): void => {
      let last: string = sections[0]?.id ?? '';
      for (const { id } of sections) {
        const top = document.getElementById(id)?.getBoundingClientRect().top ?? Infinity;
        if (top < 100) last = id;
      }
      setCurrent(last);
    };
    look();
    window.addEventListener('scroll', look, { passive: true });
    return () => {
      window.removeEventListener('scroll', look);
    };
  }, [ids]);

  const gaps = countGaps(props);
  const read = percent(covered.reviewedFraction);
  const live = !isRunEnded(state.status);
  const rules = state.model?.provider === 'offline' ? t('rules, ') : '';
  const warn = !live && (gaps > 0 || covered.total === 0);
  return (
    <nav class="bar" aria-label={t('Report sections')}>
      <div class="tabs">
        {sections.map(({ id, title, badge }) => (
          <a key={id} href={`#${id}`} aria-current={current === id ? 'true' : undefined}>
            {title}
            {badge !== undefined && <Badge n={badge} />}
          </a>
        ))}
      </div>
      <a class={`covchip${warn ? ' warnc' : ''}`} href="#coverage" title={t('Coverage')}>
        {live ? (
          <Icon name="sync" class="s-info" />
        ) : warn ? (
          <Icon name="warning" class="warn" />
        ) : (
          <Icon name={rules ? 'symbol-ruler' : 'pass'} class={rules ? '' : 'ok'} />
        )}
        {rules}
        {read}
        {live ? t(' so far') : gaps > 0 ? `, ${count(gaps, 'gap')}` : ''}
      </a>
    </nav>
  );
}
