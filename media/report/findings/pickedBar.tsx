import type { JSX } from 'preact';
import type { Finding } from '../../../src/core/domain/results/findings.ts';
import { grouped } from '../../../src/core/format/format.ts';
import { Button, type SectionProps } from '../parts.tsx';
import { stepsFor, type Step } from './decisions.tsx';
import { t } from '../../../src/core/text/l10n.ts';
import { rich } from '../shared/rich.tsx';

/** What can be done about the selected findings, each with how many it is for. */
export function PickedBar(
  props: SectionProps & { readonly chosen: readonly Finding[]; readonly clear: () => void },
): JSX.Element {
  const { chosen, clear } = props;
  return (
    <div class="picked-bar" role="toolbar" aria-label={t('Selected findings')}>
      <strong>{rich('{0} selected', grouped(chosen.length))}</strong>
      {stepsOf(props, chosen).map(({ step, ids }) => (
        <Button
          key={step.type}
          small
          primary={step.type === 'apply'}
          icon={step.icon}
          onClick={() => {
            props.ask({ type: step.type, findingIds: ids });
            clear();
          }}
        >
          {`${step.words}${ids.length < chosen.length ? ` ${grouped(ids.length)}` : ''}${step.type === 'apply' && ids.length > 1 ? '…' : ''}`}
        </Button>
      ))}
      <button class="link" onClick={clear}>
        {t('Clear selection')}
      </button>
    </div>
  );
}

/** Every step that suits at least one of the findings, and those it suits, in the order of the list. */
export function stepsOf(
  { index, state }: Pick<SectionProps, 'index' | 'state'>,
  findings: readonly Finding[],
): readonly { readonly step: Step; readonly ids: readonly string[] }[] {
  const byType = new Map<Step['type'], { step: Step; ids: string[] }>();
  for (const finding of findings)
    for (const step of stepsFor(finding, index, state.merged)) {
      const known = byType.get(step.type) ?? { step, ids: [] };
      byType.set(step.type, known);
      known.ids.push(finding.id);
    }
  return [...byType.values()];
}
