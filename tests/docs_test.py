"""The example of docs/studies.md is a study that runs, and answers as the page says; the check of the pages finds faults."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = os.environ.get("SLUICE_BINARY", str(ROOT / "build/sluice"))
PAGE = (ROOT / "docs/studies.md").read_text()


def run(*arguments):
    return subprocess.run([str(word) for word in arguments], capture_output=True, text=True, timeout=300)


class Example(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.solar = pathlib.Path(self.folder.name) / "solar"
        self.solar.mkdir()
        for name, text in re.findall(r"<!-- example: (\S+) -->\n```\w*\n(.*?)\n```\n", PAGE, re.DOTALL):
            (self.solar / name).write_text(text + "\n")

    def tearDown(self):
        self.folder.cleanup()

    def test_it_has_nothing_to_mend(self):
        done = run(BINARY, "check", self.solar)
        self.assertEqual((done.returncode, done.stdout), (
            0, f"{self.solar}: 0 errors, 0 warnings, 0 notes "
               "(14 variables, 1 lever, 2 uncertainties, 3 scenarios, 2 outcomes, 1 claim)\n"))

    def test_its_claims_print_the_table_of_the_page(self):
        done = run(BINARY, "claims", self.solar)
        self.assertEqual(done.returncode, 0, done.stderr)
        shown = [line for line in PAGE.splitlines() if line.startswith("helps.A")]
        self.assertEqual(len(shown), 2)
        for line in shown:
            self.assertIn(line, done.stdout)

    def test_a_dated_schedule_acts_from_its_date_to_the_next(self):
        done = run(BINARY, "run", self.solar, "--scenario", "burst", "--variables", "Subsidy", "--json")
        series = json.loads(done.stdout)
        paid = [date for date, value in zip(series["date"], series["series"][0]["values"]) if value == 0.3]
        self.assertEqual((paid[0], paid[-1], len(paid)), ("2027-01", "2029-10", 12))


class Pages(unittest.TestCase):
    def test_a_table_that_differs_and_a_broken_link_are_named_and_written_anew(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "src/syntax").mkdir(parents=True)
            (root / "docs").mkdir()
            (root / "src/syntax/builtins.def").write_text(
                'SLUICE_BUILTIN(exp, "EXP", "EXP", elementary, 1, 1, "1 -> 1", "e to the power of the argument")\n'
                'SLUICE_BUILTIN(mean, "", "MEAN", reduction, 1, 1, "a -> a", "the mean")\n'
                'SLUICE_BUILTIN(sin, "SIN")\n'
                'SLUICE_UNREAD_BUILTIN("IRR", "internal rate of return")\n')
            page = root / "docs/language.md"
            page.write_text(
                "# Language\n<!-- made by tools/language_page.py from src/syntax/builtins.def: begin -->\n"
                "| `LN` |\n<!-- made by tools/language_page.py: end -->\n[here](nowhere.md)\n")

            def findings(tool, *options):
                done = run(sys.executable, "-B", ROOT / "tools" / tool, "--root", root, *options)
                return done.returncode, done.stdout.splitlines()

            unreadable = ('src/syntax/builtins.def:3: tools/language_page.py cannot read this row: '
                          'SLUICE_BUILTIN(sin, "SIN")')
            self.assertEqual(findings("check_docs.py"), (1, [
                unreadable,
                "docs/language.md: not what src/syntax/builtins.def says; mend: tools/language_page.py --write",
                "  lacks: ### Of values at the same time",
                "docs/language.md: links to nowhere.md, which is not there"]))
            self.assertEqual(findings("language_page.py", "--write"), (1, [unreadable]))
            made = page.read_text().splitlines()
            self.assertIn("| `EXP` | `EXP` | `1 -> 1` | e to the power of the argument | V, X 3.5.1 |", made)
            self.assertIn("| – | `MEAN` | `a -> a` | the mean | S |", made)
            self.assertIn("A model that uses one of these stops with M205: `IRR`.", made)
            self.assertNotIn("| `LN` |", made)
            self.assertEqual(made[0], "# Language")


if __name__ == "__main__":
    unittest.main()
