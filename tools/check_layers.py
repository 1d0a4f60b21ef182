#!/usr/bin/env python3
"""Checks the #include lines of folders under src/ against the table in cmake/layers.cmake.

Usage: check_layers.py [--table FILE] [--source DIR] [FOLDER...]     (no folder: all of them)

A folder may include directly only the folders of its row; an outside header only where a row names its
prefix; the C++ standard library and the system anywhere; GoogleTest in tests. Tests may include
whatever lies below their folder. Exit 1 and one line a finding where an include is outside the table.
"""
import argparse
import pathlib
import re
import sys

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = re.compile(r'^\s*#\s*include\s+(?:"([^"]+)"|<([^>]+)>)')
ROW = re.compile(r'^\s*"(\w+)\s*\|([^|]*)\|([^|]*)\|[^|]*"')
SYSTEM = re.compile(r"^(\w+|(sys|linux)/\w+\.h|(dlfcn|fcntl|malloc|unistd|signal|poll|pthread|sched|termios"
                    r"|immintrin|x86intrin|elf|spawn|glob|dirent|fenv|iconv)\.h)$")
TEST_ONLY = ("gtest/", "gmock/")


class Layer:
    def __init__(self, below, outside):
        self.below = below
        self.outside = outside


def read_table(path):
    rows = (ROW.match(line) for line in path.read_text().splitlines())
    return {row[1]: Layer(row[2].split(), row[3].split()) for row in rows if row}


def everything_below(table, folder):
    found, to_visit = set(), list(table[folder].below)
    while to_visit:
        name = to_visit.pop()
        if name not in found:
            found.add(name)
            to_visit += table[name].below
    return found


def is_test(path):
    return path.name.endswith(("_test.cpp", "_testing.h"))


def allowed_folders(table, folder, path):
    below = sorted(everything_below(table, folder)) if is_test(path) else table[folder].below
    return [folder, *below]


def fault_of_own(table, folder, path, header):
    top = header.split("/")[0]
    allowed = allowed_folders(table, folder, path)
    if top in allowed and "/" in header:
        return None
    if top not in table or "/" not in header:
        return f'"{header}" is not a path from src/; write "{folder}/..." for a header of this folder'
    return (f'src/{folder} may not include "{header}"; '
            f'the table allows it: {", ".join(allowed[1:]) or "nothing"}')


def fault_of_outside(table, folder, path, header):
    if SYSTEM.match(header) or (is_test(path) and header.startswith(TEST_ONLY)):
        return None
    owners = [name for name, layer in table.items() if header.startswith(tuple(layer.outside))]
    if folder in owners:
        return None
    if owners:
        return f"<{header}> is private to src/{' and src/'.join(owners)}; src/{folder} must go through it"
    return f"<{header}> is in no row of the table"


def faults_in_file(table, source, folder, path):
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        include = INCLUDE.match(line)
        if not include:
            continue
        own, outside = include.groups()
        fault = (fault_of_own(table, folder, path, own) if own
                 else fault_of_outside(table, folder, path, outside))
        if fault:
            yield f"{path.relative_to(source.parent)}:{number}: {fault}"


def faults_in_folder(table, source, folder):
    for path in sorted((source / folder).rglob("*")):
        if path.suffix in (".h", ".cpp"):
            yield from faults_in_file(table, source, folder, path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--table", type=pathlib.Path, default=REPOSITORY / "cmake/layers.cmake")
    parser.add_argument("--source", type=pathlib.Path, default=REPOSITORY / "src")
    parser.add_argument("folders", nargs="*")
    arguments = parser.parse_args()
    table = read_table(arguments.table)
    faults = [fault for folder in arguments.folders or table
              for fault in faults_in_folder(table, arguments.source, folder)]
    for fault in faults:
        print(fault)
    if faults:
        print(f"{len(faults)} include(s) outside the map of the folders: move the code, or pass the value in "
              f"from above; the table is {arguments.table.name}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
