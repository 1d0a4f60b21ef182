"""Tables of results in the chips study's README say what the model says today: results that no single mark can read."""
import csv
import io
import os
import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
STUDY = ROOT / "studies/chips"
BINARY = os.environ.get("SLUICE_BINARY", str(ROOT / "build/sluice"))
B300 = 3.79  # of TPP, over the H100


def table_under(heading):
    """Rows of the first table after a line that starts so, without its head."""
    text = (STUDY / "README.md").read_text()
    lines = text[text.index(f"\n{heading}"):].splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("|"))
    rows = []
    for line in lines[first + 2:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("| ").split(" | ")])
    return rows


def months(scenario, names, *more):
    done = subprocess.run([BINARY, "run", STUDY, "--scenario", scenario, "--variables", ",".join(names), *more],
                          capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    rows = list(csv.reader(io.StringIO(done.stdout)))
    # Whole months: what is published of a year adds these up.
    return [(row[1][:4], *map(float, row[2:])) for row in rows[1:] if float(row[0]) == round(float(row[0]))]


class Displacement(unittest.TestCase):
    YEARS = ["2027", "2028", "2029", "2030", "2031"]

    def sums(self, scenario, more):
        totals = {year: [0, 0] for year in self.YEARS}
        for year, domestic, imported in months(scenario, ["Domestic revenue", "Legal import spending"], *more):
            if year in totals:
                totals[year][0] += domestic
                totals[year][1] += imported
        return totals

    def shares(self, scenario, more):
        ban, other = self.sums("ban", more), self.sums(scenario, more)
        lost = [ban[year][0] - other[year][0] for year in self.YEARS]
        gained = [other[year][1] - ban[year][1] for year in self.YEARS]
        return [one / two for one, two in zip(lost, gained)] + [sum(lost) / sum(gained)]

    def test_each_row_is_what_the_central_run_has(self):
        rows = table_under("### What a dollar imported takes")
        self.assertGreaterEqual(len(rows), 6)
        for name, *cells in rows:
            scenario = re.match(r"`(\w+)`", name)[1]
            more = ["--set", "Path dependence switch=0"] if "without the stack" in name else []
            for said, found in zip(cells, self.shares(scenario, more), strict=True):
                self.assertAlmostEqual(float(said), found, delta=0.0051, msg=name)


class PublishedTable(unittest.TestCase):
    """What IFP counts of 2026: TPP on paper, in B300."""

    def test_each_cell_is_what_the_model_says(self):
        names = ["US additions[Training]", "Compute added[Domestic,Training]", "Compute added[Smuggled,Training]"]
        columns = []
        for camp in (["--worldview", "denial_works"], []):
            rows = [row[1:] for row in months("today", names, "--set", "compute_basis=3", *camp) if row[0] == "2026"]
            us, domestic, smuggled = map(sum, zip(*rows))
            columns.append([[domestic / B300], [us / 0.8 / B300 / 1000], [domestic / us * 0.8],
                            [us / (domestic + smuggled), us / domestic],
                            [us / 0.8 / (domestic + smuggled), us / 0.8 / domestic]])
        rows = table_under("## A published table on its own basis")
        self.assertEqual(len(rows), 5)
        for (what, _, *cells), *found in zip(rows, *columns):
            for cell, numbers in zip(cells, found, strict=True):
                said = re.findall(r"\d+(?:\.\d+)?", cell)
                self.assertEqual(len(said), len(numbers), what)
                for text, number in zip(said, numbers):
                    digits = len(text.partition(".")[2])
                    self.assertEqual(f"{number:.{digits}f}", text, what)


if __name__ == "__main__":
    unittest.main()
