import { SEVERITIES, type Finding, type Opinion } from '../../domain/results/findings.ts';

/** Minimum steps between severities that count as a disagreement: critical and minor. */
const FAR_APART = 2;

/**
 * The sides of a merged finding, `lead` first, if its members' severities are far apart or their suggestions for the
 * same words differ; empty if they agree. `members` in any fixed order; those of one branch never disagree with each
 * other.
 */
export function opinionsOf(members: readonly Finding[], lead: Finding): Opinion[] {
  if (members.length < 2) return [];
  const ranks = members.map(rankOf);
  const isFar = Math.max(...ranks) - Math.min(...ranks) >= FAR_APART;
  const fixes = new Set(members.flatMap(m => suggestionOf(m, lead) ?? []).map(plain));
  if (!isFar && fixes.size < 2) return [];
  const sides = new Map<string, Finding[]>();
  for (const member of [lead, ...members.filter(m => m !== lead)]) {
    const fix = suggestionOf(member, lead);
    // A member without a suggestion has no opinion on the words.
    if (fix === undefined && member !== lead && !isFar) continue;
    const key = JSON.stringify([isFar ? member.severity : '', fix === undefined ? '' : plain(fix)]);
    sides.set(key, [...(sides.get(key) ?? []), member]);
  }
  const opinions = [...sides.values()].flatMap(([first, ...rest]) => {
    if (!first) return [];
    const suggestion = suggestionOf(first, lead);
    const branchIds = [...new Set([first, ...rest].flatMap(m => m.branchIds))];
    const { severity, message } = first;
    return [{ severity, message, ...(suggestion === undefined ? {} : { suggestion }), branchIds }];
  });
  const saying = new Set(opinions.flatMap(o => o.branchIds));
  return opinions.length > 1 && saying.size > 1 ? opinions : [];
}

const rankOf = ({ severity }: Finding): number => SEVERITIES.indexOf(severity);

/** A member's replacement for the lead's quote; a different range is a different edit. */
const suggestionOf = ({ range, suggestion }: Finding, lead: Finding): string | undefined =>
  range?.start === lead.range?.start && range?.end === lead.range?.end ? suggestion : undefined;

const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();
