#!/usr/bin/env python3
"""Checks that functions stay under 50 lines and files at 400 at most.

Usage: check_sizes.py [DIR_OR_FILE...]     (none: src tests bench tools web)

Reads C++ as clang-format lays it out: a function's closing brace stands under the start of its first line.
A function's length is its lines from the signature's last line to the closing brace.
Exit 1 and one line a finding where something is too long; always prints the typical sizes.
"""
import pathlib
import re
import statistics
import sys

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent
FUNCTION_LIMIT = 50
FILE_LIMIT = 400

NOT_A_FUNCTION = re.compile(r"^\s*(namespace|class|struct|union|enum|extern|if|for|while|switch|else|do|try|catch|#|//)\b")
OPENS = re.compile(r"[)}]\s*(const|noexcept|override|final|mutable|&{1,2}|->[^{]*|requires[^{]*|\s)*\{$")
ONE_LINE = re.compile(r"^\s*\S[^=]*\w\([^;]*\)[^=;]*\{.*\}$")
NAME = re.compile(r"([\w:~]+|operator\S+)\s*\(")


def indentation(line):
    return len(line) - len(line.lstrip(" "))


def first_line(lines, opening):
    """The signature's first line: a signature may span lines, its later ones indented further."""
    start = opening
    while (start > 0 and lines[start - 1].strip()
           and not lines[start - 1].rstrip().endswith((";", "{", "}", ":", "*/"))
           and not lines[start - 1].lstrip().startswith(("//", "#"))):
        start -= 1
    return start


def closing_line(lines, opening, indent):
    closing = re.compile(" " * indent + r"\}")
    for number in range(opening + 1, len(lines)):
        if closing.match(lines[number]):
            return number
    return opening


def name_of(signature):
    match = NAME.search(signature)
    return match[1] if match else signature.strip()


def functions_of(lines):
    """(name, line number from 1, length) of every function; lambdas belong to their function."""
    number = 0
    while number < len(lines):
        line = lines[number].rstrip()
        if OPENS.search(line) and not NOT_A_FUNCTION.match(line):
            start = first_line(lines, number)
            end = closing_line(lines, number, indentation(lines[start]))
            yield name_of(" ".join(lines[start:number + 1])), start + 1, end - number + 1
            number = end
        elif ONE_LINE.match(line) and not NOT_A_FUNCTION.match(line):
            yield name_of(line), number + 1, 1
        number += 1


def check_file(path, sizes):
    lines = path.read_text().splitlines()
    shown = path.relative_to(REPOSITORY) if path.is_relative_to(REPOSITORY) else path
    if len(lines) > FILE_LIMIT:
        yield f"{shown}:1: {len(lines)} lines; a file has at most {FILE_LIMIT}: split it by what its parts do"
    if path.suffix not in (".h", ".cpp"):
        return
    for name, number, length in functions_of(lines):
        sizes.append(length)
        if length >= FUNCTION_LIMIT:
            yield (f"{shown}:{number}: {name} has {length} lines; a function stays under {FUNCTION_LIMIT}: "
                   "give its steps names")


def sources(places):
    for place in places:
        if place.is_file():
            yield place
        yield from (path for path in sorted(place.rglob("*"))
                    if path.suffix in (".h", ".cpp", ".py", ".sh", ".def", ".ts", ".tsx", ".mjs")
                    and "node_modules" not in path.parts)


def main():
    places = [pathlib.Path(name).resolve() for name in sys.argv[1:]]
    places = places or [REPOSITORY / name for name in ("src", "tests", "bench", "tools", "web")]
    sizes = []
    faults = [fault for path in sources(places) for fault in check_file(path, sizes)]
    for fault in faults:
        print(fault)
    if len(sizes) > 1:
        tenths = statistics.quantiles(sizes, n=10, method="inclusive")
        print(f"{len(sizes)} functions: {statistics.median(sizes):g} lines at the median, "
              f"{tenths[8]:g} at the 90th percentile, {max(sizes)} at the most")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
