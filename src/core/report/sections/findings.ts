import { isDecisive } from '../../state/findingStatus.ts';
import { showsFindings } from '../digest/digestWording.ts';
import type { Report, ReportFinding } from '../reportFormat.ts';
import {
  countsText,
  coverageText,
  decisionText,
  type FindingGroup,
  findingGroups,
  matchText,
  opinionTexts,
  placeText,
  provenanceText,
  relatedPlaceText,
  together,
  togetherTitle,
  verificationText,
  wordingTexts,
} from '../wording.ts';
import type { Block, FindingBlock, Group } from './model.ts';
import { t } from '../../text/l10n.ts';

/** Every finding with all that is known of it, in its group. Empty for a report that is of other things. */
export function findingsSection(report: Report): Group[] {
  if (!showsFindings(report)) return [];
  const headings = new Map(report.chunks.map(({ id, headings }) => [id, headings]));
  return [
    {
      kind: 'group',
      id: 'findings',
      title: t('Findings'),
      count: report.findings.filter(isDecisive).length,
      blocks: [
        { kind: 'text', line: `${countsText(report)}. ${coverageText(report)}` },
        ...findingGroups(report).map((group): Group => {
          const block = (finding: ReportFinding): FindingBlock =>
            findingBlock(report, finding, headings.get(finding.chunk) ?? [], group.severity);
          return {
            kind: 'group',
            title: group.title,
            count: group.count,
            blocks: [
              ...texts(group.notice),
              ...together(group).flatMap((set): Block[] => {
                const blocks = set.map(block);
                return set.length === 1
                  ? blocks
                  : [{ kind: 'group', title: togetherTitle(set), blocks }];
              }),
            ],
          };
        }),
      ],
    },
  ];
}

function findingBlock(
  report: Report,
  finding: ReportFinding,
  trail: readonly string[],
  group: FindingGroup['severity'],
): FindingBlock {
  const { id, title, severity, quote, placed, before, after, message, suggestion } = finding;
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
      { kind: 'text', line: t('See also {0}', relatedPlaceText(place)) },
      { kind: 'quote', text: place.quote },
    ]),
    ...listed(opinionTexts(report, finding)),
    ...listed(wordingTexts(finding)),
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
    namesSeverity: severity !== group,
    blocks,
  };
}

/** A line and what it is followed by. */
const listed = ([lead = '', ...items]: readonly string[]): Block[] =>
  items.length === 0
    ? []
    : [...texts(lead), { kind: 'list', items: items.map(line => ({ line })) }];

const texts = (line: string): Block[] => (line === '' ? [] : [{ kind: 'text', line }]);
