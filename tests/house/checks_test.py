"""The checks of sizes and of the table of diagnostics find what they are there to find."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

TOOLS = pathlib.Path(__file__).resolve().parents[2] / "tools"


def run(tool, *arguments):
    done = subprocess.run([sys.executable, "-B", TOOLS / tool, *arguments], capture_output=True, text=True)
    return done.returncode, done.stdout.splitlines()


class Checks(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file


class Sizes(Checks):
    def function(self, signature, lines, indent=""):
        body = "".join(f"{indent}  step({number});\n" for number in range(lines - 2))
        return f"{indent}{signature} {{\n{body}{indent}}}\n"

    def test_measures_functions_methods_and_one_line_functions(self):
        file = self.write("a.cpp", "namespace a {\n" + self.function("void long_one(int x,\n              int y) const", 12)
                          + "class A {\n" + self.function("int method()", 8, "  ") + "  int get() const { return x_; }\n};\n"
                          + "}  // namespace a\n")
        self.assertEqual(run("check_sizes.py", file), (
            0, ["3 functions: 8 lines at the median, 11.2 at the 90th percentile, 12 at the most"]))

    def test_a_function_of_fifty_lines_is_too_long(self):
        file = self.write("a.cpp", "\n" + self.function("std::vector<int> grow(int x)", 50) + self.function("void f()", 49))
        code, lines = run("check_sizes.py", file)
        self.assertEqual((code, lines[:-1]), (
            1, [f"{file}:2: grow has 50 lines; a function stays under 50: give its steps names"]))

    def test_a_lambda_belongs_to_its_function(self):
        inner = "".join(f"    step({number});\n" for number in range(30))
        file = self.write("a.cpp", "void f() {\n  each([&](int i) {\n" + inner + "  });\n" + inner + "}\n" + "int g() { return 1; }\n")
        self.assertEqual(run("check_sizes.py", file)[1][0],
                         f"{file}:1: f has 64 lines; a function stays under 50: give its steps names")

    def test_a_file_over_four_hundred_lines(self):
        file = self.write("a.h", "// line\n" * 401)
        self.assertEqual(run("check_sizes.py", file), (
            1, [f"{file}:1: 401 lines; a file has at most 400: split it by what its parts do"]))


class Codes(Checks):
    def test_used_and_tested_codes_pass(self):
        self.write("src/base/codes.def", 'SLUICE_CODE(no_such_name, "M201", error)\nSLUICE_CODE(no_file, "S100", error)\n')
        self.write("src/model/names.cpp", "report(Code::no_such_name); report(Code::no_file);")
        self.write("src/model/names_test.cpp", '"a.mdl:1:2: error M201: ..."; Code::no_file')
        self.assertEqual(run("check_codes.py", "--root", self.root), (0, []))

    def test_unused_untested_and_doubled_codes_are_named(self):
        self.write("src/base/codes.def", 'SLUICE_CODE(old, "M201", error)\nSLUICE_CODE(fresh, "M201", note)\n')
        self.write("src/model/names.cpp", "report(Code::fresh);")
        self.write("tests/a.cpp", "Code::old")
        row = "src/base/codes.def: "
        self.assertEqual(run("check_codes.py", "--root", self.root), (1, [
            row + "old (M201): the id is given 2 times; each kind has its own",
            row + "old (M201): nothing reports it; remove the row or use it",
            row + "fresh (M201): the id is given 2 times; each kind has its own",
            row + "fresh (M201): no test names it; test its exact text beside the code that reports it"]))


if __name__ == "__main__":
    unittest.main()
