# shellcheck shell=bash
# Sourced by ./dev: the checks that are not tests. Each prints its findings and how to mend them.

kChecks=(format layers sizes codes docs packages scripts instructions lint)

our_sources() { find src tests bench fuzz -name '*.h' -o -name '*.cpp' | sort; }
our_scripts() { grep -lr -m 1 -E '^#!.*bash|^# Sourced by ./dev' dev .ci tools tests | sort; }

check_format() {
  local files
  files=$(our_sources | xargs --no-run-if-empty clang-format-14 --dry-run 2>&1 |
    sed -n 's/:[0-9]*:[0-9]*: warning: .*//p' | sort -u)
  [ -n "$files" ] || return 0
  echo "not laid out as .clang-format says; mend: clang-format-14 -i ${files//$'\n'/ }"
  return 1
}

check_layers() { python3 tools/check_layers.py; }
check_sizes() { python3 tools/check_sizes.py; }
check_codes() { python3 tools/check_codes.py; }
check_docs() { python3 tools/check_docs.py; }

# Every package that setup installs has its row, with the reason, in README.md.
check_packages() {
  local package why result=0
  while IFS='|' read -r package why; do
    grep -qF "| \`${package% }\` |$why |" README.md && continue
    echo "README.md: the table of dependencies lacks | \`${package% }\` |$why |"
    result=1
  done < <(packages_of build test check fresh fuzz)
  return $result
}

check_scripts() { our_scripts | xargs --no-run-if-empty shellcheck -x -s bash; }

# A change that makes the engine do more work shows here, however busy the machine is.
check_instructions() {
  build_preset release bench_counted >/dev/null && python3 tools/check_instructions.py
}

# clang-tidy runs beside the compiler in the tidy preset, so only what changed since is linted again.
check_lint() {
  local log=build-tidy/lint.log
  cmake --preset tidy >/dev/null || return 1
  cmake --build --preset tidy -- -k 0 >"$log" 2>&1 && return 0
  grep -E '(error|warning): ' "$log" | sed "s|^$PWD/||" | sort -u
  echo "mend the code, or say // NOLINT(check-name): why on the line; the whole log is $log"
  return 1
}

# check [NAME...]: runs all of them, or the named ones, to the end; last line: N passed, N failed.
check() {
  setup build check
  [ $# -gt 0 ] || set -- "${kChecks[@]}"
  local name passed=0 failed=()
  for name in "$@"; do
    [[ " ${kChecks[*]} " == *" $name "* ]] || wrong_use "no check \"$name\"; there are: ${kChecks[*]}"
    say "check: $name"
    if "check_$name"; then passed=$((passed + 1)); else failed+=("$name"); fi
  done
  [ ${#failed[@]} -eq 0 ] || printf '\nfailed: %s\n' "${failed[*]}"
  printf '%d passed, %d failed\n' "$passed" ${#failed[@]}
  [ ${#failed[@]} -eq 0 ]
}
