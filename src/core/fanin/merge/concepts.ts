import { stem } from './similarity.ts';

/**
 * What remarks are about in kind, in words that reviewers use for the same thing: two remarks on a missing deadline may
 * share no other word. Written from the vocabulary of reviews of contracts, documents and code; English only, remarks in
 * other languages are compared by their words.
 */
const CONCEPTS: readonly (readonly [concept: string, words: RegExp])[] = [
  [
    'absent',
    /\b(?:missing|lacks?|lacking|absent|omit\w*|undefined term|never (?:says|defined|stated)|not (?:stated|given|defined|said|mentioned|specified|documented|explained|disclosed|set)|unspecified|undocumented|undisclosed|without (?:a|any|saying|explaining)|no (?:list|deadline|definition|mention))\b/,
  ],
  [
    'conflict',
    /\b(?:contradict\w*|conflict\w*|inconsisten\w*|disagree\w*|mismatch\w*|differ(?:s|ent)?|does ?n[o']t (?:match|agree)|not match|incompatib\w*|discrepan\w*|ambigu\w*)\b/,
  ],
  [
    'null',
    /\b(?:nil|null|none|undefined|optional|nullable|nullpointer\w*|npe|nomethoderror|typeerror|dereferenc\w*|guard\w*|unset|blank|empty)\b/,
  ],
  [
    'crash',
    /\b(?:crash\w*|throw\w*|raise\w*|exception\w*|panic\w*|500|abort\w*|fails?|failure|error)\b/,
  ],
  [
    'race',
    /\b(?:rac(?:e|y)|concurren\w*|thread\w*|lock\w*|mutex|deadlock\w*|atomic\w*|synchron\w*|simultaneous\w*|await\w*|async\w*|promise\w*|goroutine\w*)\b/,
  ],
  [
    'secure',
    /\b(?:secur\w*|inject\w*|xss|csrf|ssrf|escap\w*|saniti[sz]\w*|vulnerab\w*|credential\w*|secret\w*|token\w*|leak\w*|bypass\w*|authori[sz]\w*|permission\w*|privilege\w*|access control)\b/,
  ],
  [
    'slow',
    /\b(?:perform\w*|slow\w*|quadratic|n\+1|inefficien\w*|o\(n|memory|latency|expensive|cache\w*)\b/,
  ],
  [
    'time',
    /\b(?:deadline\w*|period\w*|time ?limit\w*|time ?out\w*|days?|months?|years?|duration|how long|retention|expir\w*|ttl)\b/,
  ],
  [
    'money',
    /\b(?:fees?|pric\w*|cost\w*|amount\w*|pay(?:s|ment\w*)?|paid|rent|deposit|refund\w*|cap)\b/,
  ],
  [
    'number',
    /\b(?:number\w*|digits?|figures?|percent\w*|values?|count\w*|index\w*|off.by.one|zero-based|range|overflow\w*|negative)\b/,
  ],
  [
    'name',
    /\b(?:nam(?:e|es|ing|ed)|renam\w*|typo\w*|misspel\w*|spelling|label\w*|terminolog\w*)\b/,
  ],
  [
    'unused',
    /\b(?:unused|dead code|never (?:used|called)|redundan\w*|duplicat\w*|unnecessar\w*|twice)\b/,
  ],
  ['test', /\b(?:tests?|assert\w*|mock\w*|coverage|spec|flaky)\b/],
  [
    'type',
    /\b(?:types?|cast\w*|convert\w*|coerc\w*|string|integer|boolean|signature|interface|overrid\w*|abstract)\b/,
  ],
  ['doc', /\b(?:comment\w*|docs?|document\w*|docstring\w*|readme|mislead\w*)\b/],
  [
    'config',
    /\b(?:config\w*|settings?|hard-?coded|constant\w*|magic|environment|default\w*|options?|flags?)\b/,
  ],
  ['order', /\b(?:order\w*|before|after|early|earlier|later|first|sequence|precede\w*)\b/],
  ['return', /\b(?:return\w*|respon\w*|status|404|result\w*)\b/],
  [
    'equal',
    /\b(?:compar\w*|equals?|==|identity|case[- ]sensitiv\w*|uppercase|lowercase|normali[sz]\w*)\b/,
  ],
  [
    'condition',
    /\b(?:condition\w*|logic|always|never|inverted|wrong operator|branch|if statement|check\w*)\b/,
  ],
  [
    'end',
    /\b(?:terminat\w*|cancel\w*|end of|expir\w*|renew\w*|close\w*|cleanup|dispose\w*|releas\w*)\b/,
  ],
];

/** The kinds of problem that a remark speaks of. */
export function conceptsIn(text: string): ReadonlySet<string> {
  const lower = text.toLowerCase();
  return new Set(CONCEPTS.flatMap(([concept, words]) => (words.test(lower) ? [concept] : [])));
}

/** Words that name what is wrong, whatever it is wrong with. */
const KINDS = new Set(
  'missing absent lacking omitted omits omission absence unstated unspecified undocumented unmentioned silent undefined undeclared unknown unresolved define definition term meaning contradict contradiction contradictory conflict inconsistent inconsistency mismatch disagree disagreement differ discrepancy incompatible clash collide diverge deviate ambiguous ambiguity unclear vague imprecise indefinite obscure uncertain confusing wrong incorrect erroneous false inaccurate mistaken mistake error invalid faulty duplicate repeat repetition redundant twice copy obsolete outdated deprecated stale old legacy superseded withdrawn expired broken dead dangling nonexistent unused unreferenced unnecessary superfluous misleading deceptive typo misspelled spelling misspelt crash panic abort segfault fault fail failure die throw raise exception never forever indefinitely endless infinite unbounded unlimited limitless uncapped limit cap capped ceiling bound maximum restriction restrict threshold slow slower inefficient performance expensive costly latency quadratic immediately instantly instant unilateral onesided sole excessive onerous disproportionate exorbitant unreasonable burdensome unfair harsh short insufficient inadequate low'
    .split(' ')
    .map(stem),
);

/** Whether a stem says what is wrong rather than with what: two remarks on two subjects may share many of these. */
export const namesKind = (stemmed: string): boolean => KINDS.has(stemmed);
