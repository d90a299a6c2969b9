import { choice, dollars, flag, integer, number, someOf, text, texts } from './kinds.ts';
import { option, setting } from './row.ts';

/** How a run is cut, sent, limited, kept and shown. */
export const RUNNING = {
  chunkTokens: setting(integer({ default: 3000, min: 200, max: 100_000 }), {
    scope: 'application',
    order: 20,
    kept: true,
    option: option(
      '--chunk-tokens <n>',
      'asking',
      'asked',
      'largest chunk in tokens, 200 to 100000 (default: 3000)',
    ),
    text: 'The largest chunk, in tokens. Smaller chunks find more and cost more.',
  }),
  partition: setting(
    choice({
      static: 'Cut by structure and size; every part is read from every perspective.',
      planned:
        'One short call sees the outline (titles and sizes, not the text), groups it by topic and skips perspectives that have nothing to find in a part. You see the plan and can change it before you pay for it. What it skips is listed as not read.',
    }),
    {
      scope: 'application',
      order: 20,
      kept: true,
      option: option(
        '--partition <how>',
        'review',
        'asked',
        'static, or planned: one cheap call first groups the parts by topic; its plan is checked and shown (default: static)',
      ),
      text: 'How it is decided what is read together. A plan that is invalid, too expensive or skips too much is not used.',
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
      'calls at the same time, 1 to 1000 (default: 64; 16 for a server on this machine)',
    ),
    text: 'How many branches run at the same time. `0`: as many as suit the provider: up to 64 for a hosted one (Fanout starts slowly and keeps to the rate limits), 16 for a server on this machine.',
  }),
  mode: setting(
    choice({
      fast: 'As many calls at once as suit the provider.',
      sequential:
        "One call at a time, all perspectives of a chunk in a row: slowest, and makes the most of the provider's prompt cache.",
      economy:
        "Through the provider's batch API (OpenAI, Anthropic), for about half the price: usually within an hour, at most 24 hours. You can close the window meanwhile.",
    }),
    {
      scope: 'application',
      order: 21,
      kept: true,
      option: option(
        '--mode <mode>',
        'goingOn',
        'limits',
        "fast, sequential (one call at a time) or economy (the provider's batch API) (default: fast)",
      ),
      text: "How runs are sent. In economy mode every model goes through its own provider's batches; what cannot be batched (joining, checks, models other than those of OpenAI and Anthropic) is sent at once, at the full price. The question before a run offers the other modes and shows what each saves.",
    },
  ),
  optimize: setting(
    choice({
      speed: 'Start every branch as early as the limits allow.',
      cost: "Send the first perspective of a chunk ahead, so that the others read the chunk from the provider's prompt cache.",
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
        'speed, or cost: wait for the prompt cache (default: speed)',
      ),
      text: 'Whether calls are ordered for speed or for cost.',
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
      'send slow calls a second time and take the first answer',
    ),
    text: 'Send a branch that takes far longer than the others a second time while capacity is idle, and take the first answer. Shortens the end of a run; costs up to 6 % more calls, and the slower answer may be billed too.',
  }),
  onFailure: setting(
    choice({
      continue: 'The other branches continue; the gap is listed in the report.',
      stop: 'The run stops at the first failed branch. What was answered is kept.',
      quorum: 'The run stops when the quorum can no longer be reached. What was answered is kept.',
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
    text: 'Share of the branches that must succeed if `#fanout.onFailure#` is `quorum`.',
  }),
  reuseAnswers: setting(flag(true), {
    scope: 'application',
    order: 24,
    kept: true,
    option: option('--no-cache', 'asking', 'asked', 'do not reuse answers of earlier runs'),
    text: 'Reuse answers that you have already paid for if text, perspective, prompt and model are the same. They are kept on this computer.',
  }),
  resume: setting(
    choice({
      ask: 'Offer to finish runs that were interrupted when a window was reloaded or closed, or a process ended.',
      always:
        'Resume them as soon as the folder is open again. Only what was not answered is sent.',
      never: 'Leave them as they are; they can still be retried from the Runs view.',
    }),
    {
      scope: 'application',
      order: 25,
      text: 'What to do with runs that were interrupted. Answers that you have paid for are never requested again. Workspace values are ignored.',
    },
  ),
  runStore: setting(
    choice({
      workspace: "In the editor's own storage for the workspace.",
      shared:
        'In the folder where the command line keeps its runs, so that the editor lists, shows and resumes runs started in the terminal, and `fanout runs`, `show` and `resume` work with runs of the editor.',
    }),
    {
      scope: 'application',
      order: 26,
      text: 'Where runs are kept on this computer. Takes effect in the next window. Workspace values are ignored.',
    },
  ),
  keepRunsDays: setting(integer({ default: 30, min: 0, max: 3650 }), {
    scope: 'application',
    order: 26,
    text: 'How many days runs, the copies of their texts and the answers for reuse are kept on this computer. Older ones are deleted the next time Fanout is used. 0: until you delete them.',
  }),
  requestsPerMinute: setting(integer({ default: 0, min: 0, max: 1_000_000_000, minTyped: 1 }), {
    scope: 'application',
    order: 30,
    kept: true,
    limit: true,
    option: option(
      '--rpm <n>',
      'limits',
      'limits',
      "requests per minute (default: the provider's limit, learned during the run)",
    ),
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
        "input tokens per minute (default: the provider's limit)",
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
        "output tokens per minute (default: the provider's limit)",
      ),
      text: 'Output tokens per minute your account allows. 0: what the provider reports.',
    },
  ),
  maxCostUsd: setting(dollars({ default: 20, min: 0, max: 100_000 }), {
    scope: 'application',
    order: 33,
    kept: true,
    limit: true,
    option: option(
      '--max-cost <usd>',
      'limits',
      'limits',
      'start no more calls once the run would cost more than this, in US dollars',
    ),
    text: 'A run pauses before it costs more than this, in US dollars; what was answered is kept. Applies only to models whose price is known; for others, see `#fanout.maxTokens#`. 0: no limit.',
  }),
  monthlyBudgetUsd: setting(dollars({ default: 0, min: 0, max: 1_000_000 }), {
    scope: 'application',
    order: 33,
    kept: true,
    limit: true,
    option: option(
      '--monthly-budget <usd>',
      'limits',
      'limits',
      'send nothing more once all runs of this calendar month have cost this, in US dollars',
    ),
    text: 'What all runs of a calendar month may cost together, in US dollars, in every window and on the command line (there: `--monthly-budget`). You are warned at 50, 75 and 90 %; above it nothing is sent. Counts only models whose price is known. 0: no limit.',
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
      'start no more calls once the run would use more tokens than this',
    ),
    text: 'A run pauses before it uses more tokens than this, input and output together; what was answered is kept. For models whose price is not known, this is the limit that applies. 0: no limit.',
  }),
  confirmAboveUsd: setting(number({ default: 1, min: 0, max: 100_000 }), {
    scope: 'application',
    order: 34,
    text: 'Ask before a run that is expected to cost more than this, in US dollars. Fanout always asks before the first run to a new destination. 0: ask before every run that costs money.',
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
      'longest pause within an answer (default: 60)',
    ),
    text: 'How long an answer may pause before the attempt counts as stalled, in seconds.',
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
      'longest duration of one attempt (default: 600)',
    ),
    text: 'How long one attempt may take in total, in seconds.',
  }),
  problems: setting(flag(true), {
    scope: 'resource',
    order: 50,
    text: 'List findings in the Problems view, with a quick fix for each suggestion.',
  }),
  show: setting(
    someOf(
      {
        problems: 'The Problems view and squiggles.',
        codeLens: 'A line above each part with findings, with their number.',
        comments:
          'Comments at the words they are about, and the Comments view: the 30 most severe findings of a document.',
        gutter: 'Marks beside the line numbers.',
      },
      ['problems', 'codeLens'],
    ),
    {
      scope: 'resource',
      order: 51,
      text: 'How findings are shown in the text. `#fanout.problems#` switches the Problems view off as well.',
    },
  ),
  minSeverity: setting(
    choice({
      note: 'Everything.',
      minor: 'Minor, major and critical.',
      major: 'Major and critical.',
      critical: 'Critical only.',
    }),
    {
      scope: 'resource',
      order: 50,
      restricted: true,
      text: 'The lowest severity that Problems and exported reports show. Findings below it are counted; the report panel shows all of them.',
    },
  ),
  minConfidence: setting(number({ default: 0, min: 0, max: 1 }), {
    scope: 'resource',
    order: 50,
    restricted: true,
    text: 'The lowest confidence, from 0 to 1, of findings that Problems and exported reports show. Findings below it are counted; the report panel shows all of them.',
  }),
  trackedChanges: setting(
    choice({
      accepted: 'As if all changes were accepted.',
      rejected: 'As if all changes were rejected.',
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
        'how to read tracked changes of Word documents: accepted, rejected or both (default: accepted)',
      ),
      text: 'How tracked changes of Word documents are read. Fanout shows how many there are, and how they were read, before anything is sent.',
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
      'also send what readers of documents do not see (hidden text, slides, sheets and rows, notes, comments), marked as such',
    ),
    text: 'Also send what the readers of documents do not see, marked as such: hidden and struck-out text, hidden slides, sheets and rows, speaker notes, and comments of other formats than Word’s. Otherwise it is left out, and Fanout says so.',
  }),
  readAs: setting(
    choice({
      auto: 'By what it is: HTML, DocBook and DITA as the text that a reader sees, code as code.',
      text: 'As running text, whatever the language.',
      code: 'As code, with its marks.',
    }),
    {
      scope: 'resource',
      order: 54,
      kept: true,
      option: option(
        '--read-as <what>',
        'asking',
        'asked',
        'text, code or auto: how text in mark-up and files of any language are read (default: auto)',
      ),
      text: 'How files are read, which decides how they are split and from which perspectives.',
    },
  ),
  maxFiles: setting(integer({ default: 5000, min: 1, max: 100_000 }), {
    scope: 'application',
    order: 55,
    kept: true,
    option: option(
      '--max-files <n>',
      'asking',
      'asked',
      'most files to read; taken as they are named, in folders by name (default: 5000)',
    ),
    text: 'How many files one run reads at most. Files are taken in the order in which they are named, in a folder by their names. The rest is listed as not read.',
  }),
  encoding: setting(text(40), {
    scope: 'resource',
    order: 54,
    kept: true,
    option: option(
      '--encoding <name>',
      'asking',
      'asked',
      'encoding of files that are not Unicode, such as windows-1250 or shift_jis (default: detected)',
    ),
    text: 'Encoding of files that are not Unicode, such as `windows-1250`, `iso-8859-2` or `shift_jis`. Empty: the value of `#files.encoding#` if it is such an encoding, otherwise detected from the text.',
  }),
  exclude: setting(
    texts({ uniqueItems: true, maxItems: 200, items: { type: 'string', maxLength: 500 } }),
    {
      scope: 'resource',
      order: 51,
      restricted: true,
      text: 'Files that are never read, as `.gitignore` patterns, in addition to those of `.gitignore`. Files that usually hold secrets are left out in any case.',
    },
  ),
} as const;
