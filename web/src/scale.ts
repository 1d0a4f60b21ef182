// Where a lever's value stands on its slider. A lever whose default lies at the very edge of a wide
// range (a cap of 0.5 where 100 stands for none) gets a curved scale, so that it can be set by hand.
import type { Lever } from "./types";

export const kPlaces = 1000;

export function bendOf(lever: Pick<Lever, "low" | "high" | "default">): number {
  const share = (lever.default - lever.low) / (lever.high - lever.low);
  if (!(share > 0) || share >= 0.1) return 1;
  return Math.log(share) / Math.log(0.25); // the default stands at a quarter
}

export function placeOf(lever: Pick<Lever, "low" | "high" | "default">, value: number): number {
  const share = (value - lever.low) / (lever.high - lever.low);
  return Math.round(kPlaces * Math.pow(Math.min(1, Math.max(0, share)), 1 / bendOf(lever)));
}

// Rounded to what a hand can mean, never outside the range.
export function valueAt(lever: Pick<Lever, "low" | "high" | "default">, place: number): number {
  if (place <= 0) return lever.low;
  if (place >= kPlaces) return lever.high;
  const share = Math.pow(place / kPlaces, bendOf(lever));
  const value = lever.low + share * (lever.high - lever.low);
  const rounded = Number(value.toPrecision(share < 0.1 && bendOf(lever) > 1 ? 2 : 3));
  return Math.min(lever.high, Math.max(lever.low, rounded));
}
