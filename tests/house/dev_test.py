"""./dev: what it says to wrong use, what setup would install, and how tests are counted."""
import os
import pathlib
import subprocess
import tempfile
import unittest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]


def run(*command, **environment):
    done = subprocess.run(command, capture_output=True, text=True, cwd=REPOSITORY, env={**os.environ, **environment})
    return done.returncode, done.stdout, done.stderr


class Dev(unittest.TestCase):
    def test_without_a_command_it_lists_them(self):
        code, out, _ = run("./dev")
        self.assertEqual(code, 0)
        for command in ("run", "test", "build", "check", "bench", "setup", "fresh"):
            self.assertIn(f"\n  {command}", out)

    def test_an_unknown_command_is_wrong_use(self):
        self.assertEqual(run("./dev", "biuld"), (2, "", './dev: unknown command "biuld"; ./dev lists the commands\n'))

    def test_an_unknown_check_is_wrong_use(self):
        code, _, said = run("bash", "-c", "source ./dev help; setup() { :; }; check colour")
        self.assertEqual((code, said), (2, './dev: no check "colour"; there are: format layers sizes codes docs packages '
                                           "scripts instructions lint; ./dev lists the commands\n"))


class Setup(unittest.TestCase):
    """With a false dpkg-query, apt-get and sudo in front of the real ones."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.programs = pathlib.Path(self.folder.name)
        self.path = f"{self.programs}:{os.environ['PATH']}"
        self.program("sudo", 'exec "$@"')
        self.program("dpkg-query", '[ "${!#}" = libsleef-dev ] || [ "${!#}" = shellcheck ] || echo -n installed')

    def tearDown(self):
        self.folder.cleanup()

    def program(self, name, text):
        file = self.programs / name
        file.write_text("#!/bin/bash\n" + text + "\n")
        file.chmod(0o755)

    def test_installs_what_is_missing_of_the_group_and_says_why(self):
        self.program("apt-get", 'echo "apt-get $*"')
        self.assertEqual(run("./dev", "setup", "build", PATH=self.path), (
            0, "Installing Debian packages that are missing:\n"
               "  libsleef-dev | exp, log, pow, sin with the same bits for one or eight members (src/vmath)\n"
               "apt-get update -q\napt-get install -q -y --no-install-recommends libsleef-dev\n", ""))

    def test_is_silent_where_nothing_is_missing(self):
        self.program("dpkg-query", "echo -n installed")
        self.program("apt-get", "echo must not be called; exit 1")
        self.assertEqual(run("./dev", "setup", PATH=self.path), (0, "", ""))

    def test_a_failing_apt_is_the_environments_fault(self):
        self.program("apt-get", "[ $1 = update ]")
        code, _, said = run("./dev", "setup", PATH=self.path)
        self.assertEqual((code, said), (3, "./dev: apt-get could not install: libsleef-dev shellcheck "
                                           "(Debian 12 has them all in main)\n"))

    def test_no_network_is_the_environments_fault(self):
        self.program("apt-get", "exit 100")
        code, _, said = run("./dev", "setup", "build", PATH=self.path)
        self.assertEqual((code, said), (3, "./dev: apt-get update failed; check the network and "
                                           "/etc/apt/sources.list, then try again\n"))


class Count(unittest.TestCase):
    def sum_up(self, attributes):
        with tempfile.NamedTemporaryFile("w") as report:
            report.write(f'<testsuite name="all"\n\t{attributes}\n\thostname="h">\n<testcase time="1"/></testsuite>\n')
            report.flush()
            return run("bash", "-c", f"source ./dev help >/dev/null; sum_up_tests {report.name}")[1]

    def test_passed_failed_skipped(self):
        self.assertEqual(self.sum_up('tests="12"\n\tfailures="2"\n\tdisabled="0"\n\tskipped="3"'), "7 passed, 2 failed, 3 skipped\n")

    def test_none_skipped_is_not_mentioned(self):
        self.assertEqual(self.sum_up('tests="12"\n\tfailures="0"\n\tdisabled="0"\n\tskipped="0"'), "12 passed, 0 failed\n")


if __name__ == "__main__":
    unittest.main()
