#!/usr/bin/env bash
# Reviews what a pull request or the last push changed. Writes SARIF, a Markdown report for the summary page of the
# job, and the exit code of the review, for the steps behind it.
set -uo pipefail

store="$RUNNER_TEMP/fanout"
sarif="$RUNNER_TEMP/fanout.sarif"
# Of an earlier use in this job: it would pass for the result of this one.
rm -f "$sarif"
if [ -n "${BASE:-}" ]; then
  change=(--changes "origin/$BASE")
else
  change=(--commit HEAD)
fi
options=(--model "$MODEL" --min-severity "$MIN_SEVERITY" --store "$store" --secrets mask)
[ "$MODEL" = offline:rules ] || options+=(--max-cost "$MAX_COST")
[ -z "$BASE_URL" ] || options+=(--base-url "$BASE_URL")
[ -z "$PERSPECTIVES" ] || options+=(--perspectives "$PERSPECTIVES")
while IFS= read -r pattern; do
  [ -z "$pattern" ] || options+=("--exclude=$pattern")
done <<<"${EXCLUDE:-}"
[ -z "$FAIL_ON" ] || options+=(--fail-on "$FAIL_ON")

node "$CLI" review "${change[@]}" "${options[@]}" --format sarif --out "$sarif"
code=$?
reviewed=false
if [ -f "$sarif" ]; then
  reviewed=true
  run=$(node "$CLI" runs --format json --store "$store" |
    node -e 'let t="";process.stdin.on("data",d=>t+=d).on("end",()=>console.log(JSON.parse(t).runs[0]?.id??""))')
  node "$CLI" show "$run" --min-severity "$MIN_SEVERITY" --format markdown --store "$store" >>"$GITHUB_STEP_SUMMARY"
elif [ "$code" = 2 ]; then
  # Nothing to read is no failure of the change; the reason is in the log above.
  echo "Fanout reviewed nothing; the log of the job says why." >>"$GITHUB_STEP_SUMMARY"
fi
{
  echo "code=$code"
  echo "reviewed=$reviewed"
  echo "sarif=$sarif"
} >>"$GITHUB_OUTPUT"
