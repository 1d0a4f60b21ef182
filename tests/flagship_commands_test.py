"""What the program says of the chips study as its users ask for it: the back-test is met, and the table of mechanisms is made."""
import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = os.environ.get("SLUICE_BINARY", str(ROOT / "build/sluice"))
STUDY = ROOT / "studies/chips"
LEVERS = {"Whiplash switch", "Scheduled licences switch", "Compute basis switch"}


def run(*arguments):
    return subprocess.run([str(word) for word in arguments], capture_output=True, text=True, timeout=300)


class Backtest(unittest.TestCase):
    """From what was known in January 2026, what came by August lies in the boxes in at least 5 % of futures."""

    def test_what_was_observed_by_august_2026_was_likely_enough(self):
        done = run(BINARY, "backtest", STUDY, "--backtest", "from_2026_01", "--members", 3000, "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        (answer,) = json.loads(done.stdout)["backtests"]
        self.assertEqual(answer["verdict"], "met")
        self.assertGreaterEqual(answer["joint_share"], 0.05)
        self.assertEqual(len(answer["boxes"]), 3)

    def test_no_dated_act_after_the_cut_is_known(self):
        text = (STUDY / "study.toml").read_text()
        block = text[text.index('name = "from_2026_01"'):]
        for known_later in ("Set up of H200 licensing", "H200 approval history from May 2026", "H200 approval history before May 2026",
                            "Cap per buyer of 2026", "Month of Hong Kong permission", "Build start[H200 class]"):
            self.assertTrue(f'"{known_later}" =' in block, known_later)


class Mechanisms(unittest.TestCase):
    def test_every_switch_has_a_row_and_the_quota_is_needed(self):
        done = run(sys.executable, STUDY / "mechanisms.py", BINARY, "--members", 60, "--switch", "Quota switch")
        self.assertEqual(done.returncode, 0, done.stderr)
        row = done.stdout.strip().splitlines()[-1]
        self.assertTrue(row.startswith("| Quota switch 1 to 0 |"), row)
        self.assertTrue(row.endswith("claim |"), row)

    def test_every_switch_is_turned_in_some_test(self):
        model = (STUDY / "model.mdl").read_text()
        tests = "".join(path.read_text() for path in (ROOT / "tests").glob("flagship*_test.*"))
        switches = re.findall(r"^(\w[\w ]+ switch) = [01]$", model, re.M)
        self.assertGreater(len(switches), 25)
        for switch in switches:
            if switch not in LEVERS:
                self.assertTrue(switch in tests, switch)


if __name__ == "__main__":
    unittest.main()
