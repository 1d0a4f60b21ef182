// The line that says what the last move has changed most.
import { share, show } from "./format";
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
  const text = texts.changed.most(what, `“${outcome?.label ?? most.outcome}”`, show(moved.median_before, percent), show(moved.median_after, percent), at, part);
  const unseen = effect?.none ? ` ${texts.changed.noneShown(what)}${unlocking(study, effect)}` : "";
  return text + unseen;
}
