import { createContext, type ComponentChildren, type JSX } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';

/** So far below and above the window a section counts as in sight: it is there when it is scrolled to. */
const NEAR = '300px 0px';

const Seen = createContext(true);

/** Whether the section around is in sight, or nearly. */
export const useSeen = (): boolean => useContext(Seen);

/**
 * Draws a section anew only while it is in sight, and when it comes into sight. `when` false: always, as for a run
 * that has ended, whose whole page can be searched and printed. `id` is the section's own.
 */
export function WhileSeen(props: {
  readonly id: string;
  readonly when: boolean;
  readonly children: ComponentChildren;
}): JSX.Element {
  const { id, when, children } = props;
  const [isSeen, setSeen] = useState(true);
  const drawn = useRef(children);
  const observed = useRef<{ readonly element: Element; readonly stop: () => void } | null>(null);
  useEffect(() => {
    const element = when ? document.getElementById(id) : null;
    if (element === (observed.current?.element ?? null)) return;
    observed.current?.stop();
    observed.current = null;
    setSeen(true);
    if (!element) return;
    const observer = new IntersectionObserver(
      entries => {
        setSeen(entries.at(-1)?.isIntersecting ?? true);
      },
      { root: document, rootMargin: NEAR },
    );
    observer.observe(element);
    observed.current = {
      element,
      stop: () => {
        observer.disconnect();
      },
    };
  });
  useEffect(() => () => observed.current?.stop(), []);
  const draws = isSeen || !when;
  // The same elements as before are not compared.
  if (draws) drawn.current = children;
  return <Seen.Provider value={draws}>{drawn.current}</Seen.Provider>;
}
