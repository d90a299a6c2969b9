import { jsonText } from '../text/terminalText.ts';
import type { Invocation, Location, Log, Region, Result } from 'sarif';
import type { Report, ReportFinding, ReportGap } from '../reportFormat.ts';
import type { ReportPlace } from '../reportPlace.ts';
import { coverageText, perspectiveTitle, reviewerText } from '../wording.ts';
import { isDecisive, isActive } from '../../state/findingStatus.ts';

const LEVELS = { critical: 'error', major: 'warning', minor: 'note', note: 'note' } as const;

/**
 * SARIF 2.1.0 (OASIS Standard, errata 01). Fingerprints stay when lines move. Gaps are
 * notifications of the invocation, so that a reader sees what was not checked.
 */
export function renderSarif(report: Report): string {
  const rules = ruleIds(report);
  // Two selections of one file are two sources and one artifact.
  const artifacts = [...new Set(report.sources.map(source => source.path))];
  const log: Log = {
    $schema:
      'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Fanout Review',
            rules: rules.map(id => ({
              id,
              shortDescription: { text: ruleTitle(report, id) },
            })),
          },
        },
        automationDetails: { id: `fanout/${report.run.job}/${report.run.id}` },
        columnKind: 'utf16CodeUnits',
        invocations: [invocation(report)],
        artifacts: artifacts.map(path => ({
          location: { uri: uriOf(path) },
          roles: ['analysisTarget'],
        })),
        results: report.findings.map(finding => result(finding, rules, artifacts)),
        properties: {
          reviewer: reviewerText(report),
          model: report.run.model,
          promptVersion: report.run.promptVersion,
          perspectives: report.perspectives.map(p => p.id),
          coverage: coverageText(report),
          reviewedFraction: report.coverage.reviewedFraction,
        },
      },
    ],
  };
  return `${jsonText(log, 2)}\n`;
}

/** A rule's own id, or the perspective's: what a reader can switch off. */
const ruleOf = (finding: ReportFinding): string => finding.rule ?? finding.perspective;

const ruleIds = (report: Report): string[] =>
  [...new Set(report.findings.map(ruleOf))].sort((a, b) => (a < b ? -1 : 1));

const ruleTitle = (report: Report, id: string): string => {
  const title = perspectiveTitle(report, id);
  return title === id ? `Rule ${id}` : `Perspective ${title}`;
};

function invocation(report: Report): Invocation {
  const { startedAt, endedAt, durationMs, status, failure } = report.run;
  return {
    executionSuccessful: status === 'succeeded',
    startTimeUtc: startedAt,
    endTimeUtc: endedAt ?? new Date(Date.parse(startedAt) + durationMs).toISOString(),
    toolExecutionNotifications: [
      ...(failure ? [{ level: 'error' as const, message: { text: failure.message } }] : []),
      ...report.coverage.gaps.map(gap => ({
        level: 'warning' as const,
        message: { text: `Not read, ${perspectiveTitle(report, gap.perspective)}: ${gap.reason}` },
        locations: [gapLocation(gap)],
      })),
      ...report.skipped.map(({ path, reason, gap, note }) => ({
        level: gap === false ? ('note' as const) : ('warning' as const),
        message: {
          text: `${note ? 'How it was read' : gap === false ? 'Left out' : 'Not read'}: ${reason}`,
        },
        locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(path) } } }],
      })),
    ],
  };
}

const gapLocation = (gap: ReportGap): Location => ({
  physicalLocation: {
    artifactLocation: { uri: uriOf(gap.path) },
    region: { charOffset: gap.start, charLength: gap.end - gap.start },
  },
});

function result(
  finding: ReportFinding,
  rules: readonly string[],
  artifacts: readonly string[],
): Result {
  const index = artifacts.indexOf(finding.path);
  const artifactLocation = { uri: uriOf(finding.path), ...(index >= 0 ? { index } : {}) };
  const region = regionOf(finding);
  return {
    ruleId: ruleOf(finding),
    ruleIndex: rules.indexOf(ruleOf(finding)),
    // Without a place it may be made up: for a person to look at, never a failure by itself.
    ...(isActive(finding) && !isDecisive(finding)
      ? { kind: 'review' as const, level: 'none' as const }
      : { level: LEVELS[finding.severity] }),
    rank: Math.round(finding.confidence * 1_000) / 10,
    message: { text: [finding.title, finding.message].filter(Boolean).join('\n\n') },
    locations: [{ physicalLocation: { artifactLocation, ...(region ? { region } : {}) } }],
    partialFingerprints: { 'fanoutFinding/v1': finding.fingerprint },
    ...(region && finding.suggestion !== null
      ? {
          fixes: [
            {
              description: { text: 'Replace the quoted text' },
              artifactChanges: [
                {
                  artifactLocation,
                  replacements: [
                    {
                      deletedRegion: withoutText(region),
                      insertedContent: { text: finding.suggestion },
                    },
                  ],
                },
              ],
            },
          ],
        }
      : {}),
    ...(finding.related.length + finding.otherPlaces.length > 0
      ? {
          relatedLocations: [...finding.related, ...finding.otherPlaces].map((place, id) =>
            relatedLocation(place, id + 1),
          ),
        }
      : {}),
    ...(finding.decision?.kind === 'dismissed'
      ? {
          suppressions: [
            { kind: 'external' as const, justification: finding.decision.reason || 'Dismissed' },
          ],
        }
      : {}),
    properties: {
      id: finding.id,
      severity: finding.severity,
      perspectives: [finding.perspective, ...finding.alsoPerspectives],
      branches: finding.branches.length,
      match: finding.match,
      ...(finding.otherPlaces.length > 0 ? { places: finding.otherPlaces.length + 1 } : {}),
      ...(finding.verification ? { verification: finding.verification } : {}),
      // A reader that shows no place must not lose what was quoted.
      ...(region ? {} : { quote: finding.quote }),
      ...Object.fromEntries(ORIGINAL.flatMap(key => (finding[key] ? [[key, finding[key]]] : []))),
    },
  };
}

/** Where in a file that is no text. */
const ORIGINAL = ['page', 'paragraph', 'cell'] as const;

const relatedLocation = (place: ReportPlace, id: number): Location => ({
  id,
  physicalLocation: {
    artifactLocation: { uri: uriOf(place.path) },
    region: {
      ...(place.line === null ? {} : { startLine: place.line, startColumn: place.column ?? 1 }),
      charOffset: place.start,
      charLength: place.end - place.start,
      snippet: { text: place.quote },
    },
  },
});

const withoutText = ({ snippet: _text, ...region }: Region): Region => region;

function regionOf(finding: ReportFinding): Region | undefined {
  const { start, end, line, column, endLine, endColumn } = finding;
  if (start === null || end === null) return undefined;
  // Offsets into the text taken from a PDF mean nothing in the PDF.
  if (ORIGINAL.some(key => finding[key] !== null)) return undefined;
  return {
    ...(line !== null && column !== null && endLine !== null && endColumn !== null
      ? { startLine: line, startColumn: column, endLine, endColumn }
      : {}),
    charOffset: start,
    charLength: end - start,
    snippet: { text: finding.quote },
  };
}

/** A path as a relative URI: no scheme, no host, whatever is in the name. */
function uriOf(path: string): string {
  const parts = path.toWellFormed().replaceAll('\\', '/').split('/');
  const uri = parts.map(part => encodeURIComponent(part)).join('/');
  // Two slashes in front would make the first name a host.
  return uri.replace(/^\/{2,}/, '/');
}
