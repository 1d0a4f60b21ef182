#!/usr/bin/env bash
# Stands before the compiler in the lint build: clang-tidy has read the file, so it is not compiled as well; only the
# list of the files that it includes is written, which tells ninja what a later change touches. Nothing is linked.
set -euo pipefail
output='' compiles=no arguments=()
while [ $# -gt 0 ]; do
  case $1 in
    -o) output=$2; shift ;;
    -c) compiles=yes; arguments+=(-E) ;;
    *) arguments+=("$1") ;;
  esac
  shift
done
if [ "$compiles" = yes ]; then "${arguments[@]}" -o /dev/null; fi
: >"$output"
