#!/usr/bin/env python3
"""Counts the instructions of fixed pieces of work and compares them with those in bench/instructions.txt.

Usage: check_instructions.py [--program FILE] [--rewrite]

Instruction counts do not depend on how busy the machine is, so a change that makes the engine do more
work shows at once. valgrind counts them; it knows no AVX-512, so the AVX2 forms are what is counted.
--rewrite stores what is counted now: say in the commit message why it changed. Exit 1 where a count is
more than TOLERANCE above the stored one (or below: then the stored one is to be rewritten), 3 where
valgrind is missing.
"""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent
STORED = REPOSITORY / "bench" / "instructions.txt"
TOLERANCE = 0.03
CASES = ["optimise", "lanes", "outputs", "compiled", "strips"]
HEAD = "# Instructions of the work in bench/counted.cpp: case | count. Rewritten by\n" \
       "# tools/check_instructions.py --rewrite, after cmake --build --preset release --target bench_counted\n"
COLLECTED = re.compile(r"Collected : (\d+)")
COUNTED_PART = "*counted_part*"


def count(program, case, cache):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "--collect-atstart=no",
               f"--toggle-collect={COUNTED_PART}", str(program), case, cache]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = COLLECTED.search(done.stderr)
    if done.returncode != 0 or not found:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr}")
    return int(found[1])


def count_all(program):
    with tempfile.TemporaryDirectory() as cache:
        folder = f"{cache}/code"
        subprocess.run([program, "compiled", folder], check=True)
        without_llvm = not pathlib.Path(folder).exists()
        if without_llvm:
            print("compiled: not counted, libLLVM is not installed")
        return {case: count(program, case, folder) for case in CASES
                if case != "compiled" or not without_llvm}


def read_stored():
    rows = (line.split("|") for line in STORED.read_text().splitlines() if not line.startswith("#"))
    return {name.strip(): int(number) for name, number in rows}


def write_stored(counts):
    rows = [f"{case} | {counts[case]}\n" for case in CASES if case in counts]
    STORED.write_text(HEAD + "".join(rows))


def compare(counts, stored):
    failed = False
    for case, number in counts.items():
        change = number / stored[case] - 1 if case in stored else float("inf")
        wrong = abs(change) > TOLERANCE
        failed = failed or wrong
        print(f"{case:10} {number:>12} {change:+8.2%}{'  beyond ' + format(TOLERANCE, '.0%') if wrong else ''}")
    if failed:
        print("more instructions than before make it slower: mend it; if they are fewer, or worth it:\n"
              "tools/check_instructions.py --rewrite, and say why in the commit message")
    return failed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default=REPOSITORY / "build" / "bench" / "bench_counted")
    parser.add_argument("--rewrite", action="store_true")
    arguments = parser.parse_args()
    if shutil.which("valgrind") is None:
        print("valgrind is missing: sudo apt-get install valgrind (or run ./dev setup)")
        sys.exit(3)
    counts = count_all(arguments.program)
    if arguments.rewrite:
        write_stored(counts)
    sys.exit(1 if compare(counts, read_stored()) else 0)


if __name__ == "__main__":
    main()
