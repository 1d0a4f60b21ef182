"""The chips study as its README has it: what speaks for each switch, the table of mechanisms, a published table on its own basis."""
import csv
import importlib.util
import os
import pathlib
import re
import subprocess
import sys
import tomllib
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
STUDY = ROOT / "studies/chips"
BINARY = os.environ.get("SLUICE_BINARY", str(ROOT / "build/sluice"))
LEVERS = {"Whiplash switch", "Scheduled licences switch", "Compute basis switch"}
ROW = r"\b[A-Z]{2}\d{3}\b|policy \d{4}-\d\d-\d\d"


class Switches(unittest.TestCase):
    def test_the_note_of_each_switch_holds_the_evidence_of_its_row(self):
        model = (STUDY / "model.mdl").read_text()
        rows = re.findall(r"^\| [^|]+ \| `([^`|]+ switch)` \| ([^|]+) \|", (STUDY / "README.md").read_text(), re.M)
        self.assertGreater(len(rows), 25)
        for switch, evidence in rows:
            note = re.search(rf"\n{re.escape(switch)} = [01]\n[^~]*~[^~]*~([^|]*)\|", model)[1]
            self.assertIn("Evidence: ", note, switch)
            self.assertEqual(set(re.findall(ROW, evidence)) - set(re.findall(ROW, note)), set(), switch)


class Mechanisms(unittest.TestCase):
    def test_every_switch_has_a_row_and_the_quota_is_needed(self):
        done = subprocess.run([sys.executable, str(STUDY / "mechanisms.py"), BINARY, "--members", "60", "--switch", "Quota switch"],
                              capture_output=True, text=True, timeout=900)
        self.assertEqual(done.returncode, 0, done.stderr)
        row = done.stdout.strip().splitlines()[-1]
        self.assertTrue(row.startswith("| Quota switch 1 to 0 |"), row)
        self.assertTrue(row.endswith("claim and outcome |"), row)

    @staticmethod
    def program():
        specification = importlib.util.spec_from_file_location("mechanisms", STUDY / "mechanisms.py")
        mechanisms = importlib.util.module_from_spec(specification)
        specification.loader.exec_module(mechanisms)
        return mechanisms

    def test_what_is_known_at_the_end_alone_is_asked_there(self):
        years = [{"year": year, "quantiles": [0, 1, 2]} for year in (2027, 2029, 2030)]
        outcomes = [{"name": "date", "yearly": "last", "years": [{"year": 2031, "quantiles": [0, 1, 2]}]},
                    {"name": "units", "yearly": "sum", "years": years}]
        found, _ = self.program().bands_of({"probabilities": [0.05, 0.5, 0.95],
                                            "scenarios": [{"name": "today", "outcomes": outcomes}]})
        self.assertEqual([key[1:] for key in found], [("date", 2031), ("units", 2027), ("units", 2030)])

    def test_it_asks_every_claim_but_those_over_a_grid(self):
        mechanisms = self.program()
        text = (STUDY / "study.toml").read_text()
        claims = tomllib.loads(text)["claim"]
        everything = {f'{claim["name"]}.{claim["variant"]}' for claim in claims}
        over_grids = {f'{claim["name"]}.{claim["variant"]}' for claim in claims if claim["kind"] == "exists"}
        self.assertEqual(set(mechanisms.asked_claims(text, True)), everything)
        self.assertEqual(set(mechanisms.asked_claims(text, False)), everything - over_grids)
        self.assertTrue(over_grids)

    def test_the_readme_names_each_switch_and_tests_that_exist(self):
        model = (STUDY / "model.mdl").read_text()
        tests = "".join(path.read_text() for path in (ROOT / "tests").glob("flagship*_test.cpp"))
        rows = re.findall(r"^\| [^|]+ \| `([^`|]+ switch)` \|.*\| ([^|]+) \|$", (STUDY / "README.md").read_text(), re.M)
        switches = set(re.findall(r"^(\w[\w ]+ switch) = [01]$", model, re.M)) - LEVERS
        self.assertEqual({switch for switch, _ in rows}, switches)
        for switch, shown_by in rows:
            names = re.findall(r"`(\w+)`", shown_by)
            self.assertTrue(names, switch)
            for name in names:
                self.assertTrue(re.search(rf"TEST(_F)?\(\w+, {name}\)", tests), f"{switch}: {name}")

    def test_each_switch_of_the_default_set_says_what_is_lost_without_it(self):
        model, study = (STUDY / "model.mdl").read_text(), (STUDY / "study.toml").read_text()
        outcomes = set(re.findall(r'\[\[outcome\]\]\nname = "(\w+)"', study))
        scenarios = set(re.findall(r'\[\[scenario\]\]\nname = "(\w+)"', study))
        rows = re.findall(r"^\| [^|]+ \| `([^`|]+ switch)` \| [^|]+ \| ([^|]+) \| [^|]+ \|$", (STUDY / "README.md").read_text(), re.M)
        self.assertGreater(len(rows), 25)
        for switch, lost in rows:
            named = re.findall(r"`(\w+)` by [\d.]+ % \(`(\w+)`, \d{4}\)", lost)
            for outcome, scenario in named:
                self.assertIn(outcome, outcomes, switch)
                self.assertIn(scenario, scenarios, switch)
            if f"\n{switch} = 1\n" in model:
                self.assertTrue(named or "fact" in lost or "claim" in lost, switch)

    def test_every_switch_is_turned_in_some_test(self):
        model = (STUDY / "model.mdl").read_text()
        tests = "".join(path.read_text() for path in (ROOT / "tests").glob("flagship*_test.*"))
        switches = re.findall(r"^(\w[\w ]+ switch) = [01]$", model, re.M)
        self.assertGreater(len(switches), 25)
        for switch in switches:
            if switch not in LEVERS:
                self.assertTrue(switch in tests, switch)


class PublishedTable(unittest.TestCase):
    """What IFP counts of 2026: TPP on paper, in B300."""
    B300 = 3.79

    def added(self, *camp):
        parts = ["US additions[Training]", "Compute added[Domestic,Training]", "Compute added[Smuggled,Training]"]
        done = subprocess.run([BINARY, "run", STUDY, "--set", "compute_basis=3", *camp, "--variables", ",".join(parts)],
                              capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = [row for row in csv.reader(done.stdout.splitlines()) if row[1].startswith("2026")]
        us, domestic, smuggled = (sum(float(row[k]) for row in rows) for k in (2, 3, 4))
        return us / 0.8, domestic, smuggled

    def test_denial_works_says_of_2026_what_its_camp_says(self):
        us, domestic, smuggled = self.added("--worldview", "denial_works")
        self.assertTrue(62 <= domestic / self.B300 <= 160, domestic)
        self.assertTrue(0.009 <= domestic / us <= 0.023, domestic / us)
        self.assertAlmostEqual(us / self.B300 / 6890, 1, delta=0.2)
        self.assertTrue(10 <= us / (domestic + smuggled) < 49 < us / domestic, (us, domestic, smuggled))
        _, central, _ = self.added()
        self.assertGreater(central, 1.5 * domestic, "the camps differ in what China makes")


if __name__ == "__main__":
    unittest.main()
