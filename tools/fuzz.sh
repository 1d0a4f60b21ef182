# shellcheck shell=bash
# Sourced by ./dev: fuzzing of the readers (fuzz/). New inputs go to build-fuzz/found/READER; what breaks a reader is
# left as build-fuzz/READER-*. Each fuzzer runs as one process.

fuzz_readers() { find fuzz/corpus -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort; }

# Inputs of a reader that take paths no smaller input takes, into its corpus, which every build replays.
keep_corpus() {
  local reader=$1 merged
  merged=$(mktemp -d)
  "build-fuzz/fuzz/fuzz_$reader" -merge=1 -max_len=2000 "$merged" "fuzz/corpus/$reader" "build-fuzz/found/$reader" \
    >/dev/null 2>&1 || return 1
  echo "$reader: $(find "$merged" -type f | wc -l) inputs cover all that was found; they are in $merged"
}

fuzz_one() {
  local reader=$1 seconds=$2
  mkdir -p "build-fuzz/found/$reader"
  say "$reader, $seconds s"
  local words=()
  if [ -f "fuzz/dictionaries/$reader" ]; then words=("-dict=fuzz/dictionaries/$reader"); fi
  "build-fuzz/fuzz/fuzz_$reader" "${words[@]}" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=20000 \
    -artifact_prefix="build-fuzz/$reader-" "build-fuzz/found/$reader" "fuzz/corpus/$reader" ||
    { echo "$reader: broken by the input above; mend the reader and put the input into fuzz/corpus/$reader"; return 1; }
  keep_corpus "$reader"
}

# fuzz [READER [SECONDS]]
fuzz() {
  setup build fuzz
  local readers=() reader result=0
  if [ $# -gt 0 ]; then readers=("$1"); else mapfile -t readers < <(fuzz_readers); fi
  for reader in "${readers[@]}"; do
    [ -d "fuzz/corpus/$reader" ] || wrong_use "no reader \"$reader\"; there are: $(fuzz_readers | tr '\n' ' ')"
  done
  build_preset fuzz "${readers[@]/#/fuzz_}"
  for reader in "${readers[@]}"; do
    fuzz_one "$reader" "${2:-60}" || result=1
  done
  return $result
}
