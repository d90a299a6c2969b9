import './workerLanguage.ts';
import { parentPort } from 'node:worker_threads';
import { linkProbe } from './linkProbe.ts';
import { runRules, type RulesResult, type RuleSource } from './runRules.ts';

/** A request to the worker: one source. */
export interface RulesRequest {
  readonly id: number;
  readonly source: RuleSource & { readonly uri?: string };
}

export interface RulesReply {
  readonly id: number;
  readonly result: RulesResult;
}

parentPort?.on('message', ({ id, source }: RulesRequest) => {
  const reply: RulesReply = { id, result: runRules(source, linkProbe(source.uri)) };
  parentPort?.postMessage(reply);
});
