// Dots, drivers and claims as pictures to take away, each with its title, unit and number of futures.
import { type About } from "./charts";
import { escape } from "./export";
import { share, show, unitText } from "./format";
import { claimsTable, type DotRow } from "./tables";
import { texts } from "./texts";
import type { ClaimAnswer, Drivers, Study } from "./types";

const kWidth = 800;
const kLow = "#d55e00";
const kHigh = "#0072b2";
const kNeither = "#c9ced4";

function paper(title: string, under: string, body: string[], height: number, foot: string): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${kWidth}" height="${height}" viewBox="0 0 ${kWidth} ${height}" font-family="system-ui, sans-serif">` +
    `<rect width="${kWidth}" height="${height}" fill="#fff"/>` +
    `<text x="20" y="26" font-size="18" font-weight="600">${escape(title)}</text>` +
    `<text x="20" y="45" font-size="12" fill="#555">${escape(under)}</text>` +
    body.join("") +
    `<text x="20" y="${height - 10}" font-size="11" fill="#555">${escape(foot)}</text></svg>`
  );
}

const text = (x: number, y: number, what: string, more = "") => `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="12" ${more}>${escape(what)}</text>`;
const bar = (x: number, y: number, width: number, height: number, color: string) =>
  `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${Math.max(0, width).toFixed(1)}" height="${height}" fill="${color}"/>`;
const underOf = (about: About) => unitText(about.unit, about.percent) + (about.definition ? " · " + about.definition : "");

// Columns of dots above an axis, one row of columns a policy; those at or over the threshold are full.
export function dotsSvg(rows: DotRow[], threshold: number, words: string, about: About, foot: string): string {
  const all = rows.flatMap((one) => one.dots);
  const low = Math.min(...all);
  const high = Math.max(...all, low + 1e-12);
  const columns = 50;
  const left = 40;
  const x = (value: number) => left + ((value - low) / (high - low)) * (kWidth - 2 * left);
  const body: string[] = [];
  let base = 60;
  for (const row of rows) {
    const placed = stacked(row.dots, low, high, columns);
    const tallest = Math.max(5, ...placed.map((one) => one.level + 1));
    body.push(text(left, base + 12, row.name));
    base += 24 + tallest * 14;
    for (const one of placed) {
      const at = left + one.x * (kWidth - 2 * left);
      body.push(`<circle cx="${at.toFixed(1)}" cy="${base - 7 - one.level * 14}" r="6" fill="${row.color}" fill-opacity="${one.value >= threshold ? 1 : 0.3}"/>`);
    }
    body.push(`<path d="M${left} ${base}H${kWidth - left}" stroke="#999"/>`);
  }
  body.push(`<path d="M${x(threshold).toFixed(1)} 60V${base}" stroke="#222" stroke-width="1.5" stroke-dasharray="4 3"/>`);
  body.push(text(left, base + 18, show(low, about.percent)), text(kWidth - left, base + 18, show(high, about.percent), 'text-anchor="end"'));
  body.push(text(20, base + 40, words, 'font-weight="600"'));
  return paper(about.label, underOf(about), body, base + 76, foot);
}

// Quantile dots: each stands for an equal share of the futures, so that counting them is reading a
// probability.
export function stacked(dots: number[], low: number, high: number, columns: number): { x: number; level: number; value: number }[] {
  const heights = new Map<number, number>();
  return dots.map((value) => {
    const column = Math.min(columns - 1, Math.max(0, Math.floor(((value - low) / (high - low)) * columns)));
    const level = heights.get(column) ?? 0;
    heights.set(column, level + 1);
    return { x: (column + 0.5) / columns, level, value };
  });
}

export function strongest(found: Drivers): Drivers["drivers"] {
  return found.drivers.filter((one) => one.above_chance && one.low.median !== null && one.high.median !== null).slice(0, 8);
}

export function driversSvg(of: Study, found: Drivers, about: About, at: string, foot: string): string {
  const strong = strongest(found);
  const middle = found.median ?? 0;
  const reach = Math.max(...strong.flatMap((one) => [Math.abs(one.low.median! - middle), Math.abs(one.high.median! - middle)]), 1e-12);
  const x = (value: number) => 490 + ((value - middle) / reach) * 170;
  const body = [text(20, 66, texts.driversLead(`“${about.label}”`, at), 'fill="#555"')];
  strong.forEach((one, k) => {
    const y = 82 + k * 28;
    const known = of.uncertainties.find((each) => each.name === one.uncertainty)?.label ?? one.uncertainty;
    body.push(text(20, y + 14, known.length > 44 ? known.slice(0, 43) + "…" : known));
    for (const [value, color] of [
      [one.low.median!, kLow],
      [one.high.median!, kHigh],
    ] as const) {
      body.push(bar(Math.min(x(middle), x(value)), y, Math.abs(x(value) - x(middle)), 18, color));
    }
    body.push(text(kWidth - 20, y + 14, `${show(one.low.median, about.percent)} · ${show(one.high.median, about.percent)}`, 'text-anchor="end"'));
  });
  const end = 82 + Math.max(1, strong.length) * 28;
  body.push(`<path d="M490 76V${end}" stroke="#555"/>`);
  body.push(bar(20, end + 8, 11, 11, kLow), text(36, end + 18, texts.low), bar(80, end + 8, 11, 11, kHigh), text(96, end + 18, texts.high));
  return paper(about.label, underOf(about), body, end + 52, foot);
}

export function claimsSvg(of: Study, answers: ClaimAnswer[], foot: string): string {
  const table = claimsTable(of, answers, foot);
  const body: string[] = [];
  table.rows.forEach(([claim, , when, holds, fails, none], k) => {
    const y = 64 + k * 40;
    const label = String(claim);
    body.push(text(20, y + 12, label.length > 110 ? label.slice(0, 109) + "…" : label));
    body.push(text(20, y + 30, String(when), 'fill="#555"'));
    let left = 90;
    for (const [value, color] of [
      [holds, kHigh],
      [none, kNeither],
      [fails, kLow],
    ] as const) {
      const width = 560 * Number(value ?? 0);
      body.push(bar(left, y + 18, width, 14, color));
      left += width;
    }
    body.push(text(kWidth - 20, y + 30, share(holds as number | null), 'text-anchor="end" font-weight="600"'));
  });
  const end = 70 + table.rows.length * 40;
  body.push(bar(20, end, 11, 11, kHigh), text(36, end + 10, texts.holds), bar(90, end, 11, 11, kNeither), text(106, end + 10, texts.noDifference));
  body.push(bar(200, end, 11, 11, kLow), text(216, end + 10, texts.fails));
  return paper(`${texts.claims}: ${of.name}`, texts.claimsLead, body, end + 46, foot);
}
