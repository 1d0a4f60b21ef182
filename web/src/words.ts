// The line that says what the last move has changed most.
import { share, show, signed } from "./format";
import { texts } from "./texts";
import type { Effect, OverviewEntry, Study } from "./types";

export function leverLabel(study: Study, name: string): string {
  return study.levers.find((one) => one.name === name)?.label ?? name;
}

function unlocking(study: Study, effect: Effect): string {
  if (effect.unlocked_by.length === 0) return "";
  const pairs = effect.unlocked_by.map((one) => texts.changed.unlockedPair(leverLabel(study, one.lever), show(one.value)));
  return texts.changed.unlocked(pairs.join(", "));
}

// What is nothing beside the other number is told as nothing, not as 1e-60.
function beside(value: number | null, other: number | null): number | null {
  return value !== null && other !== null && Math.abs(value) < 1e-9 * Math.abs(other) ? 0 : value;
}

export function mostChanged(overview: OverviewEntry[]): OverviewEntry | undefined {
  const size = (one: OverviewEntry) => Math.abs(one.moved?.shift ?? 0);
  const moved = overview.filter((one) => one.moved && ((one.moved.higher ?? 0) > 0 || (one.moved.lower ?? 0) > 0));
  return moved.sort((a, b) => size(b) - size(a))[0];
}

export function changeInWords(study: Study, what: string, overview: OverviewEntry[], effect: Effect | null, at: string): string {
  if (overview.every((one) => !one.moved)) return "";
  const most = mostChanged(overview);
  if (!most) return texts.changed.none(what) + (effect ? unlocking(study, effect) : "");
  const outcome = study.outcomes.find((one) => one.name === most.outcome);
  const moved = most.moved!;
  const percent = outcome?.percent ?? false;
  const up = (moved.higher ?? 0) >= (moved.lower ?? 0);
  const part = up ? texts.changed.higher(share(moved.higher)) : texts.changed.lower(share(moved.lower));
  const text = texts.changed.most(what, `“${outcome?.label ?? most.outcome}”`, show(beside(moved.median_before, moved.median_after), percent), show(beside(moved.median_after, moved.median_before), percent), at, part);
  const unseen = effect?.none ? ` ${texts.changed.noneShown(what)}${unlocking(study, effect)}` : "";
  return text + unseen;
}

// Before any move: where the policy and the one it is compared with lie furthest apart, by the width
// of the band.
export function beginInWords(study: Study, policy: string, baseline: string, overview: OverviewEntry[], at: string): string {
  const size = (one: OverviewEntry) => {
    const middle = one.difference?.quantiles[2] ?? 0;
    const width = (one.quantiles[4] ?? 0) - (one.quantiles[0] ?? 0);
    return width > 0 ? Math.abs(middle) / width : 0;
  };
  const most = [...overview].sort((a, b) => size(b) - size(a))[0];
  if (!most?.difference || size(most) === 0) return texts.changed.nothingYet;
  const outcome = study.outcomes.find((one) => one.name === most.outcome);
  const { quantiles, higher, lower } = most.difference;
  const part = (quantiles[2] ?? 0) > 0 ? texts.changed.higher(share(higher)) : texts.changed.lower(share(lower));
  const amount = `${signed(quantiles[2], outcome?.percent)} ${outcome?.percent || !outcome || outcome.unit === "Dmnl" ? "" : outcome.unit}`;
  const text = texts.changed.begin(policy, baseline, `“${outcome?.label ?? most.outcome}”`, at, amount.trim(), part);
  return `${text} ${texts.changed.nothingYet}`;
}
