interface Watch {
  readonly onBytes: () => void;
  readonly onError: (error: unknown) => void;
  readonly tooLarge: () => Error;
  /** Absent: what the longest answer takes. */
  readonly maxBytes?: number;
}

/**
 * Streams spend up to a hundred times the bytes of the answer's text on their envelopes; the text
 * itself is capped at 2 MB by the collector.
 */
const MAX_BYTES = 64 * 1024 * 1024;
/** The last event of a stream repeats the whole answer; nothing has a reason to be longer. */
const MAX_LINE_BYTES = 8 * 1024 * 1024;
const NEWLINE = 10;

/**
 * The same response with its body counted: tells of every byte and every error, and breaks off a
 * body or a line that no answer needs.
 */
export function watchedBody(response: Response, watch: Watch): Response {
  if (!response.body) return response;
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const { maxBytes = MAX_BYTES } = watch;
  let total = 0;
  let line = 0;
  let left = false;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        // The reader may have gone while this was under way.
        if (left) return;
        if (done) return controller.close();
        total += value.length;
        const newline = value.lastIndexOf(NEWLINE);
        line = newline < 0 ? line + value.length : value.length - newline - 1;
        if (total > maxBytes || line > MAX_LINE_BYTES) throw watch.tooLarge();
        watch.onBytes();
        controller.enqueue(value);
      } catch (error) {
        if (left) return;
        watch.onError(error);
        controller.error(error);
        reader.cancel(error).catch(() => undefined);
      }
    },
    async cancel() {
      left = true;
      // An SDK that has its last event stops reading. The few bytes behind it are read here, so
      // that the connection can serve the next call.
      const { done } = await reader.read().catch(() => ({ done: true }));
      if (!done) await reader.cancel().catch(() => undefined);
    },
  });
  return new Response(body, {
    status: response.status,
    statusText: response.statusText,
    headers: { 'content-type': response.headers.get('content-type') ?? '' },
  });
}
