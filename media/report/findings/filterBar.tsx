import type { JSX } from 'preact';
import { HIDDEN_REASONS, type Aside } from '../../../src/core/state/findingStatus.ts';
import { SEVERITIES } from '../../../src/core/domain/results/findings.ts';
import {
  STANDINGS,
  SURE,
  type Filters,
  type Grouping,
  type Sorting,
  type Standing,
} from './findingList.ts';
import { grouped, percent } from '../../../src/core/format/format.ts';
import { SEVERITY_CLASS, SEVERITY_ICON, SEVERITY_WORD } from '../shared/severity.ts';
import { Icon, type SectionProps } from '../parts.tsx';
import { perspectiveIcon, perspectiveTitle } from '../shared/runIndex.ts';
import { toggled } from '../shared/viewState.ts';
import { standingWord } from '../../../src/core/format/words.ts';
import { inSentence, t } from '../../../src/core/text/l10n.ts';

const STANDING: Readonly<Record<Standing, string>> = {
  new: t('New'),
  unchanged: t('Unchanged'),
  fixable: t('Fixable'),
  agreed: t('Said twice'),
  unplaced: t('No place'),
  confirmed: t('Confirmed'),
  accepted: t('To do'),
};
const ASIDE: Readonly<Record<Aside, { readonly word: string; readonly icon: string }>> = {
  applied: { word: t('Applied'), icon: 'check' },
  dismissed: { word: t('Dismissed'), icon: 'close' },
  refuted: { word: t('Refuted'), icon: 'circle-slash' },
};
const GROUPING: Readonly<Record<Grouping, string>> = {
  severity: t('Severity'),
  place: t('Place'),
  perspective: t('Perspective'),
  none: t('No groups'),
};
const SORTING: Readonly<Record<Sorting, string>> = {
  place: t('Reading order'),
  severity: t('Severity'),
  confidence: t('Confidence'),
  agreement: t('Said by most'),
};

const hasUnsure = (counts: ReadonlyMap<string, number>): boolean => {
  const all = SEVERITIES.reduce((sum, s) => sum + (counts.get(`severity:${s}`) ?? 0), 0);
  return (counts.get('sure') ?? 0) < all;
};

/** What is shown of the list, and how it is grouped. */
export function FilterBar(
  props: SectionProps & {
    readonly counts: ReadonlyMap<string, number>;
    readonly setFilters: (change: Partial<Filters>) => void;
  },
): JSX.Element {
  const { state, index, view, setView, counts, setFilters } = props;
  const { filters } = view;
  const chip = (
    key: string,
    on: boolean,
    words: string,
    icon: JSX.Element | undefined,
    toggle: () => void,
    title = t('Show only {0}', inSentence(words)),
  ): JSX.Element => (
    <button class="chip" key={key} aria-pressed={on} title={title} onClick={toggle}>
      {icon}
      <span class="n">{grouped(counts.get(key) ?? 0)}</span> <span class="w">{words}</span>
    </button>
  );
  return (
    <div class="filters" role="toolbar" aria-label={t('Filter findings')}>
      <span class="fset" role="group" aria-label={t('Severity')}>
        {SEVERITIES.map(s =>
          chip(
            `severity:${s}`,
            filters.severities.includes(s),
            SEVERITY_WORD[s],
            <Icon name={SEVERITY_ICON[s]} class={`sev ${SEVERITY_CLASS[s]}`} />,
            () => {
              setFilters({ severities: toggled(filters.severities, s) });
            },
          ),
        )}
      </span>
      <span class="fset fp" role="group" aria-label={t('Perspective')}>
        {state.perspectives.map(({ id }) =>
          chip(
            `perspective:${id}`,
            filters.perspectives.includes(id),
            perspectiveTitle(index, id),
            <Icon name={perspectiveIcon(index, id)} />,
            () => {
              setFilters({ perspectives: toggled(filters.perspectives, id) });
            },
          ),
        )}
      </span>
      <span class="fset" role="group" aria-label={t('Status')}>
        {/* Rules are as sure as their author: where all findings are alike, there is nothing to choose. */}
        {(filters.sure || hasUnsure(counts)) &&
          chip(
            'sure',
            filters.sure,
            t('At least {0} sure', percent(SURE)),
            undefined,
            () => {
              setFilters({ sure: !filters.sure });
            },
            filters.sure ? t('Show findings of any confidence') : undefined,
          )}
        {STANDINGS.filter(s => counts.has(`standing:${s}`) || filters.standings.includes(s)).map(
          s =>
            chip(`standing:${s}`, filters.standings.includes(s), STANDING[s], undefined, () => {
              setFilters({ standings: toggled(filters.standings, s) });
            }),
        )}
      </span>
      {HIDDEN_REASONS.some(a => counts.has(`aside:${a}`)) && (
        <span class="fset" role="group" aria-label={t('Set aside')}>
          {HIDDEN_REASONS.filter(a => counts.has(`aside:${a}`)).map(a => {
            const on = filters.aside.includes(a);
            return chip(
              `aside:${a}`,
              on,
              ASIDE[a].word,
              <Icon name={ASIDE[a].icon} class="mut" />,
              () => {
                setFilters({ aside: toggled(filters.aside, a) });
              },
              on
                ? t('Hide {0} findings', standingWord[a])
                : t('Show {0} findings', standingWord[a]),
            );
          })}
        </span>
      )}
      <span class="fend">
        <span class="search">
          <Icon name="search" />
          <input
            type="search"
            id="search"
            placeholder={t('Search findings')}
            aria-label={t('Search findings')}
            value={filters.query}
            onInput={event => {
              setFilters({ query: event.currentTarget.value.slice(0, 500) });
            }}
          />
        </span>
        <Choice
          icon="list-tree"
          label={t('Group by')}
          words={GROUPING}
          value={view.grouping}
          onChoose={grouping => {
            setView({ grouping });
          }}
        />
        <Choice
          icon="sort-precedence"
          label={t('Sort by')}
          words={SORTING}
          value={view.sorting}
          onChoose={sorting => {
            setView({ sorting });
          }}
        />
        <button
          class="tool"
          title={t('Collapse All')}
          aria-label={t('Collapse all findings')}
          onClick={() => {
            setView({ open: [] });
          }}
        >
          <Icon name="collapse-all" />
        </button>
      </span>
    </div>
  );
}

/** One of a few words; the keys of `words` are the values. */
function Choice<T extends string>(props: {
  readonly icon: string;
  readonly label: string;
  readonly words: Readonly<Record<T, string>>;
  readonly value: T;
  readonly onChoose: (value: T) => void;
}): JSX.Element {
  const values = Object.keys(props.words) as T[];
  return (
    <label class="sel" title={props.label}>
      <span class="sr">{props.label}</span>
      <Icon name={props.icon} />
      <select
        value={props.value}
        onChange={event => {
          const chosen = values.find(value => value === event.currentTarget.value);
          if (chosen !== undefined) props.onChoose(chosen);
        }}
      >
        {values.map(value => (
          <option key={value} value={value}>
            {props.words[value]}
          </option>
        ))}
      </select>
    </label>
  );
}
