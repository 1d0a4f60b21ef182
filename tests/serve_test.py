#!/usr/bin/env python3
"""The dashboard's server from outside: its answers are the command line's to the bit, it reloads, it refuses what it
should, and nothing that clients do keeps it from answering others."""
import concurrent.futures
import html
import http.client
import json
import os
import pathlib
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest

SLUICE = os.environ["SLUICE_BINARY"]
SOURCE = pathlib.Path(os.environ["SLUICE_SOURCE_DIR"])
MEMBERS = 200


class Server:
    """`sluice serve` on a free port over a copy of a study."""

    def __init__(self, study):
        self.folder = pathlib.Path(tempfile.mkdtemp()) / "study"
        shutil.copytree(SOURCE / "studies" / study, self.folder)
        self.process = subprocess.Popen([SLUICE, "serve", str(self.folder), "--port", "0"], stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        self.port = int(line.rsplit(":", 1)[1].strip().rstrip("/"))

    def stop(self):
        self.process.terminate()
        code = self.process.wait(20)
        self.process.stdout.close()
        shutil.rmtree(self.folder.parent)
        return code

    def ask(self, method, path, body=None, headers=None, timeout=60):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        sent = {"Content-Type": "application/json"} if body is not None else {}
        sent.update(headers or {})
        text = body if isinstance(body, (str, bytes, type(None))) else json.dumps(body)
        connection.request(method, path, text, sent)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer.status, data

    def get(self, path):
        status, data = self.ask("GET", "/api/v1/" + path)
        return status, json.loads(data)

    def post(self, path, body):
        status, data = self.ask("POST", "/api/v1/" + path, body)
        return status, json.loads(data)


def command(*words):
    done = subprocess.run([SLUICE, *map(str, words)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def quantiles_by_year(fans, scenario, outcome):
    scenarios = json.loads(fans)["scenarios"]
    found = next(one for one in scenarios if one["name"] == scenario)
    years = next(one for one in found["outcomes"] if one["name"] == outcome)["years"]
    return {one["year"]: one["quantiles"] for one in years}


class ServeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server("fishery")
        cls.study = cls.server.get("study")[1]

    @classmethod
    def tearDownClass(cls):
        cls.code = cls.server.stop()
        assert cls.code == 0, cls.code

    def chart_at_year_ends(self, chart):
        """{year: [5 quantiles]} at the last saved time of each year."""
        ends = {}
        for k, date in enumerate(self.study["time"]["dates"]):
            ends[int(date[:4])] = [row[k] for row in chart["quantiles"]]
        return ends

    def assert_same_course(self, chart, fans, scenario, outcome):
        shown = self.chart_at_year_ends(chart)
        expected = quantiles_by_year(fans, scenario, outcome)
        self.assertGreater(len(expected), 8)
        for year, quantiles in expected.items():
            self.assertEqual(shown[year], list(quantiles.values()) if isinstance(quantiles, dict) else quantiles, year)

    def test_a_run_is_the_command_lines_to_the_bit(self):
        outcome = next(one["name"] for one in self.study["outcomes"] if one["yearly"] == "end")
        status, answer = self.server.post("run", {"policies": [{"scenario": "open"}, {"scenario": "quota"}],
                                                  "charts": [outcome], "members": MEMBERS, "lines": 3})
        self.assertEqual(status, 200, answer)
        fans = command("ensemble", self.server.folder, "--members", MEMBERS, "--json")
        for policy, scenario in zip(answer["policies"], ("open", "quota")):
            self.assert_same_course(policy["charts"][0], fans, scenario, outcome)
        self.assertEqual(answer["policies"][1]["charts"][0]["line_members"], [0, 1, 2])
        self.assertIn("difference", answer["policies"][1]["charts"][0])

    def test_claims_of_the_studys_own_policy_are_the_command_lines(self):
        policy = next(one for one in self.study["claims"] if one["name"] == "saved")["policies"][0]
        status, answer = self.server.post("claims", {"policy": {"scenario": policy}, "members": MEMBERS})
        self.assertEqual(status, 200, answer)
        told = json.loads(command("claims", self.server.folder, "--members", MEMBERS, "--claim", "saved.A", "--json"))
        expected = {one["horizon"]: one["share_holds"] for one in told["views"][0]["claims"][0]["answers"]}
        shown = {one["horizon"]: one["holds"] for one in answer["claims"] if (one["name"], one["variant"]) == ("saved", "A")}
        self.assertEqual(shown, expected)

    def test_a_saved_policy_runs_on_the_command_line_to_the_same_bits(self):
        outcome = next(one["name"] for one in self.study["outcomes"] if one["yearly"] == "end")
        lever = self.study["levers"][0]
        middle = (lever["low"] + lever["high"]) / 3
        policy = {"scenario": "quota", "label": "Mine", "settings": {
            lever["name"]: [{"from": "2026-01", "value": middle}, {"from": "2033-06", "value": lever["low"]}]}}
        unknown = self.study["uncertainties"][0]
        low, high = unknown["quantiles"][2], unknown["quantiles"][4]
        beliefs = {"uncertainties": {unknown["name"]: {"kind": "uniform", "min": low, "max": high}}}
        status, text = self.server.ask("POST", "/api/v1/scenario", {"policies": [policy], "beliefs": beliefs})
        self.assertEqual(status, 200, text)
        path = self.server.folder.parent / "mine.toml"
        path.write_bytes(text)
        fans = command("ensemble", self.server.folder, "--with", path, "--scenario", "mine", "--worldview", "my_beliefs",
                       "--members", MEMBERS, "--json")
        _, answer = self.server.post("run", {"policies": [policy], "charts": [outcome], "members": MEMBERS, "beliefs": beliefs})
        self.assert_same_course(answer["policies"][0]["charts"][0], fans, "mine", outcome)
        status, read = self.server.post("scenario/read", {"text": text.decode()})
        self.assertEqual(status, 200, read)
        self.assertEqual(read["policies"][0]["settings"][lever["name"]], policy["settings"][lever["name"]])
        self.assertEqual(read["beliefs"]["uncertainties"][unknown["name"]], beliefs["uncertainties"][unknown["name"]])

    def test_a_stream_grows_to_the_whole(self):
        body = {"policies": [{}], "charts": [self.study["outcomes"][0]["name"]], "members": 3000}
        status, data = self.server.ask("POST", "/api/v1/run", {**body, "stream": True})
        self.assertEqual(status, 200)
        lines = [json.loads(line) for line in data.decode().splitlines() if line]
        done = [one["done"] for one in lines]
        self.assertEqual(done[-1], 3000)
        self.assertEqual(done, sorted(done))
        _, whole = self.server.post("run", body)
        self.assertEqual(lines[-1]["policies"], whole["policies"])
        _, start = self.server.post("run", {**body, "upto": 200})
        self.assertEqual(lines[0]["done"] == 200, lines[0]["policies"] == start["policies"])

    def test_other_questions_are_answered(self):
        outcome = self.study["outcomes"][0]["name"]
        status, drivers = self.server.post("drivers", {"policy": {"scenario": "open"}, "chart": outcome, "members": 400})
        self.assertEqual(status, 200, drivers)
        shares = [one["importance"] for one in drivers["drivers"]]
        self.assertEqual(shares, sorted(shares, reverse=True))
        status, story = self.server.post("future", {"policy": {}, "member": 7, "members": 50, "charts": [outcome]})
        self.assertEqual(status, 200, story)
        self.assertEqual(len(story["inputs"]), len(self.study["uncertainties"]))
        lever = self.study["levers"][0]
        status, effect = self.server.post("effect", {"policy": {"scenario": "open"}, "lever": lever["name"], "value": lever["low"],
                                                     "charts": [outcome]})
        self.assertEqual(status, 200, effect)
        status, variable = self.server.get("variable?name=" + self.study["outcomes"][0]["variable"].replace(" ", "%20"))
        self.assertEqual(status, 200, variable)
        self.assertTrue(variable["equations"][0]["editable"])
        status, html = self.server.ask("POST", "/api/v1/report", {"policies": [{"scenario": "open"}, {"scenario": "quota"}],
                                                                  "charts": [outcome], "members": 100})
        self.assertEqual(status, 200, html)
        self.assertIn(b"<svg", html)
        self.assertNotIn(b"<script", html)

    def test_the_report_of_the_command_line(self):
        outcome = self.study["outcomes"][0]["name"]
        path = self.server.folder.parent / "report.html"
        command("report", self.server.folder, "--scenario", "open", "--scenario", "quota", "--outcomes", outcome, "--members", 100,
                "-o", path)
        labels = {one["name"]: one["label"] for one in self.study["scenarios"]}
        _, page = self.server.ask("POST", "/api/v1/report", {
            "policies": [{"scenario": name, "label": labels[name]} for name in ("open", "quota")], "charts": [outcome], "members": 100,
            "seed": self.study["seed"]})
        self.assertEqual(path.read_bytes(), page)

    def report_text(self, *words):
        path = self.server.folder.parent / "report.html"
        command("report", self.server.folder, *words, "--members", 60, "-o", path)
        return path.read_text()

    def test_a_report_answers_the_studys_questions_or_says_whose_it_answers(self):
        claims = json.loads(command("claims", self.server.folder, "--members", 60, "--claim", "saved", "--json"))
        sentence = claims["views"][0]["claims"][0]["answers"][0]["sentence"]
        # A report gives no grades: they take more futures than the page's own.
        sentence = re.sub(r" Grade [A-D]: [^.]*\.|grade [A-D]; ", "", sentence)
        own = self.report_text()
        self.assertNotIn("in the place of", own)
        self.assertIn(f"<li>{sentence}</li>", html.unescape(own))
        labels = {one["name"]: one["label"] for one in self.study["scenarios"]}
        other = html.unescape(self.report_text("--scenario", "open", "--scenario", "strict"))
        self.assertIn(f'<li>"{labels["strict"]}" in the place of "{labels["quota"]}": saved.A', other)

    def test_what_is_refused_and_how(self):
        outcome = self.study["outcomes"][0]["name"]
        lever = self.study["levers"][0]
        body = {"policies": [{}], "charts": [outcome], "members": 10}
        status, answer = self.server.post("run", {**body, "policies": [{"settings": {lever["name"] + "x": 1}}]})
        self.assertEqual((status, answer["error"]), (422, f'the study has no lever "{lever["name"]}x"'))
        self.assertEqual(answer["mend"], f'did you mean "{lever["name"]}"?')
        status, answer = self.server.post("run", {**body, "policies": [{"settings": {lever["name"]: 1e9}}]})
        self.assertEqual(status, 422)
        self.assertIn("outside the range of lever", answer["error"])
        self.assertEqual(self.server.post("run", {**body, "members": 10**9})[0], 422)
        self.assertEqual(self.server.post("run", {**body, "members": 20000, "charts": [outcome] * 99})[0], 422)
        self.assertEqual(self.server.post("run", {**body, "charts": ["no such"]})[0], 400)
        self.assertEqual(self.server.post("run", {**body, "revision": 10**6})[0], 409)
        self.assertEqual(self.server.post("run", [])[0], 422)
        status, answer = self.server.post("run", {**body, "memberz": 9})
        self.assertEqual((status, answer["mend"]), (422, 'did you mean "member" or "members"?'))
        for wrong in ({"edits": "x"}, {"beliefs": {"worldveiw": "x"}}, {"policies": [{"settings": {lever["name"]: []}}]},
                      {"policies": [{"setings": {}}]}):
            self.assertEqual(self.server.post("run", {**body, **wrong})[0], 422, wrong)
        status, answer = self.server.post("run", {**body, "at": "2999-01"})
        self.assertEqual(status, 400)
        self.assertIn("lies outside the run", answer["error"])
        self.assertEqual(self.server.ask("POST", "/api/v1/run", "{")[0], 400)
        self.assertEqual(self.server.ask("POST", "/api/v1/run", "[" * 5000 + "]" * 5000)[0], 400)
        self.assertEqual(self.server.ask("POST", "/api/v1/run", "{}", {"Content-Type": "text/plain"})[0], 415)
        self.assertEqual(self.server.ask("POST", "/api/v1/run", None, {"Content-Length": str(2 << 20)})[0], 413)
        self.assertEqual(self.server.ask("GET", "/", headers={"X": "y" * 40000})[0], 431)
        self.assertEqual(self.server.ask("PUT", "/api/v1/run", "{}")[0], 405)
        self.assertEqual(self.server.ask("GET", "/api/v1/run")[0], 405)
        for path in ("/api/v1/nothing", "/study.toml", "/../../../../etc/passwd", "/..%2f..%2fetc/passwd", "//etc/passwd"):
            self.assertEqual(self.server.ask("GET", path)[0], 404, path)

    def test_only_its_own_page_may_ask(self):
        here = f"127.0.0.1:{self.server.port}"
        self.assertEqual(self.server.ask("GET", "/api/v1/status", headers={"Host": "evil.example"})[0], 403)
        self.assertEqual(self.server.ask("GET", "/api/v1/status", headers={"Host": "8.8.8.8"})[0], 403)
        self.assertEqual(self.server.ask("GET", "/api/v1/status", headers={"Host": f"localhost:{self.server.port}"})[0], 200)
        self.assertEqual(self.server.ask("POST", "/api/v1/check", {}, {"Origin": "http://evil.example"})[0], 403)
        self.assertEqual(self.server.ask("POST", "/api/v1/check", {}, {"Origin": "null"})[0], 403)
        self.assertEqual(self.server.ask("POST", "/api/v1/check", {}, {"Origin": "http://" + here})[0], 200)

    def test_slow_clients_and_those_that_leave_hold_nobody_up(self):
        outcome = self.study["outcomes"][0]["name"]
        slow = []
        for _ in range(25):
            one = socket.create_connection(("127.0.0.1", self.server.port))
            one.sendall(b"POST /api/v1/run HTTP/1.1\r\nHost: localhost\r\nContent-Len")
            slow.append(one)
        for _ in range(5):  # asks for much and goes away
            one = socket.create_connection(("127.0.0.1", self.server.port))
            text = json.dumps({"policies": [{}], "charts": [outcome], "members": 20000, "stream": True})
            one.sendall((f"POST /api/v1/run HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                         f"Content-Length: {len(text)}\r\n\r\n{text}").encode())
            one.close()

        def quick(number):
            return self.server.post("run", {"policies": [{}], "charts": [outcome], "members": 50, "seed": number})[0]

        with concurrent.futures.ThreadPoolExecutor(25) as pool:
            self.assertEqual(set(pool.map(quick, range(50))), {200})
        slow[0].settimeout(60)
        self.assertIn(b" 408 ", slow[0].recv(200).split(b"\r\n")[0] + b" ", "half a request is not waited for without end")
        for one in slow:
            one.close()

    def test_more_connections_than_it_serves_are_told_so(self):
        many = [socket.create_connection(("127.0.0.1", self.server.port)) for _ in range(560)]
        many[-1].settimeout(60)
        self.assertIn(b" 503 ", many[-1].recv(200).split(b"\r\n")[0] + b" ")
        for one in many:
            one.close()
        for _ in range(100):  # until it has seen them go
            if self.server.ask("GET", "/api/v1/status")[0] == 200:
                return
            time.sleep(0.1)
        self.fail("it serves nobody any more")

    def test_a_thousand_malformed_requests_change_nothing(self):
        before = self.server.get("study")[1]
        draw = random.Random(7)
        whole = json.dumps({"policies": [{"scenario": "open", "settings": {self.study["levers"][0]["name"]: 1}}],
                            "charts": [self.study["outcomes"][0]["name"]], "members": 4}).encode()
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        for _ in range(1000):
            text = bytearray(whole)
            for _ in range(draw.randrange(1, 6)):
                text[draw.randrange(len(text))] = draw.randrange(256)
            path = draw.choice(["run", "claims", "drivers", "future", "effect", "check", "scenario", "scenario/read", "save", "report"])
            connection.request("POST", "/api/v1/" + path, bytes(text), {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            self.assertLess(answer.status, 500)
        connection.close()
        for _ in range(200):
            with socket.create_connection(("127.0.0.1", self.server.port)) as one:
                one.sendall(draw.randbytes(draw.randrange(1, 300)) + b"\r\n\r\n")
        self.assertEqual(self.server.get("study")[1], before)


class EditingTest(unittest.TestCase):
    def setUp(self):
        self.server = Server("fishery")

    def tearDown(self):
        self.server.stop()

    def wait_for(self, condition):
        for _ in range(100):
            status = self.server.get("status")[1]
            if condition(status):
                return status
            time.sleep(0.05)
        self.fail(status)

    def test_the_study_is_read_again_when_its_files_change(self):
        path = self.server.folder / "study.toml"
        text = path.read_text()
        path.write_text(text.replace("[study]", "[study]\nmembres = 3", 1))
        bad = self.wait_for(lambda status: not status["ok"])
        self.assertIn("membres", bad["diagnostics"][0]["message"])
        self.assertEqual(self.server.get("study")[0], 200)
        name = next(line for line in text.splitlines() if line.startswith("name = "))
        path.write_text(text.replace(name, 'name = "Another name"', 1))
        self.wait_for(lambda status: status["ok"])
        self.assertEqual(self.server.get("study")[1]["name"], "Another name")

    def test_a_trial_equation_is_apart_from_the_file_until_saved(self):
        model = self.server.folder / "model.mdl"
        written = model.read_text()
        study = self.server.get("study")[1]
        variable = self.server.get("variable?name=Catch")[1]
        equation = variable["equations"][0]["text"]
        edits = [{"variable": "Catch", "part": 0, "equation": "Catch = 0"}]
        run = {"policies": [{}], "charts": ["variable:Catch"], "members": 10}
        tried = self.server.post("run", {**run, "edits": edits})[1]["policies"][0]["charts"][0]["quantiles"][2]
        self.assertEqual(set(tried), {0})
        self.assertNotEqual(set(self.server.post("run", run)[1]["policies"][0]["charts"][0]["quantiles"][2]), {0})
        self.assertEqual(model.read_text(), written)
        wrong = self.server.post("check", {"edits": [{"variable": "Catch", "equation": "Catch = Nothing like it"}]})[1]
        self.assertFalse(wrong["ok"])
        self.assertIn("Nothing like it", wrong["diagnostics"][0]["message"])
        self.assertEqual(self.server.post("save", {"edits": edits, "revision": 99})[0], 409)
        status, answer = self.server.post("save", {"edits": edits, "revision": study["revision"]})
        self.assertEqual(status, 200, answer)
        self.assertEqual(model.read_text(), written.replace(equation, "Catch = 0", 1).replace("Catch = 0\n\t~", "Catch = 0\n\t~"))


class ListeningTest(unittest.TestCase):
    def test_a_port_that_is_taken_is_told(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            done = subprocess.run([SLUICE, "serve", str(SOURCE / "studies/fishery"), "--port", str(port)], capture_output=True, text=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn(f"A800: cannot listen on 127.0.0.1 port {port}: Address already in use", done.stderr)

    def test_a_model_alone_is_no_study(self):
        model = str(SOURCE / "studies/fishery/model.mdl")
        done = subprocess.run([SLUICE, "serve", model, "--port", "0"], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn(f"{model}: error A807: this is a file, and the dashboard needs a study", done.stderr)
        self.assertIn("docs/studies.md has a small one, whole", done.stderr)

    def test_a_host_that_is_none_is_told(self):
        done = subprocess.run([SLUICE, "serve", str(SOURCE / "studies" / "fishery"), "--host", "nowhere", "--port", "0"],
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn("this is no IP address", done.stderr)
        self.assertIn("give --host an address of this machine", done.stderr)

    def test_a_report_of_too_much_is_told(self):
        words = [word for _ in range(6) for word in ("--scenario", "open")]
        done = subprocess.run([SLUICE, "report", str(SOURCE / "studies/fishery"), *words], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("error A800: a report shows at most 5 policies", done.stderr)


if __name__ == "__main__":
    sys.exit(0 if unittest.main(exit=False).result.wasSuccessful() else 1)
