import type { Failure } from './failure.ts';

/** Branches that went to the provider's batch engine together. */
export interface BatchState {
  readonly id: string;
  readonly branchIds: readonly string[];
  readonly preparedAt: number;
  /** Undefined until the provider took it. */
  providerId?: string;
  uncertain?: boolean;
  submittedAt?: number;
  /** Requests the provider is done with, and all of them. */
  done: number;
  total: number;
  cancelling?: boolean;
  ended?: 'collected' | 'rejected' | 'gone';
  failure?: Failure;
}
