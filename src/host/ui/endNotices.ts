import { count } from '../../core/format/format.ts';
import type { Action } from './failureMessage.ts';
import { t } from '../../core/text/l10n.ts';

export type Level = 'error' | 'warning' | 'info';

/** How a run ended, for its notification. */
export interface EndMessage {
  readonly runId: string;
  readonly name: string;
  readonly level: Level;
  readonly text: string;
  readonly actions: readonly Action[];
}

export interface NoticePorts {
  /** Resolves with the button that was pressed; undefined when the notification was closed. */
  readonly show: (
    level: Level,
    text: string,
    buttons: readonly string[],
  ) => PromiseLike<string | undefined>;
  /** Takes notifications off the screen; they stay in the list of notifications. */
  readonly hide: () => PromiseLike<unknown>;
  readonly run: (action: Action, runId: string) => void;
  /** Lets one of several runs be chosen, and opens its report. */
  readonly list: (ends: readonly EndMessage[]) => void;
  /** Wall clock, ms. */
  readonly now: () => number;
}

/** VS Code takes a notification off the screen after at most this time, in ms; errors with buttons stay. */
const ON_SCREEN_MS = 20_000;
const SHOW_ALL = t('Show All…');
const SEVERITY: readonly Level[] = ['error', 'warning', 'info'];

/**
 * One notification at a time for runs that end: the newest takes the place of the one before it, and counts the
 * runs of that one. A run that ends again, after a retry, is counted once, as it ended last.
 */
export function endNotices(ports: NoticePorts): (message: EndMessage) => Promise<void> {
  let up: { readonly ends: readonly EndMessage[]; readonly shownAt: number } | undefined;

  return async message => {
    const isUp =
      up !== undefined && (ports.now() - up.shownAt < ON_SCREEN_MS || worst(up.ends) === 'error');
    const earlier = isUp ? (up?.ends.filter(end => end.runId !== message.runId) ?? []) : [];
    const mine = { ends: [message, ...earlier], shownAt: ports.now() };
    up = mine;
    if (isUp) await ports.hide();
    // Another run has ended meanwhile, and counts this one.
    if (up !== mine) return;
    const picked = await ports.show(
      worst(mine.ends),
      [message.text, moreText(earlier)].filter(Boolean).join(' '),
      [...message.actions.map(({ title }) => title), ...(earlier.length > 0 ? [SHOW_ALL] : [])],
    );
    if (up === mine) up = undefined;
    const action = message.actions.find(({ title }) => title === picked);
    if (action) ports.run(action, message.runId);
    else if (picked === SHOW_ALL) ports.list(mine.ends);
  };
}

const worst = (ends: readonly EndMessage[]): Level =>
  SEVERITY.find(level => ends.some(end => end.level === level)) ?? 'info';

function moreText(earlier: readonly EndMessage[]): string {
  if (earlier.length === 0) return '';
  const incomplete = earlier.filter(({ level }) => level !== 'info').length;
  const so = incomplete === 0 ? '' : t(', {0} of them not completely', incomplete);
  return t('{0} ended{1}.', count(earlier.length, 'more run'), so);
}
