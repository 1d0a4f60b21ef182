#!/usr/bin/env python3
"""Checks the documentation against the code: docs/language.md has the row of every function.

Usage: check_docs.py [--root DIR]     (DIR: a repository root; default: this one)
"""
import argparse
import pathlib
import re
import sys

BUILTIN = re.compile(r'^SLUICE_BUILTIN\(\w+, "([^"]*)", "([^"]*)", (\w+), (\d), (\d), "([^"]+)", "(.+)"\)$')
UNREAD = re.compile(r'^SLUICE_UNREAD_BUILTIN\("([^"]+)", ".+"\)$')
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


def name_of(row):
    """Vensim's, else XMILE's."""
    return row[1] or row[2].split(",")[0]


def row_of(name, units, meaning):
    return f"| `{name}` | `{units}` | {meaning} |"


def missing_functions(table, page):
    lines = set(page.splitlines())
    prose = " ".join(page.split())
    for number, line in enumerate(table.splitlines(), 1):
        if not line.startswith("SLUICE_"):
            continue
        read, unread = BUILTIN.match(line), UNREAD.match(line)
        if read:
            row = row_of(name_of(read), read[6], read[7])
            if row not in lines:
                yield f"docs/language.md: lacks the row {row}"
        elif unread:
            if f"`{unread[1]}`" not in prose:
                yield f"docs/language.md: does not name `{unread[1]}` among the functions that are not read"
        else:
            yield f"src/syntax/builtins.def:{number}: tools/check_docs.py cannot read this row: {line}"


def stray_rows(table, page):
    """Rows of functions that the program does not have."""
    known = {name_of(match) for match in map(BUILTIN.match, table.splitlines()) if match}
    for name in re.findall(r"^\| `([A-Z0-9 ]+)` \| `[^`]+->", page, re.MULTILINE):
        if name not in known:
            yield f"docs/language.md: has a row for `{name}`, which src/syntax/builtins.def does not"


def broken_links(root):
    for page in sorted((root / "docs").glob("*.md")):
        for target in LINK.findall(page.read_text()):
            if "://" not in target and not (page.parent / target).exists():
                yield f"docs/{page.name}: links to {target}, which is not there"


def faults(root):
    table = (root / "src/syntax/builtins.def").read_text()
    page = (root / "docs/language.md").read_text()
    yield from missing_functions(table, page)
    yield from stray_rows(table, page)
    yield from broken_links(root)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent.parent)
    found = list(faults(parser.parse_args().root))
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
