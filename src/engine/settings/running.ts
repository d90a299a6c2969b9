import { choice, dollars, flag, integer, number, text, texts } from './kinds.ts';
import { option, setting } from './row.ts';

/** How a run is cut, sent, limited, kept and shown. */
export const RUNNING = {
  chunkTokens: setting(integer({ default: 3000, min: 200, max: 100_000 }), {
    scope: 'application',
    order: 20,
    kept: true,
    option: option('--chunk-tokens <n>', 'asking', 'asked', 'largest chunk, 200 to 100000 (3000)'),
    text: 'The largest chunk, in tokens. Smaller chunks find more and cost more.',
  }),
  partition: setting(
    choice({
      static: 'Cut by structure and size; every part is read from every perspective.',
      planned:
        'One short call sees the outline (titles and sizes, not the text), groups it by topic and leaves out perspectives that have nothing to find in a part. You see the plan and can change it before it is paid for. What it leaves out is listed as not read.',
    }),
    {
      scope: 'application',
      order: 20,
      kept: true,
      option: option(
        '--partition <how>',
        'review',
        'asked',
        'planned: one cheap call groups the parts by topic first; its plan is checked and shown (static)',
      ),
      text: 'Who decides what is read together. A plan that is invalid, too expensive or leaves out too much is not used.',
    },
  ),
  concurrency: setting(integer({ default: 0, min: 0, max: 1000, minTyped: 1 }), {
    scope: 'resource',
    order: 21,
    kept: true,
    limit: true,
    option: option(
      '--concurrency <n>',
      'limits',
      'limits',
      'calls at the same time, 1 to 1000 (64; 16 on this machine)',
    ),
    text: 'How many branches run at the same time. `0`: as many as suits the provider (64 for a hosted one, which is a ceiling: Fanout starts slowly and keeps to the rate limits; 16 for a server on this machine).',
  }),
  mode: setting(
    choice({
      fast: 'As many calls at once as suits the provider.',
      sequential:
        "One call at a time, the perspectives of a chunk in a row: slowest, and the provider's prompt cache is used most.",
      economy:
        "Through the provider's batch engine (OpenAI, Anthropic), for about half the price: usually within the hour, at most 24 hours. The window may be closed meanwhile.",
    }),
    {
      scope: 'application',
      order: 21,
      kept: true,
      option: option(
        '--mode <mode>',
        'goingOn',
        'limits',
        "sequential: one call at a time; economy: the provider's batch engine (fast)",
      ),
      text: "How runs are sent. In economy mode every model goes through its own provider's batches; what no batch takes (joining, checks, models other than those of OpenAI and Anthropic) is asked at once, at the full price. The question before a run offers the other modes and says what each saves.",
    },
  ),
  optimize: setting(
    choice({
      speed: 'Start every branch as early as the limits allow.',
      cost: "Let the first perspective of a chunk go ahead, so that the others read the chunk from the provider's prompt cache.",
    }),
    {
      scope: 'application',
      order: 22,
      kept: true,
      limit: true,
      option: option(
        '--optimize <what>',
        'goingOn',
        'limits',
        'cost waits for the prompt cache (speed)',
      ),
      text: 'What the order of the calls is chosen for.',
    },
  ),
  hedge: setting(flag(false), {
    scope: 'application',
    order: 22,
    kept: true,
    limit: true,
    option: option(
      '--hedge',
      'goingOn',
      'limits',
      'send stragglers twice and take the first answer',
    ),
    text: 'Send a branch that takes far longer than the others a second time while capacity is idle, and take the first answer. Faster at the end of a run; costs up to 6 % more calls, and the slower answer may be billed too.',
  }),
  onFailure: setting(
    choice({
      continue: 'The other branches go on; the gap is listed in the report.',
      stop: 'The run stops at the first failed branch. What was answered is kept.',
      quorum:
        'The run stops when the share of the quorum can no longer succeed. What was answered is kept.',
    }),
    {
      scope: 'resource',
      order: 23,
      kept: true,
      limit: true,
      text: 'What a failed branch means for the rest of the run.',
    },
  ),
  quorum: setting(number({ default: 0.9, min: 0.01, max: 1 }), {
    scope: 'resource',
    order: 23,
    kept: true,
    limit: true,
    text: 'Share of the branches that has to succeed, where `#fanout.onFailure#` is `quorum`.',
  }),
  reuseAnswers: setting(flag(true), {
    scope: 'application',
    order: 24,
    kept: true,
    option: option('--no-cache', 'asking', 'asked', 'ask again what was answered before'),
    text: 'Reuse answers that were paid for before, when text, perspective, prompt and model are the same. They are kept on this computer.',
  }),
  resume: setting(
    choice({
      ask: 'Offer to finish runs that were cut off when a window was reloaded or closed, or a process ended.',
      always:
        'Go on with them as soon as the folder is open again. Only what was not answered is sent.',
      never: 'Leave them as they are; they can still be retried from the Runs view.',
    }),
    {
      scope: 'application',
      order: 25,
      text: 'What to do with runs that were cut off. Answers that were paid for are never asked for again. Workspace values are ignored.',
    },
  ),
  runStore: setting(
    choice({
      workspace: 'With the workspace, in the folder that the editor gives it.',
      shared:
        'In the folder that the command line keeps its runs in, so that the editor lists, shows and goes on with the runs of the terminal, and `fanout runs`, `show` and `resume` with those of the editor.',
    }),
    {
      scope: 'application',
      order: 26,
      text: 'Where runs are kept on this computer. Counts from the next window on. Workspace values are ignored.',
    },
  ),
  keepRunsDays: setting(integer({ default: 30, min: 0, max: 3650 }), {
    scope: 'application',
    order: 26,
    text: 'How many days runs, the copies of their texts and the answers for reuse are kept on this computer. Older ones are deleted when Fanout is next used. 0: until you delete them.',
  }),
  requestsPerMinute: setting(integer({ default: 0, min: 0, max: 1_000_000_000, minTyped: 1 }), {
    scope: 'application',
    order: 30,
    kept: true,
    limit: true,
    option: option('--rpm <n>', 'limits', 'limits', 'requests per minute (learned when not given)'),
    text: 'Requests per minute your account allows. 0: what the provider reports.',
  }),
  inputTokensPerMinute: setting(
    integer({ default: 0, min: 0, max: 1_000_000_000_000, minTyped: 1 }),
    {
      scope: 'application',
      order: 31,
      kept: true,
      limit: true,
      option: option(
        '--itpm <n>',
        'limits',
        'limits',
        'input tokens per minute (learned when not given)',
      ),
      text: 'Input tokens per minute your account allows. 0: what the provider reports.',
    },
  ),
  outputTokensPerMinute: setting(
    integer({ default: 0, min: 0, max: 1_000_000_000_000, minTyped: 1 }),
    {
      scope: 'application',
      order: 32,
      kept: true,
      limit: true,
      option: option(
        '--otpm <n>',
        'limits',
        'limits',
        'output tokens per minute (learned when not given)',
      ),
      text: 'Output tokens per minute your account allows. 0: what the provider reports.',
    },
  ),
  maxCostUsd: setting(dollars({ default: 20, min: 0, max: 100_000 }), {
    scope: 'application',
    order: 33,
    kept: true,
    limit: true,
    option: option('--max-cost <usd>', 'limits', 'limits', 'stop starting calls at this cost'),
    text: 'A run pauses before it costs more than this, in US dollars; what was answered is kept. It holds only for models whose price is known: see `#fanout.maxTokens#`. 0: no limit.',
  }),
  maxTokens: setting(integer({ default: 0, min: 0, max: 1_000_000_000_000, minTyped: 1 }), {
    scope: 'application',
    order: 33,
    kept: true,
    limit: true,
    option: option(
      '--max-tokens <n>',
      'limits',
      'limits',
      'stop starting calls at this many tokens',
    ),
    text: 'A run pauses before it uses more tokens than this, input and output together; what was answered is kept. For models whose price is not known, this is the limit that holds. 0: no limit.',
  }),
  confirmAboveUsd: setting(number({ default: 1, min: 0, max: 100_000 }), {
    scope: 'application',
    order: 34,
    text: 'Ask before a run that is expected to cost more than this, in US dollars. The first run to a new destination is always asked about. 0: ask before every run that costs money.',
  }),
  idleTimeoutSeconds: setting(integer({ default: 60, min: 5, max: 1800 }), {
    scope: 'application',
    order: 40,
    kept: true,
    limit: true,
    option: option(
      '--idle-timeout <seconds>',
      'limits',
      'limits',
      'how long an answer may stand still (60)',
    ),
    text: 'How long an answer may stand still before the attempt counts as stalled, in seconds.',
  }),
  callTimeoutSeconds: setting(integer({ default: 600, min: 10, max: 7200 }), {
    scope: 'application',
    order: 41,
    kept: true,
    limit: true,
    option: option(
      '--call-timeout <seconds>',
      'limits',
      'limits',
      'how long one attempt may take in all (600)',
    ),
    text: 'How long one attempt may take altogether, in seconds.',
  }),
  problems: setting(flag(true), {
    scope: 'resource',
    order: 50,
    text: 'List findings in the Problems view, with a quick fix where there is a suggestion.',
  }),
  minSeverity: setting(
    choice({
      note: 'Everything.',
      minor: 'Minor and graver.',
      major: 'Major and critical.',
      critical: 'Critical alone.',
    }),
    {
      scope: 'resource',
      order: 50,
      restricted: true,
      text: 'The least severity that Problems and exported reports show. What is below is counted; the report of the run has all of it.',
    },
  ),
  minConfidence: setting(number({ default: 0, min: 0, max: 1 }), {
    scope: 'resource',
    order: 50,
    restricted: true,
    text: 'How sure a finding has to be, from 0 to 1, for Problems and exported reports to show it. What is less sure is counted; the report of the run has all of it.',
  }),
  trackedChanges: setting(
    choice({
      accepted: 'As if all of them were accepted.',
      rejected: 'As if all of them were rejected.',
      both: 'Both are read, marked as `{++inserted++}` and `{--deleted--}`.',
    }),
    {
      scope: 'application',
      order: 52,
      kept: true,
      option: option(
        '--tracked-changes <how>',
        'asking',
        'asked',
        'of Word documents: accepted, rejected or both (accepted)',
      ),
      text: 'How tracked changes of Word documents are read. How many there are, and how they were read, is said before anything is sent.',
    },
  ),
  hiddenText: setting(flag(false), {
    scope: 'application',
    order: 53,
    kept: true,
    option: option(
      '--hidden-text',
      'asking',
      'asked',
      'send hidden and struck-out text of Word documents too, marked',
    ),
    text: 'Send hidden and struck-out text of Word documents too, marked as what it is. Left out otherwise, and said.',
  }),
  encoding: setting(text(40), {
    scope: 'resource',
    order: 54,
    kept: true,
    option: option(
      '--encoding <name>',
      'asking',
      'asked',
      'of files that are no Unicode, such as windows-1250 or shift_jis (detected)',
    ),
    text: 'Encoding of files that are no Unicode, such as `windows-1250`, `iso-8859-2` or `shift_jis`. Empty: what `#files.encoding#` says where it names such a one, else detected by the letters of the text.',
  }),
  exclude: setting(
    texts({ uniqueItems: true, maxItems: 200, items: { type: 'string', maxLength: 500 } }),
    {
      scope: 'resource',
      order: 51,
      restricted: true,
      text: 'Files that are never read, as `.gitignore` patterns, besides what `.gitignore` says. Files that hold secrets are left out whatever this says.',
    },
  ),
} as const;
