import {
  unpack,
  type Ask,
  type FromWebview,
  type Packed,
  type ReplyData,
  type ToWebview,
} from '../../../src/views/report/protocol.ts';

interface VsCodeApi {
  postMessage(message: FromWebview): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

// Kept inside this module: nothing else in the page gets hold of it.
const api = acquireVsCodeApi();
const waiting = new Map<
  number,
  { done: (data?: ReplyData) => void; failed: (error: Error) => void }
>();
let lastId = 0;

export const ready = (): void => {
  api.postMessage({ type: 'ready' });
};

export const drawn = (seq: number): void => {
  api.postMessage({ type: 'drawn', seq });
};

/** Asks the host; rejects with the host's own words when it cannot be done. */
export function ask(request: Ask): Promise<ReplyData | undefined> {
  const id = ++lastId;
  return new Promise((done, failed) => {
    waiting.set(id, { done, failed: failed as (error: Error) => void });
    api.postMessage({ ...request, id });
  });
}

export const savedState = (): unknown => api.getState();
export const saveState = (state: unknown): void => {
  api.setState(state);
};

/** Calls `listener` for everything the host sends but replies, which settle their requests. */
export function listen(listener: (message: Exclude<ToWebview, { type: 'reply' }>) => void): void {
  window.addEventListener('message', ({ data }: MessageEvent<ToWebview | Packed>) => {
    const message = data.type === 'packed' ? unpack(data) : data;
    if (message.type !== 'reply') {
      listener(message);
      return;
    }
    const request = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.ok) request?.done(message.data);
    else request?.failed(new Error(message.error));
  });
}
