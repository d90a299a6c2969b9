import { proofText, verdictTally } from '../../state/playbookView.ts';
import { citationText } from '../digest/digestWording.ts';
import type { ReportPlaybookRule } from '../playbookFormat.ts';
import type { Report } from '../reportFormat.ts';
import type { Group, Item } from './model.ts';
import { t } from '../../text/l10n.ts';

/** The verdict on every rule, text by text, with the words that decide it. */
export function playbookSections({ playbook }: Report): Group[] {
  if (!playbook) return [];
  const { title, texts } = playbook;
  return texts.map((text, i) => ({
    kind: 'group',
    ...(i === 0 ? { id: 'playbook' } : {}),
    title: texts.length === 1 ? title : `${title}: ${text.path}`,
    blocks: [
      { kind: 'text', line: verdictTally(text.rules) },
      { kind: 'text', role: text.isWhole ? 'muted' : 'warning', line: proofText(text) },
      { kind: 'list', items: text.rules.map(itemOf) },
    ],
  }));
}

const itemOf = ({ title, verdict, reasons, places, fallback }: ReportPlaybookRule): Item => ({
  line: [
    { kind: 'strong', text: `${title}: ${verdict}` },
    ...(reasons.length > 0 ? ([{ kind: 'text', text: `. ${reasons.join(' ')}` }] as const) : []),
  ],
  blocks: [
    ...places.map(
      place => ({ kind: 'quote', text: place.quote, place: citationText(place) }) as const,
    ),
    ...(fallback === null
      ? []
      : [{ kind: 'text', role: 'muted', line: t('Fallback: {0}', fallback) } as const]),
  ],
});
