#!/usr/bin/python3
"""What each mechanism of the chips model is good for: its switch is turned, and the table says how the fit to history and each
claim move. Usage: mechanisms.py PATH_TO_SLUICE [--members N] [--all] [--switch "NAME" ...]; prints Markdown.

A mechanism is needed if, without it, a series leaves its 5-95 % band or the median absolute error of all points moves by two
points or more (a fact), or if the share of futures in which a claim holds or fails moves by more than twice its Monte Carlo
error (a claim)."""
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import tempfile

STUDY = pathlib.Path(__file__).resolve().parent


def switches_of(text):
    """The constants that are switches, with the value of the default set."""
    found = re.findall(r"^([\w &]+ switch) = ([01])\n\t~\tDmnl\n\t~\t(.*?)\n\t\|", text, re.M | re.S)
    return {name: (int(value), note) for name, value, note in found if "Lever" not in note and "Compute basis" not in name}


def run(sluice, folder, command, members, *more):
    out = subprocess.run([sluice, command, str(folder), "--members", str(members), "--json", *more], capture_output=True, text=True)
    if out.returncode not in (0, 1):
        raise SystemExit(out.stderr)
    return json.loads(out.stdout)


def fit_of(history):
    errors, inside, points = [], 0, 0
    for series in history["series"]:
        for point in series["points"]:
            points += 1
            inside += bool(point["inside"])
            if point.get("error") is not None:
                errors.append(abs(point["error"]))
    errors.sort()
    return {"inside": inside, "points": points, "error": errors[len(errors) // 2]}


def shares_of(claims):
    table = {}
    for claim in claims["views"][0]["claims"]:
        for answer in claim["answers"]:
            name = f'{claim["name"]}.{claim["variant"]}'
            if answer.get("horizon"):
                name += f'@{answer["horizon"]}'
            table[name] = (answer["share_holds"], answer["share_fails"])
    return table


def numbers(sluice, folder, options):
    """Without --all the claims over the policy grid are left out: they cost ten times the others."""
    names = re.findall(r'^name = "(\w+)"\nvariant = "(\w)"\n(?:(?!\[\[).*\n)*?kind = "(\w+)"', (folder / "study.toml").read_text(), re.M)
    some = [word for name, variant, kind in names if options.all or kind != "exists" for word in ("--claim", f"{name}.{variant}")]
    return (fit_of(run(sluice, folder, "history", options.members)),
            shares_of(run(sluice, folder, "claims", options.members, *some)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sluice")
    parser.add_argument("--members", type=int, default=300)
    parser.add_argument("--switch", action="append")
    parser.add_argument("--all", action="store_true", help="also the claims over the policy grid")
    options = parser.parse_args()
    text = (STUDY / "model.mdl").read_text()
    switches = switches_of(text)
    fit, shares = numbers(options.sluice, STUDY, options)
    error = (0.25 / options.members) ** 0.5
    print(f"Default set: {fit['inside']} of {fit['points']} observed points inside the 5-95 % band, median absolute error "
          f"{100 * fit['error']:.1f} %; {options.members} futures.\n")
    print("| switch turned | points inside | median error | claims that move (holds, fails; points of a hundred) | verdict |")
    print("| --- | --- | --- | --- | --- |")
    for name in options.switch or switches:
        value, _ = switches[name]
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / "chips"
            shutil.copytree(STUDY, copy)
            (copy / "model.mdl").write_text(text.replace(f"\n{name} = {value}\n", f"\n{name} = {1 - value}\n"))
            other_fit, other_shares = numbers(options.sluice, copy, options)
        moved = []
        for claim, (holds, fails) in shares.items():
            by = [other_shares[claim][0] - holds, other_shares[claim][1] - fails]
            if max(abs(by[0]), abs(by[1])) > 2 * error:
                moved.append(f"{claim} {100 * by[0]:+.0f}, {100 * by[1]:+.0f}")
        fact = other_fit["inside"] < fit["inside"] or abs(other_fit["error"] - fit["error"]) >= 0.02
        verdict = " and ".join(word for word, true in (("fact", fact), ("claim", moved)) if true) or "loses nothing"
        print(f"| {name} {value} to {1 - value} | {other_fit['inside'] - fit['inside']:+d} | "
              f"{100 * (other_fit['error'] - fit['error']):+.1f} | {'; '.join(moved) or '-'} | {verdict} |", flush=True)


main()
