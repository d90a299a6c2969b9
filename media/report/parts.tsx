import type { ComponentChildren, JSX } from 'preact';
import type { RunState } from '../../src/core/state/runState.ts';
import type { Coverage } from '../../src/core/state/coverage.ts';
import type { Severity } from '../../src/core/domain/results/findings.ts';
import type { Ask, Since } from '../../src/views/report/protocol.ts';
import { grouped } from '../../src/core/format/format.ts';
import { SEVERITY_CLASS, SEVERITY_ICON, SEVERITY_WORD } from './shared/severity.ts';
import type { RunIndex } from './shared/runIndex.ts';
import type { ViewChange, ViewState } from './shared/viewState.ts';
import { t } from '../../src/core/text/l10n.ts';

/** What every section of the report gets. */
export interface SectionProps {
  readonly state: RunState;
  /** Changes whenever the state does. */
  readonly version: number;
  readonly index: RunIndex;
  readonly covered: Coverage;
  /** The host's wall clock now, ms since 1970. */
  readonly now: () => number;
  readonly view: ViewState;
  readonly setView: (change: ViewChange) => void;
  /** What the report is compared with, once that is known. */
  readonly since: Since | undefined;
  readonly ask: (request: Ask) => void;
  /** Opens a finding in the list and puts the focus on it. */
  readonly showFinding: (id: string) => void;
}

export function Icon(props: {
  readonly name: string;
  readonly class?: string;
  /** Says what the icon means when no word beside it does. */
  readonly label?: string;
}): JSX.Element {
  const name = `codicon codicon-${props.name} ic ${props.class ?? ''}`;
  return props.label === undefined ? (
    <i class={name} aria-hidden="true" />
  ) : (
    <i class={name} role="img" aria-label={props.label} />
  );
}

export const SeverityIcon = (props: { readonly severity: Severity }): JSX.Element => (
  <Icon
    name={SEVERITY_ICON[props.severity]}
    class={`sev ${SEVERITY_CLASS[props.severity]}`}
    label={SEVERITY_WORD[props.severity]}
  />
);

export const Badge = (props: { readonly n: number }): JSX.Element => (
  <span class="badge">{grouped(props.n)}</span>
);

export function Button(props: {
  readonly onClick: () => void;
  readonly icon?: string;
  readonly primary?: boolean;
  readonly small?: boolean;
  readonly disabled?: boolean;
  readonly title?: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  const look = `${props.primary ? ' pri' : ''}${props.small ? ' sm' : ''}`;
  return (
    <button
      class={`btn${look}`}
      onClick={props.onClick}
      disabled={props.disabled}
      title={props.title}
    >
      {props.icon !== undefined && <Icon name={props.icon} />}
      {props.children}
    </button>
  );
}

/** A part of the page that folds away: `id` is its address and the name its state is kept under. */
export function Pane(props: {
  readonly id: string;
  readonly title: string;
  readonly badge?: number;
  readonly note?: ComponentChildren;
  readonly right?: ComponentChildren;
  readonly view: ViewState;
  readonly setView: SectionProps['setView'];
  readonly children: ComponentChildren;
}): JSX.Element {
  const key = `pane:${props.id}`;
  const open = !props.view.collapsed.includes(key);
  const toggle = (): void => {
    const rest = props.view.collapsed.filter(k => k !== key);
    props.setView({ collapsed: open ? [...rest, key] : rest });
  };
  return (
    <section class="pane" id={props.id} aria-labelledby={`${props.id}-h`}>
      <div class="pane-head">
        <h2 id={`${props.id}-h`}>
          <button
            class="pane-toggle"
            aria-expanded={open}
            aria-controls={`${props.id}-b`}
            onClick={toggle}
          >
            <Icon name="chevron-right" class="tw" />
            <span>{props.title}</span>
            {props.badge !== undefined && <Badge n={props.badge} />}
          </button>
        </h2>
        {props.note !== undefined && <span class="pane-desc">{props.note}</span>}
        {open && props.right !== undefined && <span class="pane-right">{props.right}</span>}
      </div>
      {open && (
        <div class="pane-body" id={`${props.id}-b`}>
          {props.children}
        </div>
      )}
    </section>
  );
}

/** Switches a section between its picture and a table of the same facts. */
export function TableSwitch(props: {
  readonly id: string;
  readonly view: ViewState;
  readonly setView: SectionProps['setView'];
}): JSX.Element {
  const on = props.view.tables.includes(props.id);
  const rest = props.view.tables.filter(id => id !== props.id);
  return (
    <button
      class="link"
      aria-pressed={on}
      onClick={() => {
        props.setView({ tables: on ? rest : [...rest, props.id] });
      }}
    >
      <Icon name="table" />
      {on ? t('Hide table') : t('Show as table')}
    </button>
  );
}
