import { parseRef } from '../../models/registry.ts';
import type { RunSettings } from './types.ts';

export type Models = Pick<
  RunSettings,
  | 'prices'
  | 'model'
  | 'moreModels'
  | 'perspectiveModels'
  | 'verifyModel'
  | 'verify'
  | 'spec'
  | 'baseUrl'
  | 'baseUrls'
>;

/** Models that read from some or all perspectives besides `--model`, and may repeat it. */
export const otherReaders = ({ moreModels = [], perspectiveModels = {} }: Models): string[] => [
  ...moreModels,
  ...Object.values(perspectiveModels).flat(),
];

/** Who takes the second look, when anybody does and it is named. */
export const verifierOf = ({ verify, verifyModel, spec }: Models): string | undefined =>
  verify === undefined && !(spec?.kind === 'classify' && spec.doubtfulBelow !== undefined)
    ? undefined
    : verifyModel;

/** Where a model is; undefined: at the provider's own address. */
export function addressOf(
  ref: string,
  { model, baseUrl, baseUrls = {} }: Models,
): string | undefined {
  const provider = parseRef(ref)?.provider ?? '';
  const own = provider === parseRef(model ?? '')?.provider ? baseUrl : undefined;
  return baseUrls[ref] ?? baseUrls[provider] ?? own;
}
