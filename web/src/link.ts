// The whole state as the part of the address behind "#". Readable JSON, so that an old link can be
// mended by hand; what a study no longer has is left out when it is read.
import { firstState, kMostCards, kMostKept, type Card, type Policy, type State } from "./state";
import type { Belief, Setting, Settings, Study } from "./types";

export function linkOf(state: State): string {
  return "#" + encodeURIComponent(JSON.stringify({ v: 1, ...state }));
}

type Unknown = Record<string, unknown>;
const isObject = (value: unknown): value is Unknown => typeof value === "object" && value !== null && !Array.isArray(value);
const isDate = (value: unknown): value is string => typeof value === "string" && /^\d{4}-\d{2}$/.test(value);

function settingFrom(value: unknown, low: number, high: number): Setting | undefined {
  const fits = (one: unknown): one is number => typeof one === "number" && one >= low && one <= high;
  if (fits(value)) return value;
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const steps = value.filter((step) => isObject(step) && isDate(step.from) && fits(step.value));
  return steps.length === value.length ? (steps as Setting) : undefined;
}

function settingsFrom(study: Study, value: unknown): Settings {
  const settings: Settings = {};
  if (!isObject(value)) return settings;
  for (const lever of study.levers) {
    const setting = settingFrom(value[lever.name], lever.low, lever.high);
    if (setting !== undefined) settings[lever.name] = setting;
  }
  return settings;
}

function policyFrom(study: Study, value: unknown): Policy | undefined {
  if (!isObject(value)) return undefined;
  const known = value.scenario === "" || study.scenarios.some((one) => one.name === value.scenario);
  return { scenario: known ? (value.scenario as string) : study.baseline, settings: settingsFrom(study, value.settings) };
}

export function isChart(study: Study, chart: unknown): chart is string {
  if (typeof chart !== "string") return false;
  if (chart.startsWith("variable:")) return true;
  if (chart.startsWith("history:")) return study.histories.some((one) => "history:" + one.name === chart);
  return study.outcomes.some((one) => one.name === chart);
}

function cardsFrom(study: Study, value: unknown): Card[] {
  if (!Array.isArray(value)) return [];
  const modes = ["fan", "difference", "dots", "drivers"];
  return value
    .filter((card): card is Unknown => isObject(card) && isChart(study, card.chart))
    .slice(0, kMostCards)
    .map((card) => ({
      chart: card.chart as string,
      mode: (modes.includes(card.mode as string) ? card.mode : "fan") as Card["mode"],
      ...(card.table === true || card.mode === "table" ? { table: true } : {}), // a mode in old links
      ...(typeof card.threshold === "number" ? { threshold: card.threshold } : {}),
    }));
}

function beliefsFrom(study: Study, value: unknown): State["beliefs"] {
  const beliefs: State["beliefs"] = { worldview: null, uncertainties: {} };
  if (!isObject(value)) return beliefs;
  if (study.worldviews.some((one) => one.name === value.worldview)) beliefs.worldview = value.worldview as string;
  if (!isObject(value.uncertainties)) return beliefs;
  for (const input of study.uncertainties) {
    const belief = value.uncertainties[input.name];
    const shaped = isObject(belief) && belief.kind === "uniform" && typeof belief.min === "number" && typeof belief.max === "number";
    if (typeof belief === "number" || shaped) beliefs.uncertainties[input.name] = belief as Belief;
  }
  return beliefs;
}

export function stateFrom(study: Study, link: string): State {
  const first = firstState(study);
  let value: unknown;
  try {
    value = JSON.parse(decodeURIComponent(link.replace(/^#/, "")));
  } catch {
    return first;
  }
  if (!isObject(value)) return first;
  const cards = cardsFrom(study, value.cards);
  const kept = Array.isArray(value.kept) ? value.kept.map((one) => policyFrom(study, one)).filter((one) => one !== undefined) : [];
  const edits = Array.isArray(value.edits) ? value.edits.filter((one) => isObject(one) && typeof one.variable === "string" && typeof one.equation === "string") : [];
  return {
    policy: policyFrom(study, value.policy) ?? first.policy,
    kept: kept.slice(0, kMostKept),
    baseline: study.scenarios.some((one) => one.name === value.baseline) ? (value.baseline as string) : first.baseline,
    cards: cards.length > 0 ? cards : first.cards,
    at: isDate(value.at) ? value.at : first.at,
    beliefs: beliefsFrom(study, value.beliefs),
    edits: edits.map((one) => ({ variable: one.variable as string, part: typeof one.part === "number" ? one.part : 0, equation: one.equation as string })),
  };
}
