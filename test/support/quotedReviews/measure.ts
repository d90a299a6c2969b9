import { candidatesOf } from '../../../src/core/fanin/merge/judge.ts';
import { mergeFindings, planMerge } from '../../../src/core/fanin/merge/merge.ts';
import type { WordVectors } from '../../../src/core/fanin/merge/wordVectors.ts';
import { placeFindings } from '../../../src/core/fanin/place/anchor.ts';
import type { Finding } from '../../../src/core/domain/results/findings.ts';
import { branch, chunk, perspective, raw, source } from '../../unit/core/fanin/fixtures.ts';
import type { QuotedReview } from './quoted.ts';

export interface Placed {
  readonly finding: Finding;
  readonly problem: number;
}

/** The remarks of a review as a run has them: one branch for each reviewer, each quote at its place. */
export function placed({ kind, text, problems }: QuotedReview): Placed[] {
  const document = source(text, kind);
  const whole = chunk(document);
  const remarks = problems.flatMap((all, problem) => all.map(remark => ({ remark, problem })));
  return [...Map.groupBy(remarks, ({ remark: [voice] }) => voice)].flatMap(([voice, own]) => {
    // `risk-b` is another model with the instructions of `risk`.
    const id = voice.replace(/-b$/, '');
    const place = {
      source: document,
      chunk: whole,
      branch: { ...branch(whole, id), id: `c0/${voice}` },
      perspective: perspective(id),
    };
    const findings = placeFindings(place, {
      findings: own.map(({ remark: [, quote, title, message, suggestion = null] }) =>
        raw(quote, { title, message, suggestion }),
      ),
      assessment: '',
      dropped: 0,
    });
    return findings.map((finding, i) => ({ finding, problem: own[i]?.problem ?? -1 }));
  });
}

/** Pairs of remarks of one problem and of different problems, and how many of them are in one group or finding. */
export interface Pairs {
  readonly same: number;
  readonly joined: number;
  /** Of them those whose quotes overlap are in `near`. */
  readonly different: number;
  readonly near: number;
  readonly wrong: number;
  /** In one finding, not only in one group. */
  readonly fused: number;
  /** Of one problem, in one finding or in a set that a model would be asked about. */
  readonly askable: number;
  readonly messages: number;
  readonly kept: number;
}

export function pairsOf(reviews: readonly QuotedReview[], vectors?: WordVectors): Pairs {
  const pairs = {
    ...{ same: 0, joined: 0, different: 0, near: 0, wrong: 0, fused: 0 },
    ...{ askable: 0, messages: 0, kept: 0 },
  };
  for (const review of reviews) {
    const all = placed(review);
    const findings = all.map(({ finding }) => finding);
    const order = {
      sources: [{ ...source(review.text, review.kind), length: review.text.length }],
      perspectives: [...new Set(findings.map(f => f.perspectiveId))].sort().map(perspective),
    };
    const merged = mergeFindings(findings, order, vectors);
    const said = merged.flatMap(f =>
      [f.message, ...(f.wordings ?? []).map(w => w.message)].map(
        message => [message, { id: f.id, group: f.group ?? f.id }] as const,
      ),
    );
    const homes = new Map(said);
    pairs.messages += new Set(findings.map(f => f.message)).size;
    pairs.kept += homes.size;
    const plan = planMerge(findings, order);
    const setOf = new Map(
      candidatesOf(plan, vectors).flatMap(({ id, place }) =>
        place.flatMap(n => plan.repeated[n] ?? []).map(({ message }) => [message, id] as const),
      ),
    );
    for (const [i, a] of all.entries())
      for (const b of all.slice(i + 1)) {
        const [one, other] = [homes.get(a.finding.message), homes.get(b.finding.message)];
        const together = Number(one !== undefined && one.group === other?.group);
        if (a.problem === b.problem) {
          pairs.same += 1;
          pairs.joined += together;
          const set = setOf.get(a.finding.message);
          const asked = set !== undefined && set === setOf.get(b.finding.message);
          pairs.askable += Number(asked || one?.id === other?.id);
        } else {
          pairs.different += 1;
          pairs.near += Number(overlap(a.finding, b.finding));
          pairs.wrong += together;
          pairs.fused += Number(one?.id === other?.id);
        }
      }
  }
  return pairs;
}

const overlap = ({ range: a }: Finding, { range: b }: Finding): boolean =>
  a !== undefined && b !== undefined && a.start < b.end && b.start < a.end;
