#!/usr/bin/env python3
"""Checks the documentation against the code: docs/language.md is what the table of functions makes, and links lead somewhere.

Usage: check_docs.py [--root DIR]     (DIR: a repository root; default: this one)
"""
import argparse
import pathlib
import re
import sys

import language_page

LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


def broken_links(root):
    for page in sorted((root / "docs").glob("*.md")):
        for target in LINK.findall(page.read_text()):
            if "://" not in target and not (page.parent / target).exists():
                yield f"docs/{page.name}: links to {target}, which is not there"


def faults(root):
    yield from language_page.faults_of(root)
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
