// Numbers as a reader wants them: three significant digits, thousands apart.
import { texts } from "./texts";

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

export function show(value: number | null | undefined, percent = false): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return texts.none;
  if (percent) return (value * 100).toFixed(Math.abs(value) < 0.1 ? 1 : 0) + " %";
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 1e9 || size < 1e-4) return value.toExponential(2).replace("e+", "e");
  if (size >= 1000) return whole.format(value);
  return String(Number(value.toPrecision(3)));
}

export function signed(value: number | null | undefined, percent = false): string {
  const text = show(value, percent);
  return typeof value === "number" && value > 0 ? "+" + text : text.replace(/^-/, "−");
}

export function share(value: number | null | undefined): string {
  if (value === null || value === undefined) return texts.none;
  const percent = value * 100;
  if (percent > 0 && percent < 0.5) return "<0.5 %";
  if (percent < 100 && percent > 99.5) return ">99.5 %";
  return Math.round(percent) + " %";
}

export function unitText(unit: string, percent = false): string {
  if (percent) return "%";
  return unit === "Dmnl" ? texts.dimensionless : unit;
}

// "2026-10" and a number of months.
export function monthOf(date: string): number {
  const [year, month] = date.split("-").map(Number);
  return (year ?? 0) * 12 + (month ?? 1) - 1;
}
export function dateOf(month: number): string {
  return `${Math.floor(month / 12)}-${String((((month % 12) + 12) % 12) + 1).padStart(2, "0")}`;
}
