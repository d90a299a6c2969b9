import { FanoutError } from '../errors.ts';
import type { Pacer } from '../fanout/pacing/pacer.ts';
import { modelsOf } from '../fanout/plan.ts';
import type { Model } from '../ports/model.ts';
import type { Reviewer } from '../ports/ports.ts';
import { type RunState, isEnded } from '../state/runState.ts';
import type { ModelInfo } from '../domain/model.ts';
import type { Perspective } from '../domain/review/perspective.ts';
import { t } from '../text/l10n.ts';

/** All it takes to ask one model. */
export interface ModelPorts {
  readonly reviewer: Reviewer;
  /** Absent where the reviewer is not a model. */
  readonly model?: Model;
  /** Shared by everything that is sent to this model. */
  readonly pacer: Pacer;
}

export interface ModelsPorts extends ModelPorts {
  /** Models that perspectives name in addition to the run's own. */
  readonly others?: readonly ModelPorts[];
  /** Who takes the second look at serious findings and at labels in doubt; absent: the run's own model. */
  readonly verifier?: ModelPorts;
}

/** Those that read chunks, the run's own first. */
export const modelPortsOf = (ports: ModelsPorts): readonly ModelPorts[] => [
  ports,
  ...(ports.others ?? []).filter(({ reviewer }) => reviewer.model.ref !== ports.reviewer.model.ref),
];

/** Every model that a run may send text to, the run's own first. */
export function modelInfos(ports: ModelsPorts): readonly ModelInfo[] {
  const all = [...modelPortsOf(ports), ...(ports.verifier ? [ports.verifier] : [])];
  return [...new Map(all.map(({ reviewer: { model } }) => [model.ref, model])).values()];
}

/** The ports of the model that a branch or a question goes to. */
export function portsOf(ports: ModelsPorts, ref: string): ModelPorts {
  const all = [...modelPortsOf(ports), ...(ports.verifier ? [ports.verifier] : [])];
  const found = all.find(({ reviewer }) => reviewer.model.ref === ref);
  if (!found) throw notAtHand(ref);
  return found;
}

export const refsOf = (ports: ModelsPorts, perspective: Perspective): readonly string[] =>
  modelsOf(perspective, ports.reviewer.model.ref);

/** @throws FanoutError `noModel` when a perspective or a branch that is to run names a model that is not at hand. */
export function checkModels(
  ports: ModelsPorts,
  perspectives: readonly Perspective[],
  state: RunState,
): void {
  const known = new Set(modelInfos(ports).map(({ ref }) => ref));
  const open = Object.values(state.branches).filter(({ status }) => !isEnded(status));
  const named = [
    ...perspectives.flatMap(perspective => refsOf(ports, perspective)),
    ...open.flatMap(({ branch, status }) => (status === 'split' ? [] : branch.model)),
  ];
  const missing = named.find(ref => !known.has(ref));
  if (missing !== undefined) throw notAtHand(missing);
}

const notAtHand = (ref: string): FanoutError =>
  new FanoutError(
    'noModel',
    t(
      'This run asks {0}, which is not set up here. Nothing was sent. Choose it, or start a new run.',
      ref,
    ),
  );

/**
 * A part of the key of an answer: what another server answered under the same name is not its answer, nor what the
 * model said when it thought less.
 */
export const variantOf = (model: ModelInfo): readonly object[] => [
  ...(model.address === undefined ? [] : [{ address: model.address }]),
  ...effortOf(model),
];

/** The part of it that answers of earlier versions have as well: there was no effort. */
export const effortOf = ({ effort }: Pick<ModelInfo, 'effort'>): readonly object[] =>
  effort === undefined ? [] : [{ effort }];
