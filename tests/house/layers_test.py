"""The include check: what it lets through, what it says, and that it stops the build."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
ADVICE = ("include(s) outside the map of the folders: move the code, or pass the value in from above; "
          "the table is layers.cmake\n")


class Layers(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def write(self, path, *lines):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(lines) + "\n")

    def check(self, *folders):
        done = subprocess.run([sys.executable, "-B", REPOSITORY / "tools/check_layers.py", "--source", self.root / "src",
                               *folders], capture_output=True, text=True)
        return done.returncode, done.stdout

    def test_what_the_table_allows_passes_in_silence(self):
        self.write("src/execute/kernel.cpp", "#include <vector>", "#include <sys/stat.h>", '#include "execute/kernel.h"',
                   '#include "program/program.h"')
        self.write("src/vmath/exp.cpp", "#include <sleef.h>")
        self.assertEqual(self.check(), (0, ""))

    def test_a_folder_outside_the_row(self):
        self.write("src/execute/lanes/run.cpp", "// a comment", '#include "model/model.h"')
        self.assertEqual(self.check("execute"), (
            1, 'src/execute/lanes/run.cpp:2: src/execute may not include "model/model.h"; '
               "the table allows it: program, vmath, base\n1 " + ADVICE))

    def test_a_header_private_to_another_folder(self):
        self.write("src/lower/expand.cpp", "#include <fmt/core.h>")
        self.assertEqual(self.check("lower"), (
            1, "src/lower/expand.cpp:1: <fmt/core.h> is private to src/base; src/lower must go through it\n1 " + ADVICE))

    def test_a_header_of_nobody(self):
        self.write("src/base/a.h", "#include <curl/curl.h>")
        self.assertEqual(self.check("base"),
                         (1, "src/base/a.h:1: <curl/curl.h> is in no row of the table\n1 " + ADVICE))

    def test_a_header_not_named_from_src(self):
        self.write("src/base/a.cpp", '#include "a.h"')
        self.assertEqual(self.check("base"), (
            1, 'src/base/a.cpp:1: "a.h" is not a path from src/; write "base/..." for a header of this folder\n1 ' + ADVICE))

    def test_tests_may_reach_all_that_lies_below_but_not_above(self):
        self.write("src/lower/lower_test.cpp", "#include <gtest/gtest.h>", '#include "vmath/exp.h"', '#include "study/study.h"')
        self.assertEqual(self.check("lower"), (
            1, 'src/lower/lower_test.cpp:3: src/lower may not include "study/study.h"; '
               "the table allows it: base, model, program, syntax, vmath\n1 " + ADVICE))

    def test_googletest_stays_in_tests(self):
        self.write("src/base/a.h", "#include <gtest/gtest.h>")
        self.assertEqual(self.check("base")[0], 1)

    def test_a_forbidden_include_stops_the_build(self):
        for part in ("CMakeLists.txt", "cmake", "tools", "tests/CMakeLists.txt", "bench/CMakeLists.txt", "fuzz/CMakeLists.txt",
                     "fuzz/replay_test.cpp", "fuzz/readers.cpp", "fuzz/zip.cpp"):
            to = self.root / part
            to.parent.mkdir(exist_ok=True)
            copy = shutil.copytree if (REPOSITORY / part).is_dir() else shutil.copy
            copy(REPOSITORY / part, to)
        self.write("src/base/a.cpp", '#include "vmath/exp.h"')
        build = self.root / "build"
        subprocess.run(["cmake", "-S", self.root, "-B", build, "-G", "Ninja"], check=True, capture_output=True)
        done = subprocess.run(["cmake", "--build", build, "--target", "sluice_base"], capture_output=True, text=True)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn('src/base/a.cpp:1: src/base may not include "vmath/exp.h"; the table allows it: nothing\n', done.stdout)
        self.assertNotIn("Building CXX object", done.stdout)


if __name__ == "__main__":
    unittest.main()
