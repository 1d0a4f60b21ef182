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
    def test_a_missing_function_a_stray_one_and_a_broken_link_are_named(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "src/syntax").mkdir(parents=True)
            (root / "docs").mkdir()
            (root / "src/syntax/builtins.def").write_text(
                'SLUICE_BUILTIN(exp, "EXP", "EXP", elementary, 1, 1, "1 -> 1", "e to the power of the argument")\n'
                'SLUICE_UNREAD_BUILTIN("IRR", "internal rate of return")\n')
            (root / "docs/language.md").write_text("| `LN` | `1 -> 1` | logarithm |\n[here](nowhere.md)\n")
            done = run(sys.executable, "-B", ROOT / "tools/check_docs.py", "--root", root)
            self.assertEqual((done.returncode, done.stdout.splitlines()), (1, [
                "docs/language.md: lacks the row | `EXP` | `1 -> 1` | e to the power of the argument |",
                "docs/language.md: does not name `IRR` among the functions that are not read",
                "docs/language.md: has a row for `LN`, which src/syntax/builtins.def does not",
                "docs/language.md: links to nowhere.md, which is not there"]))


if __name__ == "__main__":
    unittest.main()
