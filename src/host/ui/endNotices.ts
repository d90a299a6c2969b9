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
  /** Its report is on the screen, and says all of it. */
  readonly isShown?: boolean;
}

export interface NoticePorts {
  /** Resolves with the button that was pressed; undefined when the notification was closed. */
  readonly show: (
    level: Level,
    text: string,
    buttons: readonly string[],
  ) => PromiseLike<string | undefined>;
  /** Says it without covering anything. */
  readonly whisper: (text: string) => void;
  readonly run: (action: Action, runId: string) => void;
  /** Lets one of several runs be chosen, and opens its report. */
  readonly list: (ends: readonly EndMessage[]) => void;
  /** Resolves after a time in ms. */
  readonly sleep: (ms: number) => Promise<void>;
}

/** VS Code takes a notification off the screen after at most this time, in ms; errors stay. */
const ON_SCREEN_MS = 20_000;
/** Runs that end within this time, in ms, are one notification. */
const TOGETHER_MS = 500;
const SHOW_ALL = t('Show All…');
const SEVERITY: readonly Level[] = ['error', 'warning', 'info'];

/**
 * One notification at a time for runs that end: runs that end while one is on the screen wait until it has left, and
 * are then told together. A run that failed is told at once. None is taken off the screen: VS Code can only hide all
 * of them, with the questions of others. A run that ends again, after a retry, is counted once, as it ended last.
 */
export function endNotices(ports: NoticePorts): (message: EndMessage) => Promise<void> {
  let waiting: readonly EndMessage[] = [];
  let isTaken = false;

  const tell = async (ends: readonly EndMessage[]): Promise<void> => {
    const [message, ...earlier] = ends;
    if (!message) return;
    // A notification would cover the report that the reader looks at.
    if (ends.length === 1 && message.level === 'info' && message.isShown === true)
      return ports.whisper(message.text);
    const picked = await ports.show(
      worst(ends),
      [message.text, moreText(earlier)].filter(Boolean).join(' '),
      [...message.actions.map(({ title }) => title), ...(earlier.length > 0 ? [SHOW_ALL] : [])],
    );
    const action = message.actions.find(({ title }) => title === picked);
    if (action) ports.run(action, message.runId);
    else if (picked === SHOW_ALL) ports.list(ends);
  };
  const tellWaiting = (): Promise<void> => {
    const ends = waiting;
    waiting = [];
    return tell(ends);
  };

  return async message => {
    waiting = [message, ...waiting.filter(end => end.runId !== message.runId)];
    if (isTaken) {
      if (message.level === 'error') await tellWaiting();
      return;
    }
    isTaken = true;
    await ports.sleep(TOGETHER_MS);
    while (waiting.length > 0) await Promise.race([tellWaiting(), ports.sleep(ON_SCREEN_MS)]);
    isTaken = false;
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
