import { perspectivesFor } from '../../core/jobs/review/perspectives.ts';
import type { SourceKind } from '../../core/domain/source.ts';
import type { Severity } from '../../core/domain/results/findings.ts';
import type { Effort } from '../../core/domain/model.ts';
import { REMOTE_PROVIDERS } from '../../models/registry.ts';
import { choice, flag, number, record, switches, text, texts } from './kinds.ts';
import { idsPerKind, listsIn, MAX_MODELS, ownPerspectives, textsIn } from './lists.ts';
import { option, setting } from './row.ts';
import { CONNECTION, IDS, MODEL, PRICE } from './schemas.ts';

const PROVIDERS = [...REMOTE_PROVIDERS, 'vscode'].map(id => `\`${id}:…\``).join(', ');

/** The ids of the built-in perspectives, as Markdown. */
const builtIn = (kind: SourceKind): string =>
  perspectivesFor(kind)
    .map(({ id }) => `\`${id}\``)
    .join(', ');

/** Who reads a text, from which perspectives, and what is made of it. */
export const READING = {
  model: setting(text(), {
    scope: 'application',
    order: 1,
    restricted: true,
    text: `The model that reads your text, as \`provider:model\`: ${PROVIDERS}, or \`offline:rules\` for the built-in rules, which are not a model and send nothing. Empty: you are asked on first use. **Fanout: Choose Model…** lets you pick from a list. Workspace values are ignored.`,
  }),
  baseUrl: setting(text(), {
    scope: 'application',
    order: 2,
    restricted: true,
    text: "The address that text is sent to, for `compatible:` and `azure:` models and for gateways to other providers, such as `http://127.0.0.1:11434/v1`. Must be `https:`; `http:` is allowed only for this machine. Empty: the provider's own address. An API key is only ever sent to the address it was saved for. Workspace values are ignored.",
  }),
  baseUrls: setting(record({ additionalProperties: { type: 'string' } }, textsIn), {
    scope: 'application',
    order: 3,
    restricted: true,
    kept: true,
    text: 'Addresses of models other than `#fanout.model#`, by provider or by `provider:model`: `{"compatible:llama4": "http://127.0.0.1:11434/v1"}`. Must be `https:`; `http:` is allowed only for this machine. A model that is not listed uses its provider\'s own address. An API key is only ever sent to the address it was saved for. Workspace values are ignored.',
  }),
  connections: setting(
    record({ additionalProperties: CONNECTION }, value => value),
    {
      scope: 'application',
      order: 3,
      restricted: true,
      text: 'What servers need beside an API key, by address: `{"https://gateway.example.com": {"headers": {"X-Team": "legal", "X-Gateway-Key": "${env:GATEWAY_KEY}"}, "keyCommand": ["az", "account", "get-access-token", "--query", "accessToken", "--output", "tsv"], "certificate": {"cert": "/path/client.pem", "key": "/path/client.key", "ca": "/path/ca.pem"}}}`. In headers `${env:NAME}` is an environment variable and `${key}` the saved API key; an empty value removes a header. `keyCommand` prints a key or token; it runs without a shell, once, and again when the key is refused. Nothing of this is stored with a run. Workspace values are ignored.',
    },
  ),
  moreModels: setting(texts({ maxItems: MAX_MODELS, items: MODEL }), {
    scope: 'application',
    order: 4,
    restricted: true,
    text: 'More models that read every perspective in addition to `#fanout.model#`, as `provider:model`. You pay for each. A problem that several models report is one finding that names them all: each further model halves the remaining doubt, and differing severities are shown side by side. Workspace values are ignored.',
  }),
  perspectiveModels: setting(
    record(
      {
        additionalProperties: {
          anyOf: [MODEL, { type: 'array', minItems: 1, maxItems: MAX_MODELS, items: MODEL }],
        },
      },
      listsIn,
    ),
    {
      scope: 'application',
      order: 5,
      restricted: true,
      text: 'The model or models that read a perspective instead of `#fanout.model#` and `#fanout.moreModels#`: `{"accuracy": ["openai:…", "anthropic:…"], "tone": "compatible:…"}`. Workspace values are ignored.',
    },
  ),
  verifyModel: setting(text(), {
    scope: 'application',
    order: 6,
    restricted: true,
    kept: true,
    text: 'The model that checks findings (`#fanout.verify#`) and uncertain labels (`#fanout.doubtfulBelow#`) a second time, as `provider:model`. A stronger model here lets a cheaper one read everything first. Empty: `#fanout.model#`. Workspace values are ignored.',
  }),
  reasoningEffort: setting(
    choice<'default' | Effort>({
      default: 'What the model does by itself.',
      low: 'Think little: cheaper and faster.',
      medium: 'Think for a while.',
      high: 'Think long: dearer and slower; may find what is hard to see.',
    }),
    {
      scope: 'application',
      order: 6,
      kept: true,
      option: option(
        '--effort <level>',
        'asking',
        'asked',
        'how much the model thinks before it answers: low, medium or high, billed as output (default: what the model does by itself)',
      ),
      text: 'How much models think before they answer, where they can be told (OpenAI, Anthropic, Gemini, Ollama and others); a server that refuses it is asked without. Thoughts are billed as output, and the estimate includes them. Answers of another effort are not reused.',
    },
  ),
  doubtfulBelow: setting(number({ default: 0, min: 0, max: 1 }), {
    scope: 'application',
    order: 6,
    restricted: true,
    text: 'Classify: labels with a confidence below this, for example 0.6, are checked by `#fanout.verifyModel#` as well. Both labels are kept and shown; the second one counts. `0`: no label is checked twice. The estimate includes these calls. Workspace values are ignored.',
  }),
  prices: setting(
    record({ additionalProperties: PRICE }, value => value),
    {
      scope: 'application',
      order: 7,
      restricted: true,
      kept: true,
      text: 'What models cost, instead of the built-in list prices: `{"openai:…": {"input": 2, "output": 10, "cachedInput": 0.2}}`, in US dollars per million tokens. For models with a higher price for long requests, add `"threshold": 200000, "above": {…}`. An entry that is not a valid price is reported and ignored, and the built-in price is used. A model in neither list has no price: limits in money cannot apply to it. Workspace values are ignored.',
    },
  ),
  perspectives: setting(
    record(
      { additionalProperties: false, properties: { markdown: IDS, prose: IDS, code: IDS } },
      idsPerKind,
    ),
    {
      scope: 'resource',
      order: 10,
      restricted: true,
      text: `The perspectives each kind of text is read from, by id. Built in for \`markdown\` and \`prose\`: ${builtIn('prose')}; for \`code\`: ${builtIn('code')}. A kind that is not listed uses all of its built-in perspectives. **Fanout: Choose Perspectives…** lets you pick from a list.`,
    },
  ),
  customPerspectives: setting(ownPerspectives, {
    scope: 'resource',
    order: 11,
    restricted: true,
    text: 'Your own perspectives. Name them in `#fanout.perspectives#` or choose them per run. Perspectives of a workspace are used only if it is trusted and you have agreed to them.',
  }),
  language: setting(text(60), {
    scope: 'resource',
    order: 12,
    restricted: true,
    kept: true,
    option: option(
      '--language <name>',
      'asking',
      'asked',
      "language of the findings and answers (default: the document's own)",
    ),
    text: 'The language of findings and answers, such as `English` or `Deutsch`. Empty: the language of the document itself.',
  }),
  offlineRules: setting(switches, {
    scope: 'resource',
    order: 12,
    restricted: true,
    kept: true,
    option: option(
      '--rules <ids>',
      'review',
      'asked',
      'offline rules to turn on, or off with no- before the id: contradiction,no-unused-term; the report names the rules that are off',
    ),
    text: 'Rules of the offline reviewer to turn on or off, by id: `{"contradiction": true, "unused-term": false}`. Rules whose findings were useful less often than 60 % of the time on texts they were not made from are off by default; the report of an offline review names the rules that are off.',
  }),
  synthesis: setting(flag(true), {
    scope: 'application',
    order: 13,
    kept: true,
    option: option(
      '--no-synthesis',
      'run',
      'asked',
      'do not ask the model for an executive summary',
    ),
    text: 'Ask the model for an executive summary at the end of a run: one more call, or a few for long reports. It does not change the findings.',
  }),
  instructions: setting(flag(true), {
    scope: 'application',
    order: 13,
    text: 'Apply the rules in `.fanout/instructions.md` and `AGENTS.md`, the nearest above each file, in reviews of trusted workspaces. Fanout shows which files are used before anything is sent; each finding names the rule it is based on.',
  }),
  verify: setting(
    choice<'off' | Severity>({
      off: 'No finding is checked a second time.',
      critical: 'Critical findings are checked.',
      major: 'Critical and major findings are checked.',
      minor: 'All findings but notes are checked.',
      note: 'Every finding with a place in the text is checked.',
    }),
    {
      scope: 'application',
      order: 13,
      kept: true,
      option: option(
        '--verify <severity>',
        'review',
        'asked',
        'check findings at or above this severity with a second call that tries to refute them',
      ),
      text: 'Check serious findings with one independent call each that tries to refute them. Refuted findings stay in the report, listed separately. The estimate includes these calls.',
    },
  ),
  consistency: setting(flag(true), {
    scope: 'application',
    order: 13,
    kept: true,
    option: option(
      '--no-consistency',
      'review',
      'asked',
      'do not compare what distant sections say about the same thing',
    ),
    text: 'Compare what distant sections of a text say about the same thing: terms, references, amounts, dates. One perspective also lists these facts, and only those that may contradict each other go to the model.',
  }),
} as const;
