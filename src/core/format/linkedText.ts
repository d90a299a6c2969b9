import { grouped } from './format.ts';
import type { Linked } from '../domain/billing.ts';
import { t } from '../text/l10n.ts';

/** What is done about parts that rest on each other, in a sentence or two; empty where none does. */
export function linkedText(linked: Linked | null | undefined): string {
  if (!linked) return '';
  const { chunks, compared } = linked;
  const who =
    chunks === 1
      ? t('1 part uses what another part defines: it is shown those definitions')
      : t(
          '{0} parts use what other parts define: each is shown those definitions',
          grouped(chunks),
        );
  return compared
    ? t('{0}, and what the parts say of the same things is compared at the end.', who)
    : t('{0}. What the parts say of the same things is not compared in this run.', who);
}
