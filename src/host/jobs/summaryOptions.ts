import { grouped } from '../../core/format/format.ts';
import * as vscode from 'vscode';
import {
  SUMMARY_LENGTHS,
  type SummarizeSpec,
  type SummaryLength,
} from '../../core/domain/jobSpec.ts';
import { t } from '../../core/text/l10n.ts';

const KEY = 'fanout.summary';
const TITLE = t('Fanout: Summarize');
const MIN_WORDS = 20;
const MAX_WORDS = 10_000;

const LENGTHS: Readonly<Record<SummaryLength, { readonly label: string; readonly words: string }>> =
  {
    short: { label: t('Short'), words: t('about 120 words') },
    medium: { label: t('Medium'), words: t('about 350 words') },
    long: { label: t('Long'), words: t('about 1,000 words') },
  };

interface Item extends vscode.QuickPickItem {
  readonly pick: SummaryLength | 'number' | 'audience' | 'focus';
}

/** Asks how long, for whom and about what; undefined when cancelled. The last choice comes first the next time. */
export async function askForSummary(memento: vscode.Memento): Promise<SummarizeSpec | undefined> {
  let spec: SummarizeSpec = memento.get<SummarizeSpec>(KEY) ?? {
    kind: 'summarize',
    length: 'medium',
  };
  for (;;) {
    const picked = await vscode.window.showQuickPick(itemsOf(spec), {
      title: TITLE,
      placeHolder: t('Length of the summary'),
      ignoreFocusOut: true,
    });
    if (!picked) return undefined;
    if (picked.pick === 'audience' || picked.pick === 'focus') {
      spec = await changed(spec, picked.pick);
      continue;
    }
    const length = picked.pick === 'number' ? await askWords(spec) : picked.pick;
    if (length === undefined) continue;
    spec = { ...spec, length };
    await memento.update(KEY, spec);
    return spec;
  }
}

function itemsOf({ length, audience, focus }: SummarizeSpec): Item[] {
  const last = (pick: SummarizeSpec['length']): string =>
    pick === length ? t(', as last time') : '';
  const lengths: Item[] = [
    ...SUMMARY_LENGTHS.map(pick => ({
      label: LENGTHS[pick].label,
      description: `${LENGTHS[pick].words}${last(pick)}`,
      pick,
    })),
    {
      label: t('Number of Words…'),
      description: typeof length === 'number' ? t('{0}, as last time', length) : '',
      pick: 'number',
    },
  ];
  const first = lengths.findIndex(item =>
    typeof length === 'number' ? item.pick === 'number' : item.pick === length,
  );
  return [
    ...lengths.slice(first, first + 1),
    ...lengths.filter((_item, i) => i !== first),
    { label: t('Audience and focus'), kind: vscode.QuickPickItemKind.Separator, pick: 'focus' },
    { label: t('$(person) Audience…'), description: audience ?? t('everyone'), pick: 'audience' },
    { label: t('$(target) Focus…'), description: focus ?? t('the whole text'), pick: 'focus' },
  ];
}

/** An empty answer takes the wish back; a cancelled one leaves it. */
async function changed(spec: SummarizeSpec, field: 'audience' | 'focus'): Promise<SummarizeSpec> {
  const isAudience = field === 'audience';
  const typed = await vscode.window.showInputBox({
    title: `${TITLE}: ${isAudience ? t('Audience') : t('Focus')}`,
    prompt: isAudience
      ? t('Who the summary is for. Empty: everyone.')
      : t('What the summary should focus on. Empty: the whole text.'),
    placeHolder: isAudience ? t('a board without legal training') : t('deadlines and penalties'),
    value: spec[field] ?? '',
    ignoreFocusOut: true,
  });
  if (typed === undefined) return spec;
  const { [field]: _before, ...rest } = spec;
  return typed.trim() === '' ? rest : { ...rest, [field]: typed.trim().slice(0, 2_000) };
}

async function askWords({ length }: SummarizeSpec): Promise<number | undefined> {
  const typed = await vscode.window.showInputBox({
    title: t('{0}: Number of Words', TITLE),
    prompt: t('Approximate number of words in the summary.'),
    value: typeof length === 'number' ? String(length) : '250',
    ignoreFocusOut: true,
    validateInput: text =>
      /^\d{1,6}$/.test(text.trim()) && Number(text) >= MIN_WORDS && Number(text) <= MAX_WORDS
        ? undefined
        : t('A whole number from {0} to {1}.', MIN_WORDS, grouped(MAX_WORDS)),
  });
  return typed === undefined ? undefined : Number(typed);
}
