import retextEnglish from 'retext-english';
import retextEquality from 'retext-equality';
import retextProfanities from 'retext-profanities';
import { unified } from 'unified';
import type { Hit, Rule } from '../types.ts';

/** Parsing is slow (8 s a megabyte), so only sentences with one of these go to the libraries. */
const WORTH_PARSING =
  /\b(?:fuck\w*|shit\w*|bitch\w*|bastards?|cunt\w*|dick(?:head)?s?|piss\w*|whore\w*|slut\w*|fag\w*|nigg\w*|retard(?:ed|s)?|cripple[ds]?|spaz\w*|midgets?|gyps(?:y|ies)|tranny|lame|insane|crazy|psycho\w*|lunatic|schizo\w*|chairm[ae]n|manpower|housewi(?:fe|ves)|mailm[ae]n|firem[ae]n|policem[ae]n|blacklist\w*|whitelist\w*|sanity check\w*|handicapped|wheelchair bound|grandfathered|master (?:and|\/) slave|slaves?)\b/i;
const MOST_SENTENCES = 60;
/** Findings of the library that are wrong more often than right in technical and legal text. */
const IGNORED = [
  'disabled',
  'invalid',
  'execute',
  'host',
  'hosts',
  'primitive',
  'white',
  'black',
  'native',
];

export const inclusiveWording: Rule = {
  id: 'inclusive',
  title: 'Wording that hurts or excludes',
  serves: { markdown: 'tone', prose: 'tone' },
  severity: 'minor',
  confidence: 0.5,
  english: true,
  cap: 2,
  find({ flat, sentences }) {
    const processor = unified()
      .use(retextEnglish)
      .use(retextEquality, { ignore: IGNORED })
      .use(retextProfanities, { sureness: 1 });
    const hits: Hit[] = [];
    // Once is enough: the word is the author's habit.
    const said = new Set<string>();
    let parsed = 0;
    for (const { start, end } of sentences) {
      const body = flat.slice(start, Math.min(end, start + 2000));
      if (!WORTH_PARSING.test(body)) continue;
      if ((parsed += 1) > MOST_SENTENCES) break;
      for (const { from, to, reason } of messagesOf(processor, body)) {
        const word = body.slice(from, to).toLowerCase();
        if (!WORTH_PARSING.test(word) || said.has(word)) continue;
        said.add(word);
        hits.push({ start: start + from, end: start + to, message: reason });
      }
    }
    return hits;
  },
};

interface Remark {
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

function messagesOf(
  processor: { parse(text: string): unknown; runSync(tree: never, file: never): unknown },
  body: string,
): readonly Remark[] {
  const remarks: Remark[] = [];
  // The plugins only ask the file to take their messages.
  const file = {
    value: body,
    message: (reason: string, options?: { place?: Place; position?: Place }) => {
      const place = options?.place ?? options?.position;
      const from = place?.start?.offset;
      const to = place?.end?.offset;
      if (from !== undefined && to !== undefined && to > from) remarks.push({ from, to, reason });
      return {};
    },
  };
  processor.runSync(processor.parse(body) as never, file as never);
  return remarks;
}

interface Place {
  readonly start?: { readonly offset?: number };
  readonly end?: { readonly offset?: number };
}
