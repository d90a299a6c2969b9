import { SEVERITIES, type Finding, type Opinion } from '../../domain/results/findings.ts';

/** Steps between severities from which on people would call it a disagreement: critical and minor. */
const FAR_APART = 2;

/**
 * The sides of a merged finding, `lead` first, when its members weigh it far apart or would replace the
 * same words by different ones; none where they agree. `members` in any fixed order; those of one branch
 * never disagree with themselves.
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
    // Who writes nothing else has no view on the words.
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

/** What a member would write in place of the lead's quote; another range is another edit. */
const suggestionOf = ({ range, suggestion }: Finding, lead: Finding): string | undefined =>
  range?.start === lead.range?.start && range?.end === lead.range?.end ? suggestion : undefined;

const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();
