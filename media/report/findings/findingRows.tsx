import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Row } from './findingRow.tsx';
import { stepsOf } from './pickedBar.tsx';
import type { ListRow } from './findingList.ts';
import type { SectionProps } from '../parts.tsx';
import { rowOffsets, rowsBetween } from '../shared/rowWindow.ts';
import { t } from '../../../src/core/text/l10n.ts';

/** Height of a closed row, in pixels: the same in report.css. */
const ROW = 22;
/** A list this long is drawn whole, so that Find sees all of it. */
const WHOLE = 400;
/** Drawn above and below what is visible, in pixels. */
const MARGIN = 500;

/** Rows remembered as they were drawn last. */
const MAX_DRAWN = 2000;

/** An element, and all that it was made from: while that is the same, the same element is. */
interface DrawnRow {
  readonly from: readonly unknown[];
  readonly element: JSX.Element;
}

const subject = (row: ListRow): unknown => (row.type === 'group' ? row.group : row.finding);

interface Props extends SectionProps {
  readonly rows: readonly ListRow[];
  readonly target: { readonly id: string; readonly wish: number } | undefined;
  /** Ids of the selected findings. */
  readonly picked: ReadonlySet<string>;
  readonly setPicked: (ids: ReadonlySet<string>) => void;
}

/** The rows themselves. Only those near the window are in the page, and the one with the focus. */
export function FindingRows(props: Props): JSX.Element {
  const { rows, view, setView, ask, state, picked, setPicked } = props;
  const list = useRef<HTMLUListElement>(null);
  const heights = useRef(new Map<string, number>());
  const [measured, setMeasured] = useState(0);
  const [range, setRange] = useState({ first: 0, last: 60 });
  const [active, setActive] = useState('');
  const focusNext = useRef<string | undefined>(undefined);
  const open = useMemo(() => new Set(view.open), [view.open]);
  const rules = state.model?.provider === 'offline';
  // Rules always quote the text: there is something to say only where a person has decided.
  const isDecided = useMemo(
    () => state.findings.some(f => f.decision !== undefined),
    [state.findings],
  );
  const look = rules ? ` m-rule${isDecided ? ' m-decided' : ''}` : '';

  const keys = useMemo(() => rows.map(row => row.key), [rows]);
  const offsets = useMemo(() => {
    const known = new Map(
      keys.filter(key => open.has(key)).map(key => [key, heights.current.get(key) ?? 220]),
    );
    return rowOffsets(keys, known, ROW);
  }, [keys, open, measured]);

  const whole = rows.length <= WHOLE;
  useEffect(() => {
    if (whole) return undefined;
    const look = (): void => {
      const top = list.current?.getBoundingClientRect().top ?? 0;
      const next = rowsBetween(offsets, -top - MARGIN, -top + window.innerHeight + MARGIN);
      setRange(old => (old.first === next.first && old.last === next.last ? old : next));
    };
    look();
    window.addEventListener('scroll', look, { passive: true });
    window.addEventListener('resize', look);
    return () => {
      window.removeEventListener('scroll', look);
      window.removeEventListener('resize', look);
    };
  }, [offsets, whole]);

  const first = whole ? 0 : Math.min(range.first, rows.length);
  const last = whole ? rows.length : Math.min(range.last, rows.length);
  // A row that was dismissed or filtered away leaves its place, and the focus, to the next.
  const at = keys.indexOf(active);
  const place = useRef(0);
  if (at >= 0) place.current = at;
  const stop = at >= 0 ? at : Math.max(0, Math.min(place.current, keys.length - 1));
  const hadFocus = useRef(false);
  useLayoutEffect(() => {
    if (at >= 0 || active === '' || !hadFocus.current) return;
    focus(stop);
  });
  useEffect(() => {
    const follow = (event: FocusEvent): void => {
      // A removed element gives no `focusout` that says where to: the focus falls to the body.
      hadFocus.current = (event.target as Element).closest('.row-main') !== null;
    };
    document.addEventListener('focusin', follow);
    return () => {
      document.removeEventListener('focusin', follow);
    };
  }, []);

  useLayoutEffect(() => {
    const key = focusNext.current;
    if (key === undefined) return;
    const element = list.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`);
    if (!element) return;
    focusNext.current = undefined;
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: 'nearest' });
  });

  const target = props.target;
  const [answered, setAnswered] = useState(0);
  useLayoutEffect(() => {
    if (!target || target.wish === answered || !keys.includes(target.id)) return;
    setAnswered(target.wish);
    setActive(target.id);
    const at = keys.indexOf(target.id);
    const top = (list.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
    window.scrollTo({ top: top + (offsets[at] ?? 0) - window.innerHeight / 3 });
    focusNext.current = target.id;
  });

  const focus = (i: number): void => {
    const key = keys[Math.max(0, Math.min(keys.length - 1, i))];
    if (key === undefined) return;
    focusNext.current = key;
    setActive(key);
    setMeasured(n => n + 1);
  };
  const isOpen = (row: ListRow): boolean =>
    row.type === 'group' ? !view.collapsed.includes(row.key) : open.has(row.key);
  const toggle = (row: ListRow, on: boolean): void => {
    const { key } = row;
    // A collapsed group is kept as an exception, an open finding too.
    setView(old => {
      const kept = row.type === 'group' ? old.collapsed : old.open;
      const rest = kept.filter(k => k !== key);
      const next = on === (row.type === 'finding') ? [...rest, key] : rest;
      return row.type === 'group' ? { collapsed: next } : { open: next };
    });
  };

  /** Where a range of selected rows begins. */
  const anchor = useRef('');
  const pick = (ids: readonly string[]): void => {
    setPicked(new Set(ids));
  };
  const pickTo = (i: number): void => {
    const from = keys.indexOf(anchor.current);
    const [low, high] = from < 0 ? [i, i] : [Math.min(from, i), Math.max(from, i)];
    if (from < 0) anchor.current = keys[i] ?? '';
    pick(rows.slice(low, high + 1).flatMap(each => (each.type === 'finding' ? [each.key] : [])));
  };
  const togglePicked = (key: string): void => {
    anchor.current = key;
    pick(picked.has(key) ? [...picked].filter(id => id !== key) : [...picked, key]);
  };
  const onPick = (key: string, event: MouseEvent): boolean => {
    if (event.shiftKey) pickTo(keys.indexOf(key));
    else if (event.ctrlKey || event.metaKey) togglePicked(key);
    else {
      anchor.current = key;
      return false;
    }
    return true;
  };
  /** The next finding that way, past the heads of groups. */
  const beside = (step: 1 | -1): number => {
    for (let i = stop + step; i >= 0 && i < rows.length; i += step)
      if (rows[i]?.type === 'finding') return i;
    return stop;
  };
  /** Keys that select; true: that was one. */
  const picks = (event: KeyboardEvent, row: ListRow): boolean => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : undefined;
    if (event.shiftKey && step) {
      if (picked.size === 0) anchor.current = row.key;
      const to = beside(step);
      focus(to);
      pickTo(to);
    } else if ((event.ctrlKey || event.metaKey) && event.key === 'a')
      pick(rows.flatMap(each => (each.type === 'finding' ? [each.key] : [])));
    else if (event.key === 'Escape' && picked.size > 0) {
      pick([]);
      event.stopPropagation();
    } else if (event.key === 'x' && row.type === 'finding' && !event.ctrlKey && !event.metaKey)
      togglePicked(row.key);
    else return false;
    event.preventDefault();
    return true;
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!(event.target as Element).matches('.row-main')) return;
    const row = rows[stop];
    if (!row || picks(event, row)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const page = Math.max(1, Math.floor(window.innerHeight / ROW) - 4);
    const act: Readonly<Record<string, () => void>> = {
      ArrowDown: () => {
        focus(stop + 1);
      },
      ArrowUp: () => {
        focus(stop - 1);
      },
      PageDown: () => {
        focus(stop + page);
      },
      PageUp: () => {
        focus(stop - page);
      },
      j: () => {
        focus(beside(1));
      },
      k: () => {
        focus(beside(-1));
      },
      o: () => {
        if (row.type === 'finding' && row.finding.range)
          ask({ type: 'reveal', findingId: row.key });
      },
      Home: () => {
        focus(0);
      },
      End: () => {
        focus(rows.length - 1);
      },
      ArrowRight: () => {
        if (isOpen(row)) focus(stop + 1);
        else toggle(row, true);
      },
      ArrowLeft: () => {
        if (isOpen(row)) toggle(row, false);
        else if (row.type === 'finding') focus(keys.indexOf(row.groupKey));
      },
      Enter: () => {
        if (row.type === 'group') toggle(row, !isOpen(row));
        else if (row.finding.range) ask({ type: 'reveal', findingId: row.key });
        else toggle(row, !isOpen(row));
      },
      ' ': () => {
        toggle(row, !isOpen(row));
      },
      c: () => {
        if (row.type === 'finding') ask({ type: 'copy', findingId: row.key });
      },
    };
    const subjects =
      row.type === 'finding'
        ? picked.has(row.key)
          ? rows.flatMap(r => (r.type === 'finding' && picked.has(r.key) ? [r.finding] : []))
          : [row.finding]
        : [];
    const deed = stepsOf(props, subjects).find(({ step }) => step.key === event.key.toUpperCase());
    const step = deed
      ? (): void => {
          ask({ type: deed.step.type, findingIds: deed.ids });
          if (deed.ids.length > 1) pick([]);
        }
      : act[event.key];
    if (!step) return;
    event.preventDefault();
    step();
  };

  // Rows that are drawn already call what holds now.
  const onPicked = useRef(onPick);
  onPicked.current = onPick;
  const drawnRows = useRef(new Map<string, DrawnRow>());
  const draw = (i: number, away: boolean): JSX.Element | null => {
    const row = rows[i];
    if (!row) return null;
    const top = away ? offsets[i] : undefined;
    const isPicked = picked.has(row.key);
    const now = [
      props.since,
      props.version,
      isOpen(row),
      isPicked,
      i === stop,
      i,
      rows.length,
      top,
      subject(row),
    ];
    const known = drawnRows.current.get(row.key);
    if (known?.from.every((value, k) => value === now[k])) return known.element;
    const element = (
      <Row
        {...props}
        key={row.key}
        row={row}
        open={isOpen(row)}
        stop={i === stop}
        position={i + 1}
        top={top}
        picked={isPicked}
        onPick={event => onPicked.current(row.key, event)}
        onHeight={height => {
          if (heights.current.get(row.key) === height) return;
          heights.current.set(row.key, height);
          setMeasured(n => n + 1);
        }}
        onFocus={() => {
          setActive(row.key);
        }}
        onToggle={on => {
          toggle(row, on);
        }}
      />
    );
    if (drawnRows.current.size > MAX_DRAWN) drawnRows.current.clear();
    drawnRows.current.set(row.key, { from: now, element });
    return element;
  };
  const drawn = [];
  if (stop < first) drawn.push(draw(stop, true));
  for (let i = first; i < last; i++) drawn.push(draw(i, false));
  if (stop >= last) drawn.push(draw(stop, true));

  return (
    <>
      <div class={`th${look}`} aria-hidden="true">
        <span />
        <span />
        <span>{t('Finding')}</span>
        <span class="h-tr">{t('Place')}</span>
        <span class="h-pp">{rules ? t('Rule') : t('Perspective')}</span>
        <span class="h-by">{t('Said')}</span>
        <span class="h-ck">{t('Check##column')}</span>
      </div>
      <ul
        class={`flist${look}`}
        aria-label={t('Findings')}
        ref={list}
        onKeyDown={onKeyDown}
        style={{
          paddingTop: `${offsets[first] ?? 0}px`,
          paddingBottom: `${(offsets[rows.length] ?? 0) - (offsets[last] ?? 0)}px`,
        }}
      >
        {drawn}
      </ul>
    </>
  );
}
