#!/usr/bin/env python3
"""The server with a study that takes its time: work ends with the client who wanted it, and what is kept of one policy for
the next does not show in the numbers."""
import http.client
import json
import os
import pathlib
import socket
import time
import unittest

import serve_test


class FlagshipTest(unittest.TestCase):
    """A study that takes its time."""

    chart_at_year_ends = serve_test.ServeTest.chart_at_year_ends
    assert_same_course = serve_test.ServeTest.assert_same_course

    def setUp(self):
        self.server = serve_test.Server("chips")
        self.study = self.server.get("study")[1]

    def tearDown(self):
        self.assertEqual(self.server.stop(), 0)

    def spent(self):
        """Processor seconds of the server."""
        fields = pathlib.Path(f"/proc/{self.server.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def spent_when_idle(self):
        last = self.spent()
        for _ in range(300):
            time.sleep(0.4)
            now = self.spent()
            if now - last < 0.05:
                return now
            last = now
        self.fail("the server works on")

    def test_a_client_that_leaves_ends_its_work(self):
        few = {"policies": [{"scenario": "ban"}], "charts": ["lag"], "members": 400}
        self.assertEqual(self.server.post("run", few)[0], 200)
        begun = self.spent_when_idle()
        self.assertEqual(self.server.post("run", {**few, "seed": 5})[0], 200)
        cost = max(self.spent_when_idle() - begun, 0.05)  # of 400 futures
        begun = self.spent()
        many = {"policies": [{"scenario": name} for name in ("ban", "h200", "today", "open", "b30a")], "charts": ["lag"], "members": 20000,
                "seed": 6, "stream": True}
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
        connection.request("POST", "/api/v1/run", json.dumps(many), {"Content-Type": "application/json"})
        self.assertEqual(json.loads(connection.getresponse().readline())["done"], 200)
        connection.sock.shutdown(socket.SHUT_RDWR)
        connection.close()
        self.assertLess(self.spent_when_idle() - begun, 60 * cost, "the whole would be 250 times those futures")

    def test_every_lever_at_its_ends_gives_the_command_lines_numbers(self):
        """What policies share until the decision is kept and not run again; the numbers do not show it."""
        outcome = next(one["name"] for one in self.study["outcomes"] if one["yearly"] == "end")
        moves = [(lever["name"], value) for lever in self.study["levers"] for value in (lever["low"], lever["high"])]
        self.assertGreater(len(moves), 60)
        path = self.server.folder.parent / "moves.toml"
        path.write_text("".join(f'[[scenario]]\nname = "p{k}"\nlabel = "p{k}"\n[scenario.set]\n{name} = {value!r}\n\n'
                                for k, (name, value) in enumerate(moves)))
        chosen = [word for k in range(len(moves)) for word in ("--scenario", f"p{k}")]
        fans = serve_test.command("ensemble", self.server.folder, "--with", path, *chosen, "--members", 16, "--outcomes", outcome, "--json")
        for k, (name, value) in enumerate(moves):
            body = {"policies": [{"settings": {name: value}}], "charts": [outcome], "members": 16}
            _, answer = self.server.post("run", body)
            with self.subTest(lever=name, value=value):
                self.assert_same_course(answer["policies"][0]["charts"][0], fans, f"p{k}", outcome)


if __name__ == "__main__":
    unittest.main()
