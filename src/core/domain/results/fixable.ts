import type { Finding } from './findings.ts';
import { isProtected } from '../protectedPath.ts';
import type { SourceInfo } from '../source.ts';
import { t } from '../../text/l10n.ts';

/** What decides whether a suggestion can be put into a source. */
export type FixTarget = Pick<SourceInfo, 'path' | 'uri' | 'pages'>;

/**
 * Why a finding's suggestion cannot be put into the text; undefined: it can, as long as its quote is still there.
 * A text that was taken out of a PDF or a DOCX is not what an editor would change.
 */
export function whyNotFixable(
  { range, quote, suggestion, applied }: Finding,
  source: FixTarget | undefined,
): string | undefined {
  if (applied) return t('its suggestion is applied already');
  if (suggestion === undefined) return t('it has no suggestion');
  if (!range) return t('its quote is not in the text');
  if (suggestion === quote) return t('its suggestion is what stands there');
  if (!source) return t('its text cannot be changed by an editor');
  if (!refusals.has(source)) refusals.set(source, whyNotChangeable(source));
  return refusals.get(source);
}

/** Of each source: asked of thousands of findings, and no other for any of them. */
const refusals = new WeakMap<FixTarget, string | undefined>();

function whyNotChangeable({ path, uri, pages }: FixTarget): string | undefined {
  // Pages and paragraphs are of a text of its own; cells lead back into their notebook.
  if (uri === undefined || pages?.some(({ cell }) => cell === undefined))
    return t('{0} cannot be changed by an editor', path);
  if (isProtected(path) || isProtected(pathOfAddress(uri)))
    return t('{0} decides how tools behave, and is changed only by hand', path);
  return undefined;
}

/** The names in an address: what is shown may be another, or cut short. */
function pathOfAddress(uri: string): string {
  const names = uri.replace(/^[a-z][\w+.-]*:\/*[^/]*/i, '').replace(/[?#].*$/s, '');
  try {
    return decodeURIComponent(names).split('/').slice(-1)[0] ?? '';
  } catch {
    return names;
  }
}

export const isFixable = (finding: Finding, source: FixTarget | undefined): boolean =>
  whyNotFixable(finding, source) === undefined;
