#!/usr/bin/python3
"""The claims with the policies differing from another date than that of the study. Usage: decision.py PATH_TO_SLUICE
[--decision 2026-01] [--members N] [--claim C ...]; prints a Markdown table of the verdicts from both dates.

MODEL-REVIEW section 4 lets policies differ from 2026-10 and asks for the answers from 2026-01 as well. A copy of the study gets
the other date, in the model and wherever a claim adds up from the decision on: from then on the levers hold, and not what both capitals did
between the two dates, for what the model keys on a date of 2026 stops at the decision: the batch of licences of May, the cap, Hong Kong, the
month from which orders look at quota and cap. What vendors had under way is still built."""
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import tempfile

STUDY = pathlib.Path(__file__).resolve().parent


def answers(sluice, folder, options):
    asked = [word for claim in options.claim or [] for word in ("--claim", claim)]
    out = subprocess.run([sluice, "claims", str(folder), "--members", str(options.members), "--json", *asked], capture_output=True, text=True)
    if out.returncode != 0:
        raise SystemExit(out.stderr)
    return {(f'{claim["name"]}.{claim["variant"]}', answer["horizon"]): answer
            for claim in json.loads(out.stdout)["views"][0]["claims"] for answer in claim["answers"]}


def moved(folder, month):
    """The study in `folder` decided at the end of `month`."""
    year, number = map(int, month.split("-"))
    model, study = folder / "model.mdl", folder / "study.toml"
    text, count = re.subn(r"(?m)^Decision month = \d+$", f"Decision month = {12 * (year - 2022) + number - 1}", model.read_text())
    whole = study.read_text()
    old = re.search(r'(?m)^decision = "(.*)"$', whole).group(1)
    whole = whole.replace(f'\ndecision = "{old}"\n', f'\ndecision = "{month}"\n').replace(f'\nfrom = "{old}"\n', f'\nfrom = "{month}"\n')
    if count != 1:
        raise SystemExit("the model has no Decision month")
    model.write_text(text)
    study.write_text(whole)
    return old


def cell(answer):
    if answer is None:
        return "-"
    return f'{answer["verdict"]} ({100 * answer["share_holds"]:.0f} holds, {100 * answer["share_fails"]:.0f} fails)'


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sluice")
    parser.add_argument("--decision", default="2026-01")
    parser.add_argument("--members", type=int, default=300)
    parser.add_argument("--claim", action="append")
    options = parser.parse_args()
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", options.decision):
        raise SystemExit(f'"{options.decision}" is no month: write it as 2026-01')
    own = answers(options.sluice, STUDY, options)
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / "chips"
        shutil.copytree(STUDY, copy)
        old = moved(copy, options.decision)
        other = answers(options.sluice, copy, options)
    print(f"{options.members} futures; of a hundred.\n\n| claim | horizon | decided {old} | decided {options.decision} |\n| --- | --- | --- | --- |")
    for (claim, horizon), answer in own.items():
        print(f"| {claim} | {horizon} | {cell(answer)} | {cell(other.get((claim, horizon)))} |")


if __name__ == "__main__":
    main()
