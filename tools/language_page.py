#!/usr/bin/env python3
"""The tables of functions in docs/language.md, made from src/syntax/builtins.def.

Usage: language_page.py [--root DIR] [--write]     without --write: exit 1 and say so where the page differs
"""
import argparse
import pathlib
import re
import sys
import textwrap

BEGIN = "<!-- made by tools/language_page.py from src/syntax/builtins.def: begin -->"
END = "<!-- made by tools/language_page.py: end -->"
BUILTIN = re.compile(
    r'^SLUICE_BUILTIN\((?P<id>\w+), "(?P<vensim>[^"]*)", "(?P<xmile>[^"]*)", (?P<class>\w+), '
    r'(?P<least>\d+), (?P<most>\d+), "(?P<units>[^"]+)", "(?P<meaning>.+)"\)$')
UNREAD = re.compile(r'^SLUICE_UNREAD_BUILTIN\("(?P<vensim>[^"]+)", ".+"\)$')

# Classes of builtins.h, in the order of the page.
HEADINGS = {
    "elementary": "Of values at the same time",
    "initial": "Stocks and starting values",
    "stateful": "With a memory",
    "reduction": "Over subscripts",
    "vector": "Whole vectors",
    "random": "Draws",
    "rewritten": "Written out when the model is read",
}

# What XMILE writes for functions whose name there, or arguments, are others: its reader rewrites them.
XMILE_OTHERWISE = {
    "if_then_else": "`IF … THEN … ELSE`",
    "modulo": "`MOD`",
    "integer": "`INT` (cuts off downward)",
    "zidz": "`SAFEDIV`, `//`",
    "xidz": "`SAFEDIV`",
    "log": "`LOG10`",
    "power": "`^`",
    "pulse": "`PULSE` (in other terms)",
    "with_lookup": "a variable's `<gf>`",
    "integ": "`<stock>`",
    "smooth_n": "`SMTHN`",
    "delay_n": "`DELAYN`",
    "delay_fixed": "`DELAY`",
    "trend": "`TREND`",
    "forecast": "`FORCST`",
}

# Sections of OASIS XMILE 1.0 by the name of the function there.
XMILE_SECTIONS = {
    "3.5.1": "ABS ARCCOS ARCSIN ARCTAN COS EXP INF INT LN LOG10 MAX MIN PI SIN SQRT TAN",
    "3.5.2": "EXPRND LOGNORMAL NORMAL POISSON RANDOM UNIFORM",
    "3.5.3": "DELAY DELAY1 DELAY3 DELAYN FORCST SMTH1 SMTH3 SMTHN TREND",
    "3.5.4": "PULSE RAMP STEP",
    "3.5.5": "DT STARTTIME STOPTIME TIME",
    "3.5.6": "INIT PREVIOUS SELF IF",
}


def rows_of(table):
    """Every row of the table, read or not, and the lines that are none."""
    read, unread, faults = [], [], []
    for number, line in enumerate(table.splitlines(), 1):
        if not line.startswith("SLUICE_"):
            continue
        row, other = BUILTIN.match(line), UNREAD.match(line)
        if row:
            read.append(row.groupdict())
        elif other:
            unread.append(other["vensim"])
        else:
            faults.append(f"src/syntax/builtins.def:{number}: tools/language_page.py cannot read this row: {line}")
    return read, unread, faults


def code(names):
    return ", ".join(f"`{name}`" for name in names)


def xmile_names(row):
    return [name.strip() for name in row["xmile"].split(",") if name.strip()]


def shown_in_xmile(row):
    return code(xmile_names(row)) or XMILE_OTHERWISE.get(row["id"], "–")


def source(row):
    """Where the meaning is laid down: V is Vensim's manual, X a section of XMILE."""
    sources = ["V"] if row["vensim"] else []
    names = set(re.findall(r"[A-Z][A-Z0-9]*", shown_in_xmile(row)))
    sections = [f"X {section}" for section, listed in XMILE_SECTIONS.items() if names & set(listed.split())]
    if not row["vensim"] and not sections:
        sections = ["S"]
    return ", ".join(sources + sections[:1])


def shown_names(row):
    return f"`{row['vensim']}`" if row["vensim"] else "–", shown_in_xmile(row)


def row_text(row):
    vensim, xmile = shown_names(row)
    return f"| {vensim} | {xmile} | `{row['units']}` | {row['meaning']} | {source(row)} |"


def sections_of(read):
    for name in dict.fromkeys([*HEADINGS, *(row["class"] for row in read)]):
        # What no file can name serves the readers only.
        rows = [row for row in read if row["class"] == name and shown_names(row) != ("–", "–")]
        if rows:
            yield f"### {HEADINGS.get(name, name.capitalize())}\n"
            yield "| Vensim | XMILE | units | meaning | source |\n| --- | --- | --- | --- | --- |"
            yield "\n".join(map(row_text, rows)) + "\n"


def unread_text(unread):
    if not unread:
        return ""
    listed = f"A model that uses one of these stops with M205: {code(sorted(unread))}."
    lines = textwrap.wrap(listed, 120, break_on_hyphens=False)
    return "### Functions of Vensim that are not read yet\n\n" + "\n".join(lines) + "\n"


def made(table):
    read, unread, faults = rows_of(table)
    parts = [*sections_of(read), unread_text(unread)]
    return "\n".join(part for part in parts if part), faults


def with_made(page, table):
    """The page with its made part renewed, and what is wrong with either."""
    text, faults = made(table)
    if BEGIN not in page or END not in page:
        return page, [*faults, f"docs/language.md: lacks the line {BEGIN} or {END}"]
    before, rest = page.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    return f"{before}{BEGIN}\n\n{text}\n{END}{after}", faults


def faults_of(root):
    table = (root / "src/syntax/builtins.def").read_text()
    page = (root / "docs/language.md").read_text()
    renewed, faults = with_made(page, table)
    if renewed != page:
        there, wanted = set(page.splitlines()), renewed.splitlines()
        lacking = [line for line in wanted if line and line not in there]
        faults.append("docs/language.md: not what src/syntax/builtins.def says; mend: tools/language_page.py --write"
                      + (f"\n  lacks: {lacking[0]}" if lacking else ""))
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent.parent)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if options.write:
        path = options.root / "docs/language.md"
        page, _ = with_made(path.read_text(), (options.root / "src/syntax/builtins.def").read_text())
        path.write_text(page)
    found = faults_of(options.root)
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
