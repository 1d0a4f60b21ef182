// What a chart is about: its words, unit and observed points.
import type { History, Study } from "./types";

export interface About {
  label: string;
  unit: string;
  definition: string;
  percent: boolean;
  variable: string;
  histories: History[];
}

export function aboutChart(study: Study, chart: string): About {
  const histories = study.histories.filter((one) => one.charts.includes(chart));
  const outcome = study.outcomes.find((one) => one.name === chart);
  if (outcome) return { label: outcome.label, unit: outcome.unit, definition: outcome.definition, percent: outcome.percent, variable: outcome.variable, histories };
  if (chart.startsWith("history:")) {
    const history = study.histories.find((one) => "history:" + one.name === chart);
    return { label: history?.label ?? chart, unit: history?.unit ?? "", definition: history?.note ?? "", percent: false, variable: history?.variable ?? "", histories };
  }
  const name = chart.replace(/^variable:/, "");
  return { label: name, unit: "", definition: "", percent: false, variable: name, histories };
}

// What to draw, as numbers: the current policy as a fan, others by their median and outer band.
export interface FanLine {
  quantiles: (number | null)[][];
  label: string;
  color: string;
  dashed: boolean;
}
export interface Fan {
  years: number[];
  current: FanLine;
  others: FanLine[];
  lines: (number | null)[][];
  lineMembers: number[];
  points: { year: number; value: number; low: number | null; high: number | null; text: string }[];
  unit: string;
  percent: boolean;
  zero: boolean; // a line at zero
}

export function rangeOf(fan: Fan): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  const see = (value: number | null | undefined) => {
    if (typeof value !== "number" || !Number.isFinite(value)) return;
    low = Math.min(low, value);
    high = Math.max(high, value);
  };
  for (const line of [fan.current, ...fan.others]) {
    line.quantiles[0]?.forEach(see);
    line.quantiles[4]?.forEach(see);
  }
  for (const point of fan.points) {
    see(point.low ?? point.value);
    see(point.high ?? point.value);
  }
  if (fan.zero) see(0);
  if (!(low < Infinity)) return [0, 1];
  if (low > 0 && low < high * 0.5) low = 0;
  if (low === high) return [low - 1, high + 1];
  const room = (high - low) * 0.04;
  return [low === 0 ? 0 : low - room, high + room];
}

// Round numbers for an axis.
export function ticksOf(low: number, high: number, wanted: number): number[] {
  const rough = (high - low) / Math.max(1, wanted);
  const power = Math.pow(10, Math.floor(Math.log10(rough)));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= rough) ?? rough;
  const ticks: number[] = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high + step * 1e-9; tick += step) ticks.push(Math.abs(tick) < step * 1e-9 ? 0 : tick);
  return ticks;
}

export function shortNumber(value: number, percent: boolean): string {
  if (percent) return `${Number((value * 100).toPrecision(3))} %`;
  const size = Math.abs(value);
  if (size >= 1e9 || (size > 0 && size < 1e-3)) return value.toExponential(0).replace("e+", "e");
  if (size >= 1e6) return `${Number((value / 1e6).toPrecision(3))} M`;
  if (size >= 1e4) return `${Number((value / 1e3).toPrecision(3))} k`;
  return String(Number(value.toPrecision(4)));
}

// Okabe and Ito's colours, which colour-blind readers tell apart; lighter ones on a dark page.
const kLight = { policies: ["#0072b2", "#d55e00", "#009e73", "#a0518a"], baseline: "#6b6b6b" };
const kDark = { policies: ["#4aa6e0", "#ef8a3c", "#3dc79b", "#d58bc0"], baseline: "#a9b1ba" };
export function colorsOf(dark: boolean) {
  return dark ? kDark : kLight;
}
