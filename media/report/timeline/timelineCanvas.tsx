import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Bar, Timeline } from './timelineLanes.ts';
import { t } from '../../../src/core/text/l10n.ts';

/** Most lanes painted; more would be lines thinner than a pixel. */
const MAX_LANES = 64;

/** The timeline of very many branches, painted. Says which bar the pointer is on. */
export function TimelineCanvas(props: {
  readonly lanes: Timeline;
  readonly length: number;
  readonly onRead: (bar: Bar) => void;
}): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const lanes = props.lanes.lanes.slice(0, MAX_LANES);
  const lane = lanes.length > 24 ? 6 : 12;
  const height = lanes.length * lane;

  useEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    const paint = (): void => {
      const width = element.clientWidth;
      const scale = window.devicePixelRatio;
      element.width = width * scale;
      element.height = height * scale;
      const context = element.getContext('2d');
      if (!context) return;
      context.scale(scale, scale);
      const style = getComputedStyle(element);
      const colour = (name: string): string => style.getPropertyValue(name).trim() || 'gray';
      const colours: Readonly<Record<Bar['status'], string>> = {
        succeeded: colour('--fr-blue'),
        cached: colour('--fr-mut'),
        running: colour('--fr-info'),
        waiting: colour('--fr-warn'),
        cancelled: colour('--fr-mut'),
        failed: colour('--fr-err'),
      };
      lanes.forEach((bars, i) => {
        for (const bar of bars) {
          const x = (bar.start / props.length) * width;
          context.fillStyle = colours[bar.status];
          context.globalAlpha = bar.status === 'succeeded' ? 0.55 : 0.9;
          const wide = ((bar.end - bar.start) / props.length) * width;
          context.fillRect(x, i * lane, Math.max(1, wide - 0.5), lane - 1);
        }
      });
    };
    paint();
    const observer = new ResizeObserver(paint);
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  });

  const onMouseMove = (event: MouseEvent): void => {
    const element = canvas.current;
    if (!element) return;
    const box = element.getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width) * props.length;
    const bars = lanes[Math.floor((event.clientY - box.top) / lane)];
    const bar = bars?.find(b => b.start <= at && at <= b.end);
    if (bar) props.onRead(bar);
  };

  return (
    <canvas
      class="gcanvas"
      ref={canvas}
      role="img"
      aria-label={t('Branches over time. The same facts are in the table.')}
      style={{ height: `${height}px` }}
      onMouseMove={onMouseMove}
    />
  );
}
