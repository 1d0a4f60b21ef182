import { describe, expect, it } from "vitest";
import { lineSplitter } from "./api";
import { rangeOf, shortNumber, ticksOf, type Fan } from "./charts";
import { fanSvg } from "./export";
import { dateOf, monthOf, share, show, signed } from "./format";
import { linkOf, stateFrom } from "./link";
import { claimsSvg, dotsSvg, driversSvg } from "./papers";
import { kPlaces, placeOf, valueAt } from "./scale";
import { inOrder, movedStep } from "./schedule";
import { firstState, labelOf, policiesOf, withSetting } from "./state";
import { claimsTable, csvOf, driversTable, fanTable } from "./tables";
import { texts } from "./texts";
import type { OverviewEntry, Study } from "./types";
import { beginInWords, changeInWords } from "./words";

const evidence = { grade: "D", note: "", model_note: "", cites: [], sources: [] };
const study: Study = {
  revision: 1,
  name: "Fish",
  time: { zero: "2000-01", unit: "year", times: [0, 1, 2], dates: ["2000-01", "2001-01", "2002-01"], years: [2000, 2001, 2002] },
  decision: "2001-01",
  members: 100,
  seed: 1,
  design: "sobol",
  baseline: "open",
  levers: [
    { ...evidence, name: "quota", variable: "Quota", label: "Yearly quota", side: "Ministry", theme: "quota", unit: "kt", low: 0, high: 1000, default: 1000 },
    { ...evidence, name: "cap", variable: "Cap", label: "Cap", side: "Ministry", theme: "quota", unit: "Dmnl", low: 0, high: 100, default: 0.5 },
  ],
  uncertainties: [{ ...evidence, name: "growth", variable: "Growth", label: "growth", unit: "1/Year", system: null, quantiles: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7], central: 0.4, integer: false }],
  worldviews: [{ name: "gloom", label: "Gloom", note: "", replaces: {} }],
  scenarios: [
    { name: "open", label: "Open", note: "", settings: {} },
    { name: "quota", label: "Quota", note: "", settings: { quota: 100 } },
  ],
  outcomes: [
    { name: "fish", variable: "Fish", label: "Fish in the sea", unit: "kt", definition: "", side: "", percent: false },
    { name: "share", variable: "Share", label: "Share", unit: "Dmnl", definition: "", side: "", percent: true },
  ],
  claims: [],
  histories: [],
  sources: {},
  diagnostics: [],
  may_save: true,
};

describe("scale", () => {
  it("keeps ends, and the default where it is", () => {
    for (const lever of study.levers) {
      expect(valueAt(lever, 0)).toBe(lever.low);
      expect(valueAt(lever, kPlaces)).toBe(lever.high);
      expect(valueAt(lever, placeOf(lever, lever.default))).toBeCloseTo(lever.default, 2);
    }
  });
  it("gives a default at the edge of a wide range room", () => {
    expect(placeOf(study.levers[1]!, 0.5)).toBe(kPlaces / 4);
  });
  it("never turns back", () => {
    for (const lever of study.levers) {
      for (let place = 1; place <= kPlaces; ++place) expect(valueAt(lever, place)).toBeGreaterThanOrEqual(valueAt(lever, place - 1));
    }
  });
});

describe("numbers and dates", () => {
  it("shows three digits, percentages and what is missing", () => {
    expect([show(0), show(1234.5), show(0.012345), show(1.5e28), show(0.256, true), show(null)]).toEqual(["0", "1,235", "0.0123", "1.50e28", "26 %", texts.none]);
    expect([signed(2), signed(-2)]).toEqual(["+2", "−2"]);
    expect([share(0), share(0.004), share(0.5), share(0.998), share(1)]).toEqual(["0 %", "<0.5 %", "50 %", ">99.5 %", "100 %"]);
  });
  it("counts months", () => {
    for (const date of ["1999-12", "2026-01", "2026-10"]) expect(dateOf(monthOf(date))).toBe(date);
    expect(monthOf("2027-01") - monthOf("2026-10")).toBe(3);
  });
});

describe("link", () => {
  const now = {
    ...firstState(study),
    policy: withSetting(study, { scenario: "quota", settings: {} }, "cap", [{ from: "2001-01", value: 2 }]),
    kept: [{ scenario: "open", settings: { quota: 50 } }],
    beliefs: { worldview: "gloom", uncertainties: { growth: { kind: "uniform" as const, min: 0.3, max: 0.4 } } },
    edits: [{ variable: "Catch", part: 0, equation: "Catch = 0" }],
  };
  it("holds the whole state", () => {
    expect(stateFrom(study, linkOf(now))).toEqual(now);
  });
  it("leaves out what the study does not have, and survives nonsense", () => {
    const strange = { ...now, baseline: "gone", cards: [{ chart: "gone", mode: "fan" as const }], policy: { scenario: "gone", settings: { quota: 5000, other: 1 } } };
    const read = stateFrom(study, linkOf(strange));
    expect(read.policy).toEqual({ scenario: "open", settings: {} });
    expect(read.cards).toEqual(firstState(study).cards);
    for (const link of ["", "#", "#%", "#12", "#[]", "#" + encodeURIComponent('{"cards":7,"beliefs":[],"kept":[null]}')]) {
      expect(stateFrom(study, link)).toEqual(firstState(study));
    }
  });
});

describe("state", () => {
  it("keeps only what differs from the scenario", () => {
    const moved = withSetting(study, { scenario: "quota", settings: {} }, "quota", 50);
    expect(moved.settings).toEqual({ quota: 50 });
    expect(labelOf(study, moved)).toBe("Quota + 1");
    expect(withSetting(study, moved, "quota", 100).settings).toEqual({});
  });
  it("asks for the baseline first and the current policy last", () => {
    const now = { ...firstState(study), baseline: "open", kept: [{ scenario: "quota", settings: {} }], policy: { scenario: "quota", settings: { cap: 1 } } };
    expect(policiesOf(study, now).map((one) => one.label)).toEqual(["Open", "Quota", "Quota + 1"]);
  });
});

const fan = (low: number, high: number): Fan => ({
  years: [2000, 2001],
  current: { quantiles: [[low, low], [1, 1], [2, 2], [3, 3], [high, high]], label: 'Mine, "and" <theirs>', color: "#00f", dashed: false },
  others: [],
  lines: [],
  lineMembers: [],
  points: [],
  unit: "kt",
  percent: false,
  zero: false,
});

const about = { label: "A & B", unit: "kt", definition: "", percent: false, variable: "", histories: [] };

describe("timeline", () => {
  const steps = ["2000-06", "2001-06", "2001-09"].map((from, k) => ({ from, value: k }));
  it("moves a step between its neighbours only", () => {
    const ends: [number, number] = [monthOf("2000-01"), monthOf("2002-01")];
    const from = (k: number, to: string) => movedStep(steps, k, monthOf(to), 7, ends)[k];
    expect(from(1, "2001-01")).toEqual({ from: "2001-01", value: 7 });
    expect(from(1, "1990-01")?.from).toBe("2000-07");
    expect(from(1, "2009-01")?.from).toBe("2001-08");
    expect(from(2, "2009-01")?.from).toBe("2002-01");
  });
  it("keeps one step a month, in order", () => {
    const typed = inOrder([steps[2]!, steps[0]!, { from: "2000-06", value: 9 }]);
    expect(typed).toEqual([{ from: "2000-06", value: 9 }, steps[2]]);
  });
});

describe("charts", () => {
  it("sees all of a fan, from zero where that is near", () => {
    expect(rangeOf(fan(1, 10))[0]).toBe(0);
    expect(rangeOf(fan(8, 10))[0]).toBeGreaterThan(7);
    expect(rangeOf(fan(-1, 10))[0]).toBeLessThan(-1);
  });
  it("puts ticks at round numbers", () => {
    expect(ticksOf(0, 10, 5)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(shortNumber(25000, false)).toBe("25 k");
    expect(shortNumber(0.25, true)).toBe("25 %");
  });
  it("exports text that other programs read", () => {
    const csv = csvOf(fanTable(fan(0, 4), ["2000-01", "2001-01"], about, "2 futures")).split("\n");
    expect(csv.slice(0, 3)).toEqual(["# A & B", "# kt", "# 2 futures"]);
    expect(csv[3]).toContain('"Mine, ""and"" <theirs>: 5 %"');
    expect(csv[4]).toBe("2000-01,0,1,2,3,4");
    const svg = fanSvg(fan(0, 4), about, "foot");
    expect(svg).toContain("A &amp; B");
    expect(svg).not.toContain("<theirs>");
  });
  it("export dots, drivers and claims with what they are about", () => {
    const dots = dotsSvg([{ name: "<a>", color: "#00f", dots: [1, 2, 3] }], 2, "2 of 3", about, "3 futures");
    expect(dots.match(/<circle/g)).toHaveLength(3);
    expect(dots).toContain("3 futures");
    const drivers = {
      chart: "fish",
      members: 100,
      median: 2,
      drivers: [
        { uncertainty: "growth", importance: 0.5, above_chance: true, low: { input: 0.2, median: 1 }, high: { input: 0.6, median: 4 } },
        { uncertainty: "chance", importance: 0.01, above_chance: false, low: { input: 0, median: 2 }, high: { input: 1, median: 2 } },
      ],
    };
    expect(driversSvg(study, drivers, about, "2002-01", "100 futures")).toContain(">growth<");
    expect(driversTable(study, drivers, about, "").rows).toEqual([["growth", 1, 4, 0.5]]);
    const answer = { name: "c", variant: "A", horizon: "2002-01", reading: "policy" as const, holds: 0.6, fails: 0.1, no_difference: 0.3, error: 0.02, verdict: "", sentence: "" };
    expect(claimsTable(study, [answer], "").rows).toEqual([["c", "A", "2002-01", 0.6, 0.1, 0.3, 0.02]]);
    expect(claimsSvg(study, [answer], "")).toContain("60 %");
  });
});

describe("lines of a stream", () => {
  it("come whole, however they are cut", () => {
    const seen: string[] = [];
    const take = lineSplitter((line) => seen.push(line));
    for (const piece of ['{"a"', ":1}\n{", '"b":2}\n\n{"c":3}\n']) take(piece);
    expect(seen).toEqual(['{"a":1}', '{"b":2}', '{"c":3}']);
  });
});

describe("words", () => {
  const entry = (outcome: string, shift: number, higher: number): OverviewEntry => ({ outcome, quantiles: [], moved: { median_before: 1, median_after: 1 + shift, shift, higher, lower: 0 } });
  it("name what changed most", () => {
    const text = changeInWords(study, "Yearly quota", [entry("share", 0.1, 0.5), entry("fish", 0.4, 0.9)], null, "2002-01");
    expect(text).toBe("Yearly quota: most of all “Fish in the sea” at 2002-01, median 1 → 1.4; higher in 90 % of futures.");
  });
  it("do not tell nothing as a number with sixty zeros", () => {
    const one: OverviewEntry = { outcome: "fish", quantiles: [], moved: { median_before: 1e-60, median_after: 5, shift: 1, higher: 1, lower: 0 } };
    expect(changeInWords(study, "Cap", [one], null, "2002-01")).toContain("median 0 → 5");
  });
  it("begin with where two policies differ most", () => {
    const one: OverviewEntry = { outcome: "fish", quantiles: [0, 2, 4, 6, 8], difference: { quantiles: [0, 0, 2, 2, 3], higher: 0.8, lower: 0.1 } };
    expect(beginInWords(study, "Quota", "Open", [one], "2002-01")).toMatch(/^“Quota” beside “Open”: most different is “Fish in the sea” at 2002-01, \+2 kt in the median; higher in 80 % of futures\./);
    expect(beginInWords(study, "Open", "Open", [], "2002-01")).toBe(texts.changed.nothingYet);
  });
  it("say where nothing can change, and what would let it", () => {
    const effect = { lever: "cap", none: true, unchanged: ["fish"], unlocked_by: [{ lever: "quota", value: 100 }] };
    expect(changeInWords(study, "Cap", [entry("fish", 0, 0)], effect, "2002-01")).toBe("Cap: nothing changes in any future. It would act with “Yearly quota” at 100.");
  });
});
