import { isDecisive, isStanding } from '../../state/findingStatus.ts';
import { showsFindings } from '../digestWording.ts';
import type { Report, ReportFinding } from '../reportFormat.ts';
import {
  countsText,
  coverageText,
  decisionText,
  findingGroups,
  matchText,
  opinionTexts,
  placeText,
  provenanceText,
  relatedPlaceText,
  verificationText,
} from '../wording.ts';
import type { Block, FindingBlock, Group } from './model.ts';

/** Every finding with all that is known of it, in its group. Empty for a report that is of other things. */
export function findingsSection(report: Report): Group[] {
  if (!showsFindings(report)) return [];
  const headings = new Map(report.chunks.map(({ id, headings }) => [id, headings]));
  return [
    {
      kind: 'group',
      id: 'findings',
      title: 'Findings',
      count: report.findings.filter(isDecisive).length,
      blocks: [
        { kind: 'text', line: `${countsText(report)}. ${coverageText(report)}` },
        ...findingGroups(report).map(({ title, notice, findings }): Group => ({
          kind: 'group',
          title,
          count: findings.length,
          blocks: [
            ...texts(notice),
            ...findings.map(finding =>
              findingBlock(report, finding, headings.get(finding.chunk) ?? []),
            ),
          ],
        })),
      ],
    },
  ];
}

function findingBlock(
  report: Report,
  finding: ReportFinding,
  trail: readonly string[],
): FindingBlock {
  const { id, title, severity, quote, placed, before, after, message, suggestion } = finding;
  const [lead = '', ...sides] = opinionTexts(report, finding);
  const blocks: Block[] = [
    ...(quote === ''
      ? []
      : [
          placed
            ? ({ kind: 'quote', text: quote, before, after } as const)
            : ({ kind: 'quote', text: quote, isLost: true } as const),
        ]),
    ...texts(matchText(finding)),
    ...texts(message === title ? '' : message),
    ...(suggestion === null ? [] : [{ kind: 'change', before: quote, after: suggestion } as const]),
    ...finding.related.flatMap((place): Block[] => [
      { kind: 'text', line: `See also ${relatedPlaceText(place)}` },
      { kind: 'quote', text: place.quote },
    ]),
    ...texts(lead),
    ...(sides.length === 0
      ? []
      : [{ kind: 'list', items: sides.map(line => ({ line })) } as const]),
    ...texts(verificationText(finding)),
    ...texts(decisionText(finding)),
  ];
  return {
    kind: 'finding',
    id,
    title,
    severity,
    place: placeText(finding),
    trail: trail.join(' › '),
    provenance: provenanceText(report, finding),
    namesSeverity: !placed || !isStanding(finding) || finding.related.length > 0,
    blocks,
  };
}

const texts = (line: string): Block[] => (line === '' ? [] : [{ kind: 'text', line }]);
