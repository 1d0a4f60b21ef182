"""The chips study as its README has it: what speaks for each switch, and a published table on its own basis."""
import csv
import os
import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
STUDY = ROOT / "studies/chips"
BINARY = os.environ.get("SLUICE_BINARY", str(ROOT / "build/sluice"))
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
