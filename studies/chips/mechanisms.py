#!/usr/bin/python3
"""What each mechanism of the chips model is good for: its switch is turned, and the table says how the fit to history and each
claim move. Usage: mechanisms.py PATH_TO_SLUICE [--members N] [--all] [--switch "NAME" ...]; prints Markdown.

A mechanism is needed if, without it, a series leaves its 5-95 % band or the median absolute error of all points moves by two
points or more (a fact), if the share of futures in which a claim holds or fails moves by more than twice its Monte Carlo
error (a claim), or if, under a scenario of the claims or of [audit], the median or an end of the 90 % band of an outcome moves at
a horizon by a hundredth of that band or more (an outcome: the threshold below which `sluice audit` calls an input dead). A band
counts as no narrower than a hundredth of the outcome's widest in any of these scenarios and years: where it is next to nothing,
moving it is nothing. An outcome that only measures the mechanism (METERS) keeps it for no one. What does none of these under any
of them loses nothing and stays out of the default set. A fact is mostly one that numbers were set to with the mechanism on, and
nothing is set anew without it; the second number says how many points fewer lie inside that nothing was set to."""
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import tempfile

STUDY = pathlib.Path(__file__).resolve().parent
HORIZONS = (2027, 2030)  # the years of the claims' near and far horizon
DEAD = 0.01  # of an outcome's 90 % band
NOTHING = 0.01  # of its widest band, the least that counts as one
METERS = {"Input limits switch": ("us_foregone", "us_waiting"), "Input displacement switch": ("us_foregone",),
          "Site power switch": ("us_waiting",), "R and D feedback switch": ("us_r_and_d",)}


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
    errors, inside, points, held_out = [], 0, 0, 0
    for series in history["series"]:
        for point in series["points"]:
            points += 1
            inside += bool(point["inside"])
            held_out += bool(point["inside"]) and not point.get("fitted")
            if point.get("error") is not None:
                errors.append(abs(point["error"]))
    errors.sort()
    return {"inside": inside, "points": points, "held out": held_out, "error": errors[len(errors) // 2]}


def shares_of(claims):
    table = {}
    for claim in claims["views"][0]["claims"]:
        for answer in claim["answers"]:
            name = f'{claim["name"]}.{claim["variant"]}'
            if answer.get("horizon"):
                name += f'@{answer["horizon"]}'
            table[name] = (answer["share_holds"], answer["share_fails"])
    return table


def asked_scenarios(text):
    """Those that a claim compares and those of [audit]."""
    audit = re.search(r"^\[audit\]\nscenarios = \[(.*?)\]", text, re.M | re.S).group(1)
    legs = re.findall(r'^(?:policy|baseline) = "(\w+)"', text[text.index("[[claim]]"):], re.M)
    pairs = re.findall(r"^baselines = \[(.*?)\]", text, re.M)
    return sorted(set(re.findall(r'"(\w+)"', audit) + legs + re.findall(r'"(\w+)"', " ".join(pairs))))


def bands_of(ensemble):
    """(scenario, outcome, year) to its 5, 50 and 95 % quantiles, and outcome to the least width that counts as a band."""
    at = [ensemble["probabilities"].index(p) for p in (0.05, 0.5, 0.95)]
    found, least = {}, {}
    for scenario in ensemble["scenarios"]:
        for outcome in scenario["outcomes"]:
            name = outcome["name"]
            years = {one["year"]: [one["quantiles"][k] for k in at] for one in outcome["years"] if None not in one["quantiles"]}
            for low, median, high in years.values():
                least[name] = max(least.get(name, 1e-300), NOTHING * (high - low), 1e-6 * abs(median))
            shown = years if outcome["yearly"] == "last" else HORIZONS  # a date is known at the end of the run alone
            found |= {(scenario["name"], name, year): years[year] for year in shown if year in years}
    return found, least


def largest_move(plain, other, but):
    """The outcome that moves most, in its 90 % band, but those: (share, scenario, outcome, year)."""
    (before, least), (after, _) = plain, other
    moves = [(max(abs(a - b) for a, b in zip(after[key], three)) / max(three[2] - three[0], least[key[1]]), *key)
             for key, three in before.items() if key in after and key[1] not in but]
    return max(moves)


def asked_claims(text, grids):
    """Names and variants of the claims, without those over a grid or with them."""
    found = re.findall(r'^name = "(\w+)"\nvariant = "(\w+)"\n(?:(?!\[\[).*\n)*?kind = "(\w+)"', text, re.M)
    return [f"{name}.{variant}" for name, variant, kind in found if grids or kind != "exists"]


def numbers(sluice, folder, options):
    """Without --all the claims over the policy grid are left out: they cost ten times the others."""
    names = asked_claims((folder / "study.toml").read_text(), options.all)
    some = [word for name in names for word in ("--claim", name)]
    scenarios = [word for name in asked_scenarios((folder / "study.toml").read_text()) for word in ("--scenario", name)]
    return (fit_of(run(sluice, folder, "history", options.members)),
            shares_of(run(sluice, folder, "claims", options.members, *some)),
            bands_of(run(sluice, folder, "ensemble", options.members, *scenarios)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sluice")
    parser.add_argument("--members", type=int, default=300)
    parser.add_argument("--switch", action="append")
    parser.add_argument("--all", action="store_true", help="also the claims over the policy grid")
    options = parser.parse_args()
    text = (STUDY / "model.mdl").read_text()
    switches = switches_of(text)
    fit, shares, bands = numbers(options.sluice, STUDY, options)
    error = (0.25 / options.members) ** 0.5
    print(f"Default set: {fit['inside']} of {fit['points']} observed points inside the 5-95 % band, median absolute error "
          f"{100 * fit['error']:.1f} %; {options.members} futures.\n")
    print("| switch turned | points inside (of those held out) | median error | claims that move (holds, fails; points of a hundred) "
          "| outcome that moves most, of its 90 % band | verdict |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name in options.switch or switches:
        value, _ = switches[name]
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / "chips"
            shutil.copytree(STUDY, copy)
            (copy / "model.mdl").write_text(text.replace(f"\n{name} = {value}\n", f"\n{name} = {1 - value}\n"))
            other_fit, other_shares, other_bands = numbers(options.sluice, copy, options)
        moved = []
        for claim, (holds, fails) in shares.items():
            by = [other_shares[claim][0] - holds, other_shares[claim][1] - fails]
            if max(abs(by[0]), abs(by[1])) > 2 * error:
                moved.append(f"{claim} {100 * by[0]:+.0f}, {100 * by[1]:+.0f}")
        fact = other_fit["inside"] < fit["inside"] or abs(other_fit["error"] - fit["error"]) >= 0.02
        share, scenario, outcome, year = largest_move(bands, other_bands, METERS.get(name, ()))
        parts = (("fact", fact), ("claim", moved), ("outcome", share >= DEAD))
        verdict = " and ".join(word for word, true in parts if true) or "loses nothing"
        print(f"| {name} {value} to {1 - value} | {other_fit['inside'] - fit['inside']:+d} ({other_fit['held out'] - fit['held out']:+d}) | "
              f"{100 * (other_fit['error'] - fit['error']):+.1f} | {'; '.join(moved) or '-'} | "
              f"{outcome} {100 * share:.2g} % ({scenario}, {year}) | {verdict} |", flush=True)


if __name__ == "__main__":
    main()
