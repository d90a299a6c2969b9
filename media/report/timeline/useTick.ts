import { useEffect, useState } from 'preact/hooks';

/** Draws the component again every second while `on`: for clocks that run. */
export function useTick(on: boolean): void {
  const [, setTick] = useState(0);
  useEffect(() => {
    if (!on) return undefined;
    const timer = setInterval(() => {
      setTick(tick => tick + 1);
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, [on]);
}
