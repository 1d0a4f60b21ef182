#!/usr/bin/python3
"""On what each pair of worldviews turns, and whether another draw of futures says the same. Usage: turning.py PATH_TO_SLUICE
[--seeds N] [--members N] [--claim C ...]; prints a Markdown table: the assumptions that most seeds find, and those that only some do.

`sluice worldviews` finds the few assumptions in one draw of futures, of which the next draw may find others where several do about
as much. What most seeds name can be quoted; the rest cannot."""
import argparse
import collections
import json
import pathlib
import subprocess

STUDY = pathlib.Path(__file__).resolve().parent


def pairs(sluice, seed, options):
    asked = [word for claim in options.claim or [] for word in ("--claim", claim)]
    done = subprocess.run([sluice, "worldviews", str(STUDY), "--seed", str(seed), "--members", str(options.members), "--json", *asked],
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    return {(pair["first"] or "study", pair["second"] or "study"): pair for pair in json.loads(done.stdout)["pairs"]}


def counted(found, total):
    """Names with how many seeds found them, most first: those of most seeds, and the others."""
    counts = sorted(collections.Counter(name for names in found for name in names).items(), key=lambda one: (-one[1], one[0]))
    text = [f"{name} ({number} of {total})" for name, number in counts]
    most = [word for word, (_, number) in zip(text, counts) if 2 * number > total]
    return ", ".join(most) or "-", ", ".join(word for word in text if word not in most) or "-"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sluice")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--members", type=int, default=128)
    parser.add_argument("--claim", action="append")
    options = parser.parse_args()
    runs = [pairs(options.sluice, seed, options) for seed in range(1, options.seeds + 1)]
    print("| worldviews | claim, horizon | turns on, in most seeds | only in some |\n| --- | --- | --- | --- |")
    for pair in runs[0]:
        names = " against ".join(pair)
        most, some = counted([run[pair]["assumptions"] for run in runs], len(runs))
        print(f"| {names} | all | {most} | {some} |")
        for k, claim in enumerate(runs[0][pair]["claims"]):
            found = [run[pair]["claims"][k]["assumptions"] for run in runs]
            if not any(found):
                continue
            most, some = counted(found, len(runs))
            print(f'| | {claim["name"]}.{claim["variant"]} {claim["horizon"] or ""} | {most} | {some} |')


if __name__ == "__main__":
    main()
