#!/usr/bin/env python3
"""Checks the table of diagnostics: every code is used in src/, named in a test, and its id is unique.

Usage: check_codes.py [--root DIR]     (DIR: a repository root; default: this one)
"""
import argparse
import collections
import pathlib
import re
import sys

ROW = re.compile(r'^SLUICE_CODE\((\w+),\s*"(\w+)"')


def read_codes(table):
    return [ROW.match(line).groups() for line in table.read_text().splitlines() if ROW.match(line)]


def read_all(paths):
    return "\n".join(path.read_text(errors="replace") for path in paths)


def texts(root):
    """The text of all code, and of all tests."""
    cpp = list((root / "src").rglob("*.cpp"))
    headers = list((root / "src").rglob("*.h"))
    beside = [path for path in cpp if path.name.endswith("_test.cpp")]
    whole = [path for path in (root / "tests").rglob("*") if path.is_file()]
    code = [path for path in cpp + headers if path not in set(beside)]
    return read_all(code), read_all(beside + whole)


def faults(root):
    codes = read_codes(root / "src/base/codes.def")
    code, tests = texts(root)
    count = collections.Counter(identity for _, identity in codes)
    for name, identity in codes:
        shown = f"src/base/codes.def: {name} ({identity})"
        if count[identity] > 1:
            yield f"{shown}: the id is given {count[identity]} times; each kind has its own"
        if not re.search(rf"\b{name}\b", code):
            yield f"{shown}: nothing reports it; remove the row or use it"
        if not re.search(rf"\b({identity}|Code::{name})\b", tests):
            yield f"{shown}: no test names it; test its exact text beside the code that reports it"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent.parent)
    found = list(faults(parser.parse_args().root))
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
