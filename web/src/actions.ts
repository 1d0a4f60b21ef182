// What hands do to the state: each ends in a run.
import { batch, signal } from "@preact/signals";
import { api } from "./api";
import { linkOf } from "./link";
import { quick, rest } from "./runner";
import { change, dragTo, redo, requestOf, settingOf, state, study, undo, withSetting, type Policy, type State } from "./state";
import { texts } from "./texts";
import type { Effect, Setting } from "./types";

// What was moved last, in words, and the policy before it.
export const lastMove = signal<{ what: string; lever?: string } | null>(null);
export const effect = signal<Effect | null>(null);
export const announcement = signal("");
let beforeMove: Policy | null = null;
let askedFor = 0;

function showInAddress() {
  if (state.value) history.replaceState(null, "", linkOf(state.value));
}

// Runs what is there now, as one finished move.
export async function settle(previous: Policy | null, what?: { what: string; lever?: string }) {
  lastMove.value = what ?? null;
  effect.value = null;
  showInAddress();
  const mine = ++askedFor;
  if (what?.lever) void askEffect(what.lever, previous, mine);
  await rest(previous);
}

async function askEffect(lever: string, previous: Policy | null, mine: number) {
  const of = study.value;
  const now = state.value;
  if (!of || !now || !previous) return;
  const from = settingOf(of, previous, lever);
  if (typeof from !== "number") return;
  const answer = await api
    .effect({ policy: requestOf(of, now.policy), lever, value: from, charts: now.cards.map((card) => card.chart), beliefs: now.beliefs, edits: now.edits })
    .catch(() => null);
  if (mine === askedFor) effect.value = answer;
}

// `since`: when the hand moved, in the clock of events.
export function dragLever(lever: string, setting: Setting, since = performance.now()) {
  const of = study.value!;
  const now = state.value!;
  beforeMove ??= now.policy;
  dragTo({ policy: withSetting(of, now.policy, lever, setting) });
  quick(since);
}

// Where keys that were held down are let go.
export function endDrag(lever: string) {
  if (beforeMove) setLever(lever, settingOf(study.value!, state.value!.policy, lever));
}

export function setLever(lever: string, setting: Setting) {
  const of = study.value!;
  const now = state.value!;
  const previous = beforeMove ?? now.policy;
  beforeMove = null;
  const label = of.levers.find((one) => one.name === lever)?.label ?? lever;
  change({ policy: withSetting(of, now.policy, lever, setting) });
  void settle(previous, { what: label, lever });
}

export function setScenario(scenario: string) {
  const previous = state.value!.policy;
  change({ policy: { scenario, settings: {} } });
  const label = study.value!.scenarios.find((one) => one.name === scenario)?.label ?? scenario;
  void settle(previous, { what: texts.changed.scenario(label) });
}

// Everything else: charts, dates, beliefs, kept policies, edits.
export function update(next: Partial<State>, what?: string) {
  const previous = state.value!.policy;
  change(next);
  void settle(previous, what ? { what } : undefined);
}

export function stepBack() {
  const previous = state.value!.policy;
  if (!undo()) return;
  announcement.value = texts.announce.undone;
  void settle(previous);
}
export function stepForward() {
  const previous = state.value!.policy;
  if (!redo()) return;
  announcement.value = texts.announce.redone;
  void settle(previous);
}

export function reload(next: State) {
  batch(() => (state.value = next));
  void settle(null);
}
