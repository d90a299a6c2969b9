import type { Usage } from '../../core/domain/billing.ts';
import type { CutWatch } from './cutWatch.ts';

/** What a server did with a prompt that was sent to see how it counts. */
export interface Counted {
  /** Tokens it counted; undefined: it counted none, or refused the prompt. */
  readonly tokens: unknown;
  /** It said that the prompt is too long: such a server cuts nothing in silence. */
  readonly saysTooLong?: true;
  readonly usage?: Usage;
}

/** Sends a prompt of which only the count is wanted. Rejects only when the call was aborted. */
export type Count = (prompt: string) => Promise<Counted>;

/** Prompts sent to one model to see whether it cuts; each is little longer than one that was sent anyway. */
const MAX_PROBES = 4;
/** By how much of a prompt it is lengthened, and by how many words at least. */
const LONGER = 0.25;
const MIN_WORDS = 64;
/** A prompt of a few words that has this share of the tokens of a long one: they are not counted at all. */
const ALIKE = 0.9;
const SHORT_PROMPT = 'Answer with the JSON object {}.';

/** Windows are multiples of 512, or half of one and two tokens (as Ollama cuts since 2026); made-up counts are not. */
const isTelling = (tokens: number): boolean => tokens % 512 === 0 || (tokens - 2) % 512 === 0;

export interface CutProbe {
  /**
   * The window that a prompt was cut to, if it was. Where the counts alone leave it open, a longer prompt is sent: one
   * that is counted alike was cut as well. Before a prompt is taken for cut, a short one shows whether the server
   * counts at all: some gateways report the same number for every call.
   */
  readonly windowOf: (prompt: {
    readonly counted: { readonly tokens: unknown; readonly cached: unknown };
    readonly sent: string;
    readonly shared: string;
    readonly count: Count;
    readonly paid: (usage: Usage) => void;
  }) => Promise<{ readonly window: number | undefined } | undefined>;
}

export function createCutProbe(watch: CutWatch): CutProbe {
  let probes = 0;
  let isCounting: boolean | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  /** One at a time: what the first learns holds for the others. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work, work);
    turn = next.catch(() => undefined);
    return next;
  };

  return {
    async windowOf({ counted, sent, shared, count, paid }) {
      const { tokens } = counted;
      if (isCounting === false) return undefined;
      const ask = async (prompt: string): Promise<Counted> => {
        const answer = await count(prompt);
        if (answer.usage) paid(answer.usage);
        return answer;
      };
      const cut = watch.wasCut(counted, sent, shared);
      if (typeof tokens !== 'number') return undefined;
      const counts = (): Promise<boolean> =>
        inTurn(async () => {
          if (isCounting === undefined) {
            const { tokens: few } = await ask(SHORT_PROMPT);
            if (typeof few === 'number' && few > 0) isCounting = few < tokens * ALIKE;
          }
          return isCounting !== false;
        });
      if (cut) return isTelling(tokens) || (await counts()) ? cut : undefined;
      if (!watch.mayBeCut(tokens, sent)) return undefined;
      const isCut = await inTurn(async () => {
        if (probes >= MAX_PROBES || !watch.mayBeCut(tokens, sent)) return false;
        probes += 1;
        const words = Math.max(MIN_WORDS, Math.ceil(tokens * LONGER));
        const longer = await ask(`${sent}\n${'and '.repeat(words)}`);
        if (longer.saysTooLong) watch.trust(Infinity, Infinity);
        if (typeof longer.tokens !== 'number') return false;
        const more = longer.tokens - tokens;
        if (more >= words / 2) watch.trust(longer.tokens, sent.length / tokens);
        return Math.abs(more) < words / 4;
      });
      return isCut && (await counts()) ? { window: tokens } : undefined;
    },
  };
}
