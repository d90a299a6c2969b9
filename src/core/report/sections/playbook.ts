import { count, grouped } from '../../format/format.ts';
import { PLAYBOOK_VERDICTS } from '../../domain/review/playbook.ts';
import { citationText } from '../digest/digestWording.ts';
import type { ReportPlaybookRule, ReportPlaybookText } from '../playbookFormat.ts';
import type { Report } from '../reportFormat.ts';
import type { Group, Item } from './model.ts';

/** The verdict on every rule, text by text, with the words that decide it. */
export function playbookSections({ playbook }: Report): Group[] {
  if (!playbook) return [];
  const { title, texts } = playbook;
  return texts.map((text, i) => ({
    kind: 'group',
    ...(i === 0 ? { id: 'playbook' } : {}),
    title: texts.length === 1 ? title : `${title}: ${text.path}`,
    blocks: [
      { kind: 'text', line: tallyText(text) },
      { kind: 'text', role: text.isWhole ? 'muted' : 'warning', line: proofText(text) },
      { kind: 'list', items: text.rules.map(itemOf) },
    ],
  }));
}

const tallyText = ({ rules }: ReportPlaybookText): string =>
  PLAYBOOK_VERDICTS.flatMap(verdict => {
    const many = rules.filter(rule => rule.verdict === verdict).length;
    return many > 0 ? [`${many} ${verdict}`] : [];
  }).join(', ');

/** What absence rests on. */
const proofText = ({ isWhole, notProven, parts, length }: ReportPlaybookText): string =>
  isWhole
    ? `All of it was read: ${count(parts, 'part')}, ${grouped(length)} characters. What is missing was found in none of them.`
    : `Nothing is called missing here: ${notProven}. Undetermined rules may be met in what is left.`;

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
      : [{ kind: 'text', role: 'muted', line: `Fallback: ${fallback}` } as const]),
  ],
});
