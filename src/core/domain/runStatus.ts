export type RunStatus =
  | 'preparing'
  | 'running'
  | 'paused'
  | 'merging'
  | 'synthesizing'
  | 'succeeded'
  | 'partial'
  | 'failed'
  | 'cancelled'
  /** Its window or terminal ended before it did. It can be finished. */
  | 'interrupted';
