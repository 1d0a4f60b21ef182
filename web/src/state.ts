// What the page shows, as one value: it is what links hold, what undo goes back to, and what
// requests are made of.
import { signal } from "@preact/signals";
import type { Beliefs, Edit, PolicyRequest, Setting, Settings, Study } from "./types";

export type Mode = "fan" | "difference" | "dots" | "drivers";
export interface Card {
  chart: string;
  mode: Mode;
  table?: boolean; // the numbers of it instead
  threshold?: number;
}
export interface Policy {
  scenario: string; // "" for every lever at its default
  settings: Settings; // what differs from the scenario
}
export interface State {
  policy: Policy;
  kept: Policy[];
  baseline: string;
  cards: Card[];
  at: string; // month of dots, drivers and the line of words
  beliefs: Beliefs;
  edits: Edit[];
}

export const kMostKept = 3;
export const kMostCards = 6;

export const study = signal<Study | null>(null);
export const state = signal<State | null>(null);
const past = signal<State[]>([]);
const future = signal<State[]>([]);
export const canUndo = () => past.value.length > 0;
export const canRedo = () => future.value.length > 0;

export function firstState(of: Study): State {
  const wanted = of.outcomes.slice(0, 1).concat(of.outcomes.filter((one, k) => k > 0 && one.percent).slice(0, 1));
  const charts = wanted.length > 0 ? wanted : of.outcomes.slice(0, 2);
  const other = of.scenarios.find((one) => one.name !== of.baseline);
  return {
    policy: { scenario: of.baseline, settings: {} },
    kept: [],
    baseline: other?.name ?? of.baseline,
    cards: charts.map((one) => ({ chart: one.name, mode: "fan" as Mode })),
    at: of.time.dates[of.time.dates.length - 1]?.slice(0, 7) ?? "",
    beliefs: { worldview: null, uncertainties: {} },
    edits: [],
  };
}

// A step that undo goes back over.
export function change(next: Partial<State>) {
  const now = state.value;
  if (!now) return;
  past.value = [...past.value.slice(-99), beforeDrag ?? now];
  future.value = [];
  beforeDrag = null;
  state.value = { ...now, ...next };
}

// While a lever is dragged nothing is put on the stack; `change` ends the drag.
let beforeDrag: State | null = null;
export function dragTo(next: Partial<State>) {
  const now = state.value;
  if (!now) return;
  beforeDrag ??= now;
  state.value = { ...now, ...next };
}

export function undo(): boolean {
  const last = past.value.at(-1);
  if (!last || !state.value) return false;
  past.value = past.value.slice(0, -1);
  future.value = [state.value, ...future.value];
  state.value = last;
  return true;
}

export function redo(): boolean {
  const next = future.value[0];
  if (!next || !state.value) return false;
  future.value = future.value.slice(1);
  past.value = [...past.value, state.value];
  state.value = next;
  return true;
}

export function replace(next: State) {
  beforeDrag = null;
  state.value = next;
}

export function scenarioSettings(of: Study, scenario: string): Settings {
  return of.scenarios.find((one) => one.name === scenario)?.settings ?? {};
}

export function presetOf(of: Study, policy: Policy, lever: string): Setting {
  return scenarioSettings(of, policy.scenario)[lever] ?? of.levers.find((one) => one.name === lever)!.default;
}

export function settingOf(of: Study, policy: Policy, lever: string): Setting {
  return policy.settings[lever] ?? presetOf(of, policy, lever);
}

export function sameSetting(a: Setting, b: Setting): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

// A policy with one lever moved; a lever moved back to its scenario's setting is not kept.
export function withSetting(of: Study, policy: Policy, lever: string, setting: Setting): Policy {
  const settings = { ...policy.settings };
  if (sameSetting(setting, presetOf(of, policy, lever))) delete settings[lever];
  else settings[lever] = setting;
  return { ...policy, settings };
}

export function labelOf(of: Study, policy: Policy): string {
  const scenario = of.scenarios.find((one) => one.name === policy.scenario)?.label ?? policy.scenario;
  const moved = Object.keys(policy.settings).length;
  if (moved === 0) return scenario;
  return `${scenario} + ${moved}`;
}

export function requestOf(of: Study, policy: Policy): PolicyRequest {
  return { ...(policy.scenario ? { scenario: policy.scenario } : {}), settings: policy.settings, label: labelOf(of, policy) };
}

// Baseline first, kept ones, the current one last.
export function policiesOf(of: Study, now: State): PolicyRequest[] {
  return [{ scenario: now.baseline, settings: {} }, ...now.kept, now.policy].map((one) => requestOf(of, one));
}
