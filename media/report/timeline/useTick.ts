import { useEffect, useState } from 'preact/hooks';

/** Draws the component again a second after it was drawn last, while `on`: for clocks that run. */
export function useTick(on: boolean): void {
  const [, setTick] = useState(0);
  useEffect(() => {
    if (!on) return undefined;
    const timer = setTimeout(() => {
      setTick(tick => tick + 1);
    }, 1000);
    return () => {
      clearTimeout(timer);
    };
  });
}
