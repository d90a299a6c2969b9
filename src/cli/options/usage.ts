import { PROVIDERS, REMOTE_PROVIDERS } from '../../models/registry.ts';

const KEY_VARIABLES = REMOTE_PROVIDERS.map(id => PROVIDERS[id].keyVariable);

/** What `--help` prints. */
export const USAGE = `Fanout Review: reviews, summarizes and questions text and code too long for one model call.

  fanout review <paths...>     review files and folders
  fanout review --changes [REF]   review what is not committed, or what HEAD changed since it left branch REF
  fanout review --staged       review what is staged
  fanout review --commit SHA   review what one commit changed
  fanout summarize <paths...>  sum up files and folders; every statement names its places
  fanout ask "question" <paths...>   answer a question from all of them, or list what --columns name
  fanout classify <file> --column C --labels a,b,c   label each record of a CSV, TSV or JSONL file, or each paragraph
  fanout labels <file> --column C                    have a model propose labels from a sample, as JSON to edit
  fanout plan <paths...>       the same as review --plan, also of changes
  fanout runs                  list stored runs, newest first
  fanout show <run>            the report of a stored run
  fanout compare <run> <run>   what is new, fixed and unchanged (--format text, json or markdown)
  fanout resume <run>          go on with a run that was cut off or has gaps
  fanout cancel <run>          take back what waits at the provider; what it answered is kept
  fanout delete <run>          remove a run, its text and the answers that quote it (--force: although answers of
                               it wait at the provider)
  fanout dismiss <run> <finding> --reason TEXT   mark a finding as one that needs no change, here and in later runs
  fanout accept <run> <finding>                  mark a finding as one to act on
  fanout reopen <run> <finding>                  take such a mark back

What to ask, and of whom
  --plan                       split and estimate only; nothing is sent
  --model PROVIDER:ID          offline:rules (the default), or a provider's model, such as openai:ID; providers:
                               ${REMOTE_PROVIDERS.join(', ')}
  --models A,B                 every perspective read by each of these; the first is the run's own model
  --perspective-model ID=MODEL this perspective by that model instead; again for several
  --verify-model MODEL         who makes the second call of --verify (the run's own model)
  --prices FILE                JSON, {"provider:id": {"input": 2, "output": 10}}, US dollars per million tokens;
                               with "threshold": 200000, "above": {...} for requests of more input tokens
  --base-url [MODEL=]URL       where a compatible server listens, for example http://localhost:11434/v1
  --instructions FILE          apply the rules of a Markdown file such as AGENTS.md (review; may be given again);
                               none is taken from the folder under review by itself
  --perspectives a,b           accuracy tone completeness | correctness security performance maintainability tests
  --perspectives-file FILE     perspectives of your own, a JSON list (.fanout/perspectives.json, here or above)
  --chunk-tokens N             largest chunk, 200 to 100000 (3000)
  --partition static|planned   planned: one cheap call groups the parts by topic first; its plan
                               is checked and shown, and with --ask-plan you can change it (static)
  --ask-plan                   ask about the plan of --partition planned before it is paid for
  --secrets stop|mask|send     what to do when keys or passwords stand in the text (stop)
  --language NAME              language of the remarks (the document's own)
  --length short|medium|long|N  of a summary, N in words (medium)
  --audience TEXT --focus TEXT  whom a summary is for, and what it is to be about
  --columns a*,b:number        ask for rows: names with commas between them; :number, :date, :boolean; * marks the key
  --schema FILE                ask for rows: a JSON Schema of flat fields
  --no-synthesis               no summary by the model
  --verify SEVERITY            have findings at or above it checked by a second call that tries to refute them
  --no-consistency             do not compare what distant sections say of the same thing
  --no-cache                   ask again what was answered before

Records (classify, labels)
  --column NAME                the column with the text; may be given more than once (the only one)
  --labels a,b,c|FILE          the labels, or a file: JSON array, JSON object {name: description}, or one a line
  --multi                      any number of labels a record
  --about TEXT                 what the labels are for
  --gold COLUMN                the right labels: accuracy, precision, recall and confusions are reported
  --id COLUMN                  names the records (id, else their number)
  --text-is FORMAT             csv, tsv, jsonl or paragraphs (by the file's name)
  --no-header                  the first row is a record, too; columns are 1, 2, 3 ...
  --records-per-call N         1 to 64 (50)
  --second-model MODEL         asked again for labels in doubt, and for records the first model cannot label
  --doubtful N                 what is in doubt: labels less sure than this, up to 1 (0.6)

Limits
  --concurrency N              calls at the same time, 1 to 1000 (64; 16 on this machine)
  --rpm N --itpm N --otpm N    requests, input tokens, output tokens per minute (learned when not given)
  --idle-timeout S --call-timeout S   how long an answer may stand still, and take in all, in seconds (60, 600)
  --max-cost USD               stop starting calls at this cost
  --max-tokens N               stop starting calls at this many tokens
  --on-failure partial|fail|quorum=0.9   go on and say what is missing (the default), or stop
  --hedge                      send stragglers twice and take the first answer
  --mode fast|sequential|economy   sequential: one call at a time; economy: the provider's batch engine (fast)
  --batch                      --mode economy: about half the price, within 24 hours; openai and anthropic.
                               Ctrl+C leaves the batch at the provider: fanout resume goes on
  --optimize speed|cost        cost waits for the prompt cache (speed)

Output
  --format text|json|markdown|html|sarif|csv|jsonl   (text); csv and jsonl of records are written while the run goes on
  --out FILE                   write the report there instead of standard output
  --events FILE                write every event there, one JSON object a line
  --fail-on SEVERITY           exit 1 on findings at or above critical, major, minor or note
  --decisions FILE|none        decisions of the team (.fanout/decisions.json, here or above, up to the Git root;
                               of a change: as it is on the base side); none: no decision counts
  --store DIR                  where runs are kept (your data folder)
  --help, --version

Keys come from the environment: ${KEY_VARIABLES.slice(0, 4).join(', ')},
  ${KEY_VARIABLES.slice(4).join(', ')} (compatible).
Exit: 0 done, 1 findings at or above --fail-on, 2 usage, 3 partial, 4 failed, 130 cancelled.
`;
