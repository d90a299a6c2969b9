export type RunStatus =
  | 'preparing'
  | 'running'
  | 'paused'
  | 'merging'
  | 'synthesizing'
  | 'succeeded'
  | 'partial'
  | 'failed'
  | 'cancelled';
