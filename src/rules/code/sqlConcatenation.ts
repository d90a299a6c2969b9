import type { Hit, Rule } from '../types.ts';

const VERB =
  '(?:SELECT\\s[^"\'`]{1,300}?\\sFROM|INSERT\\s+INTO|UPDATE\\s+[\\w."]+\\s+SET|DELETE\\s+FROM)\\s';
const TEMPLATE = new RegExp(`\`\\s*${VERB}[^\`]{0,1500}?\\$\\{[^}\`]{1,200}\\}`, 'gi');
const JOINED = new RegExp(
  `(["'])\\s*${VERB}[^"\\n]{0,600}?["']\\s*(?:\\+|\\.)\\s*(?!["'])[\\w$]`,
  'gi',
);
const FORMATTED = new RegExp(
  `\\bf(["'])\\s*${VERB}[^"\\n]{0,600}?\\{[^}\\n]{1,200}\\}|(["'])\\s*${VERB}[^"\\n]{0,600}?["']\\s*(?:%\\s*[\\w(]|\\.format\\()|Sprintf\\(\\s*["'\`]\\s*${VERB}`,
  'gi',
);
/** Templates that bind: sql\`...\`, Prisma.sql\`...\`. */
const TAGGED = /(?:sql|raw|query|\$queryRaw|\$executeRaw|html|gql|SQL)\s*$/;

export const sqlConcatenation: Rule = {
  id: 'sql-concatenation',
  title: 'SQL built from text',
  serves: { code: 'security' },
  severity: 'critical',
  confidence: 0.8,
  find({ code }) {
    const hits: Hit[] = [];
    for (const pattern of [TEMPLATE, JOINED, FORMATTED]) {
      for (const found of code.withStrings.matchAll(pattern)) {
        const start = found.index;
        const end = start + found[0].length;
        if (
          pattern === TEMPLATE &&
          TAGGED.test(code.withStrings.slice(Math.max(0, start - 14), start))
        )
          continue;
        if (hits.some(hit => start < hit.end && hit.start < end)) continue;
        hits.push({
          start,
          end,
          message: 'A value is written into the statement; bind it as a parameter instead.',
        });
      }
    }
    return hits;
  },
};
