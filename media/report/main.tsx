/** What the webview loads: asks for the run, folds its events, draws. Every text is a text node. */
import './shared/language.ts';
import '@vscode/codicons/dist/codicon.css';
import './report.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { ask, drawn, listen, ready, saveState, savedState } from './shared/host.ts';
import type { Since } from '../../src/views/report/protocol.ts';
import { emptyFeed, receive } from './shared/runFeed.ts';
import { readViewState, type ViewChange } from './shared/viewState.ts';

/** So long a page waits for its run before it asks again, in ms. */
const PATIENCE_MS = 5000;

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');

let feed = emptyFeed;
let view = readViewState(savedState(), root.dataset['run'] ?? '');
let wanted: { readonly id: string; readonly wish: number } | undefined;
let since: Since | undefined;
let drawing = false;
let saving: ReturnType<typeof setTimeout> | undefined;

function draw(): void {
  if (drawing) return;
  drawing = true;
  // Not an animation frame: those stop while the page is hidden, messages do not.
  queueMicrotask(() => {
    drawing = false;
    if (root)
      render(
        <App feed={feed} view={view} setView={setView} ask={ask} wanted={wanted} since={since} />,
        root,
      );
  });
}

function setView(change: ViewChange): void {
  view = { ...view, ...(typeof change === 'function' ? change(view) : change) };
  saveState(view);
  draw();
}

listen(message => {
  if (message.type === 'since') {
    since = message.since;
    draw();
    return;
  }
  if (message.type === 'show') {
    wanted = { id: message.findingId, wish: (wanted?.wish ?? 0) + 1 };
    draw();
    return;
  }
  const received = receive(feed, message, Date.now());
  feed = received.feed;
  if (received.stale) ready();
  draw();
  // A frame later it is painted. Hidden pages have no frames, and are sent nothing.
  if (message.type === 'events') requestAnimationFrame(() => setTimeout(drawn, 0, message.seq));
});

window.addEventListener(
  'scroll',
  () => {
    clearTimeout(saving);
    saving = setTimeout(() => {
      view = { ...view, scroll: window.scrollY };
      saveState(view);
    }, 200);
  },
  { passive: true },
);

saveState(view);
draw();
ready();
// The host may have sent the run before this page listened.
setTimeout(() => {
  if (!feed.state && !feed.missing) ready();
}, PATIENCE_MS);
