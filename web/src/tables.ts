// Every chart as a table: what its table view shows and what CSV holds, at full precision.
import { type About, type Fan } from "./charts";
import { unitText } from "./format";
import { texts } from "./texts";
import type { ClaimAnswer, Drivers, Study } from "./types";

export type Cell = string | number | null;
export interface Table {
  about: string[]; // what it is, unit, definition, number of futures
  head: string[];
  rows: Cell[][];
  percent: boolean; // numbers are shares
}

export function aboutLines(about: About, foot: string): string[] {
  return [about.label, unitText(about.unit, about.percent), about.definition, foot].filter((one) => one !== "");
}

export function fanTable(fan: Fan, dates: string[], about: About, foot: string): Table {
  const lines = [fan.current, ...fan.others];
  return {
    about: aboutLines(about, foot),
    head: [texts.date, ...lines.flatMap((line) => texts.quantiles.map((name) => `${line.label}: ${name}`))],
    rows: dates.map((date, k) => [date, ...lines.flatMap((line) => line.quantiles.map((row) => row[k] ?? null))]),
    percent: fan.percent,
  };
}

export interface DotRow {
  name: string;
  color: string;
  dots: number[];
}
export function dotsTable(rows: DotRow[], about: About, foot: string): Table {
  const most = Math.max(0, ...rows.map((one) => one.dots.length));
  return {
    about: aboutLines(about, foot),
    head: [texts.dotNumber, ...rows.map((one) => one.name)],
    rows: Array.from({ length: most }, (_, k) => [String(k + 1), ...rows.map((one) => one.dots[k] ?? null)]),
    percent: about.percent,
  };
}

export function driversTable(of: Study, found: Drivers, about: About, foot: string): Table {
  return {
    about: aboutLines(about, foot),
    head: [texts.unknown, texts.medianWhereLow, texts.medianWhereHigh, texts.importance],
    rows: found.drivers
      .filter((one) => one.above_chance)
      .map((one) => [of.uncertainties.find((each) => each.name === one.uncertainty)?.label ?? one.uncertainty, one.low.median, one.high.median, one.importance]),
    percent: about.percent,
  };
}

export function claimsTable(of: Study, answers: ClaimAnswer[], foot: string): Table {
  const labelOf = (one: ClaimAnswer) => of.claims.find((claim) => claim.name === one.name && claim.variant === one.variant)?.title || one.name;
  return {
    about: [texts.claims, texts.claimsLead, foot],
    head: [texts.claim, texts.variant, texts.date, texts.holds, texts.fails, texts.noDifference, texts.error],
    rows: answers.map((one) => [labelOf(one), one.variant, one.horizon ?? "", one.holds, one.fails, one.no_difference, one.error]),
    percent: true,
  };
}

const quoted = (value: Cell) => {
  const text = value === null ? "" : String(value);
  return /[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
};

// What it is about stands in lines that begin with "#"; the same digits that the program computes with.
export function csvOf(table: Table): string {
  const about = table.about.map((line) => "# " + line.replace(/\s+/g, " "));
  const rows = [table.head, ...table.rows].map((row) => row.map(quoted).join(","));
  return [...about, ...rows].join("\n") + "\n";
}
