import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Finding } from '../../../src/core/domain/results/findings.ts';
import type { Ask } from '../../../src/views/report/protocol.ts';
import { carryOver, newFindings } from '../shared/arrivals.ts';
import { inReadingOrder } from './findingList.ts';
import type { SectionProps } from '../parts.tsx';

/** How long the list stays as it is after the reader left it, in milliseconds. */
const REST_MS = 4000;

/** What is on screen, and what waits behind it until the list is at rest. */
export function useShownFindings(
  props: SectionProps,
  list: { readonly current: HTMLElement | null },
): {
  readonly shown: readonly Finding[];
  readonly waiting: number;
  readonly show: () => void;
  /** `ask`, of the findings as they are now: a list that was held has rows from before they were merged. */
  readonly ask: (request: Ask) => void;
} {
  const { state, view, setView, index } = props;
  // What is merged does not move any more: it is there with the first picture.
  const [shown, setShown] = useState<readonly Finding[]>(() =>
    state.merged ? [...state.findings] : [],
  );
  const [, again] = useState(0);
  const held = useRef(0);
  const acted = useRef(false);
  const seen = useRef(state.merged ? state.findings : undefined);
  const length = state.findings.length;

  const show = (): void => {
    seen.current = state.findings;
    const next = state.merged ? [...state.findings] : inReadingOrder(state.findings, state, index);
    const open = carryOver(view.open, shown, next);
    setShown(next);
    if (shown.length > 0 && open.join() !== view.open.join()) setView({ open });
  };

  useEffect(() => {
    const hold = (): void => {
      held.current = Date.now();
    };
    const element = list.current;
    element?.addEventListener('pointermove', hold, { passive: true });
    element?.addEventListener('keydown', hold);
    element?.addEventListener('focusin', hold);
    return () => {
      element?.removeEventListener('pointermove', hold);
      element?.removeEventListener('keydown', hold);
      element?.removeEventListener('focusin', hold);
    };
  }, [shown.length > 0]);

  const replaced = seen.current !== state.findings;
  // Decided on or verified, and otherwise the same: shown at once, no row moves for it.
  const onlyMarked =
    replaced && shown.length === length && newFindings(shown, state.findings) === 0;
  const waiting =
    (shown.length === length && !replaced) || onlyMarked
      ? 0
      : Math.max(newFindings(shown, state.findings), replaced && shown.length > 0 ? 1 : 0);

  useLayoutEffect(() => {
    // What the reader did is shown at once, though rows may move for it.
    const decided = acted.current && replaced;
    if (decided) acted.current = false;
    if (onlyMarked || decided) show();
  });

  const ask = (request: Ask): void => {
    const now = (ids: readonly string[]): readonly string[] => {
      const found = carryOver(ids, shown, state.findings);
      return found.length > 0 ? found : ids;
    };
    acted.current ||= 'findingIds' in request;
    if ('findingIds' in request) props.ask({ ...request, findingIds: now(request.findingIds) });
    else if ('findingId' in request)
      props.ask({ ...request, findingId: now([request.findingId])[0] ?? request.findingId });
    else props.ask(request);
  };

  useEffect(() => {
    if (waiting === 0) return undefined;
    const element = list.current;
    const box = element?.getBoundingClientRect();
    const busy =
      shown.length > 0 &&
      (element?.matches(':hover, :focus-within') === true ||
        (box !== undefined && box.top < 0 && box.bottom > 0) ||
        Date.now() - held.current < REST_MS);
    if (!busy) {
      show();
      return undefined;
    }
    const timer = setTimeout(() => {
      again(n => n + 1);
    }, 1000);
    return () => {
      clearTimeout(timer);
    };
  });

  return { shown, waiting, show, ask };
}

/** Keeps the list where the reader sees it when what is above it grows or shrinks. */
export function useSteadyPlace(
  list: { readonly current: HTMLElement | null },
  version: number,
): void {
  const place = useRef<number | undefined>(undefined);
  useEffect(() => {
    const look = (): void => {
      const top = list.current?.getBoundingClientRect().top;
      if (top !== undefined) place.current = top + window.scrollY;
    };
    const events = ['pointermove', 'focusin', 'scroll'] as const;
    for (const name of events) window.addEventListener(name, look, { passive: true });
    return () => {
      for (const name of events) window.removeEventListener(name, look);
    };
  }, []);
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const box = element.getBoundingClientRect();
    const now = box.top + window.scrollY;
    const moved = now - (place.current ?? now);
    place.current = now;
    if (moved !== 0 && (box.top < 0 || element.matches(':hover, :focus-within')))
      window.scrollBy(0, moved);
  }, [version]);
}
