import { usageError } from '../../core/errors.ts';
import type { JobSpec } from '../../core/domain/jobSpec.ts';
import type { Perspective } from '../../core/domain/review/perspective.ts';
import type { SkippedSource, Source, SourceKind } from '../../core/domain/source.ts';
import type { RequestSettings } from '../settings/settings.ts';
import { t } from '../../core/text/l10n.ts';

/** What names a destination: the model and, for servers, their address. */
export interface ModelChoice {
  /** `provider:id`. */
  readonly model: string;
  /** Empty: the provider's own address. */
  readonly baseUrl: string;
}

export type PerspectivesByKind = Readonly<Record<SourceKind, readonly Perspective[]>>;

export const byKind = (of: (kind: SourceKind) => readonly Perspective[]): PerspectivesByKind => ({
  markdown: of('markdown'),
  prose: of('prose'),
  code: of('code'),
  records: of('records'),
});

/**
 * The whole request of a run except its texts: JSON, kept with the run, enough to resume it. The editor
 * and the command line make the same, so that either can resume what the other started.
 */
export interface RunRequest extends ModelChoice {
  /** Absent in runs of earlier versions: a review. */
  readonly spec?: JobSpec;
  /** One line that names the run to a person. */
  readonly name: string;
  readonly perspectives: PerspectivesByKind;
  /** Address of the file that labelled records are written to during the run: CSV, or by its name JSON Lines. */
  readonly labelFile?: string;
  readonly settings: RequestSettings;
}

export interface RunInput {
  readonly sources: readonly Source[];
  readonly skipped: readonly SkippedSource[];
}

/** What the store keeps of a run in addition to its texts and events. */
export interface StoredSettings {
  readonly request: RunRequest;
  readonly skipped: readonly SkippedSource[];
}

/**
 * The texts that a perspective is for. The others are no gap: the perspectives that were chosen say what they are for.
 * @throws FanoutError `usage` when there is none.
 */
export function readBy(perspectives: PerspectivesByKind, { sources, skipped }: RunInput): RunInput {
  const isRead = ({ kind }: Source): boolean => perspectives[kind].length > 0;
  const read = sources.filter(isRead);
  if (read.length === 0 && sources.length > 0)
    throw usageError(
      t(
        'No chosen perspective is for texts of this kind. Nothing was sent. Choose another perspective.',
      ),
    );
  const others = sources.filter(source => !isRead(source));
  const reason = 'no chosen perspective is for this kind of text';
  return {
    sources: read,
    skipped: [...skipped, ...others.map(({ path }) => ({ path, reason, gap: false as const }))],
  };
}
