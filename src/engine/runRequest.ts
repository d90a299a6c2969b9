import type { JobSpec } from '../core/domain/jobSpec.ts';
import type { ModelChoice } from '../host/models/modelAccess.ts';
import type { PerspectivesByKind } from '../host/settings/perspectives.ts';
import type { Settings } from '../host/settings/settings.ts';

/** Everything a run was asked to do besides its texts: JSON, kept with the run, enough to go on with it. */
export interface RunRequest extends ModelChoice {
  /** Absent in runs of earlier versions: a review. */
  readonly spec?: JobSpec;
  /** One line that names the run to a person. */
  readonly name: string;
  readonly perspectives: PerspectivesByKind;
  /** Address of the file that labelled records are written to while the run goes on: CSV, or by its name JSON Lines. */
  readonly labelFile?: string;
  readonly settings: Pick<
    Settings,
    | 'language'
    | 'synthesis'
    | 'verify'
    | 'verifyModel'
    | 'baseUrls'
    | 'prices'
    | 'consistency'
    | 'chunkTokens'
    | 'partition'
    | 'concurrency'
    | 'mode'
    | 'optimize'
    | 'hedge'
    | 'onFailure'
    | 'quorum'
    | 'reuseAnswers'
    | 'requestsPerMinute'
    | 'inputTokensPerMinute'
    | 'outputTokensPerMinute'
    | 'maxCostUsd'
    | 'maxTokens'
    | 'idleTimeoutSeconds'
    | 'callTimeoutSeconds'
  >;
}
