#!/usr/bin/env python3
"""Writes a C++ file that holds the page's files, and the API's description, as they are on disk.

Usage: embed_page.py FOLDER OPENAPI_JSON OUTPUT_CPP
"""
import pathlib
import sys

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
}
HEAD = """// Made by tools/embed_page.py.
#include "serve/page.h"

#include <cstddef>

#define SLUICE_HOLD(name, path)                                                        \\
  asm(".section .rodata\\n.balign 16\\n" #name ": .incbin \\"" path "\\"\\n" #name "_end:\\n" \\
      ".byte 0\\n.previous\\n.global " #name "\\n.global " #name "_end\\n");              \\
  extern "C" const char name[];                                                        \\
  extern "C" const char name##_end[]

"""


def quoted(text):
    return '"' + str(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def hold(name, path):
    return f"SLUICE_HOLD({name}, {quoted(path.resolve())});"


def view(name):
    return f"{{{name}, static_cast<std::size_t>({name}_end - {name})}}"


def main():
    folder, description, output = map(pathlib.Path, sys.argv[1:])
    files = sorted(path for path in folder.rglob("*") if path.suffix in TYPES)
    names = [f"sluice_page_file_{number}" for number in range(len(files))]
    lines = [hold(name, path) for name, path in zip(names, files)]
    lines += [hold("sluice_page_openapi", description), "", "namespace sluice::serve {", "namespace {",
              "const PageFile kFiles[] = {"]
    lines += [f'    {{"/{path.relative_to(folder).as_posix()}", "{TYPES[path.suffix]}", {view(name)}}},'
              for name, path in zip(names, files)]
    lines += ["};", "}  // namespace", "std::span<const PageFile> page_files() { return kFiles; }",
              f"std::string_view openapi() {{ return {view('sluice_page_openapi')}; }}",
              "}  // namespace sluice::serve", ""]
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(HEAD + "\n".join(lines))


if __name__ == "__main__":
    main()
