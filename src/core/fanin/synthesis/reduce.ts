import { isAbort } from '../../errors.ts';
import type { ModelReply, ModelRequest } from '../../ports/model.ts';
import type { Finding } from '../../domain/results/findings.ts';
import { bySeverity } from '../../format/findingKinds.ts';
import { checkRefs } from './findingRefs.ts';
import { plainLine } from '../modelText.ts';
import { readPoints } from './synthesisAnswer.ts';
import type { SynthesisInput } from './synthesisInput.ts';
import { groupRequest } from './synthesisPrompt.ts';
import { evenGroups } from './tree.ts';

type Generate = (request: ModelRequest) => Promise<ModelReply>;

interface Limits {
  readonly maxChars: number;
  readonly maxOutputTokens: number;
}

/** Maximum levels above the leaves. With eight or more lines per group this is enough for all findings of a run. */
const MAX_LEVELS = 6;
/** One group's text may take at most one part in this many of its parent's budget. */
const FAN_IN = 6;

/**
 * The lines of a prompt that fits `maxChars`: the findings themselves, or, if they do not fit, a balanced tree of
 * summaries. Every level keeps the input order, a group starts as soon as its members are ready, and a group whose call
 * fails is represented by its most severe findings.
 */
export async function reduceToFit(
  input: SynthesisInput,
  generate: Generate,
  limits: Limits,
): Promise<string[]> {
  const known = new Set(input.findings.map(f => f.id));
  const findings = input.findings.map(f => ({ line: findingLine(f, input), findings: [f] }));
  const assessments = packAssessments(input, limits.maxChars / 8);
  const room = limits.maxChars - size(assessments);
  let level: Promise<Node>[] = findings.map(node => Promise.resolve(node));
  if (size(findings.map(n => n.line)) > room) {
    level = packed(findings, limits.maxChars).map(group =>
      summarize(group.map(node => Promise.resolve(node))),
    );
    for (let n = 0; n < MAX_LEVELS && level.length > FAN_IN; n++)
      level = evenGroups(level, FAN_IN).map(group => summarize(group));
  }
  return [...(await Promise.all(level)).map(node => node.line), ...assessments];

  async function summarize(members: readonly Promise<Node>[]): Promise<Node> {
    const nodes = await Promise.all(members);
    const own = nodes.flatMap(node => node.findings);
    const budget = Math.floor(room / FAN_IN);
    let line: string | undefined;
    try {
      const lines = nodes.map(node => node.line);
      const reply = await generate(groupRequest(input, lines, limits.maxOutputTokens));
      line = readPoints(reply.text)
        ?.map(point => checkRefs(plainLine(point.text, 600), point.findingIds, known))
        .filter(point => point.ids.length > 0)
        .map(point => point.text)
        .join('\n');
    } catch (error) {
      if (isAbort(error)) throw error;
    }
    return { line: fit(line || byCode(own, input), budget), findings: own };
  }
}

interface Node {
  readonly line: string;
  readonly findings: readonly Finding[];
}

/** One finding as one line of data. */
function findingLine(finding: Finding, input: SynthesisInput): string {
  const source =
    input.sources.length > 1 ? input.sources.find(s => s.id === finding.sourceId) : undefined;
  return JSON.stringify({
    id: finding.id,
    severity: finding.severity,
    perspectives: [finding.perspectiveId, ...(finding.alsoPerspectiveIds ?? [])],
    saidBy: finding.branchIds.length,
    ...(source ? { in: source.path } : {}),
    ...(finding.match === 'none' ? { place: 'quote not found in the text' } : {}),
    title: finding.title,
    message: plainLine(finding.message, 300),
    quote: plainLine(finding.quote, 160),
  });
}

const byCode = (findings: readonly Finding[], input: SynthesisInput): string =>
  bySeverity(findings)
    .slice(0, 12)
    .map(f => findingLine(f, input))
    .join('\n');

function packAssessments(input: SynthesisInput, budget: number): string[] {
  const lines: string[] = [];
  let left = budget;
  for (const { perspectiveId, title, text } of input.assessments) {
    const line = JSON.stringify({
      assessmentOf: plainLine(title, 80),
      perspective: perspectiveId,
      text: plainLine(text, 300),
    });
    left -= line.length + 1;
    if (left < 0) break;
    lines.push(line);
  }
  return lines;
}

const size = (lines: readonly string[]): number =>
  lines.reduce((sum, line) => sum + line.length + 1, 0);

const fit = (line: string, budget: number): string =>
  line.length <= budget ? line : `${line.slice(0, budget - 1).toWellFormed()}…`;

/** As few groups as fit, of equal size, so that no group is very small. */
function packed(nodes: readonly Node[], maxChars: number): Node[][] {
  const count = Math.ceil(size(nodes.map(n => n.line)) / (maxChars * 0.9));
  const target = size(nodes.map(n => n.line)) / count;
  const groups: Node[][] = [];
  let used = Infinity;
  for (const node of nodes) {
    const length = node.line.length + 1;
    if (used + length / 2 > target || used + length > maxChars) {
      groups.push([]);
      used = 0;
    }
    groups.at(-1)?.push(node);
    used += length;
  }
  return groups;
}
