import type { JSX } from 'preact';
import { count } from '../../../src/core/format/format.ts';
import type { SectionProps } from '../parts.tsx';
import { plainLine } from '../shared/plainText.ts';
import { placeOf } from '../shared/runIndex.ts';
import { rich } from '../shared/rich.tsx';

/** Listed by name; the exports hold them all. */
const MAX_LISTED = 200;

/** Findings on lines that the change did not touch: closed until asked for, counted nowhere. */
export function OutsideChange({ state, index, ask }: SectionProps): JSX.Element | null {
  const findings = state.outsideChange;
  if (findings.length === 0) return null;
  return (
    <details class="outside">
      <summary>
        {rich(
          '{0} outside the change, on lines it did not touch',
          count(findings.length, 'more finding'),
        )}
      </summary>
      <ul>
        {findings.slice(0, MAX_LISTED).map(finding => (
          <li key={finding.id}>
            <button
              class="link"
              onClick={() => {
                ask({ type: 'reveal', findingId: finding.id });
              }}
            >
              {placeOf(state, index, finding)}
            </button>{' '}
            <b>{plainLine(finding.title, 120)}</b> {plainLine(finding.message, 300)}
          </li>
        ))}
        {findings.length > MAX_LISTED && (
          <li>{rich('and {0}', count(findings.length - MAX_LISTED, 'more'))}</li>
        )}
      </ul>
    </details>
  );
}
