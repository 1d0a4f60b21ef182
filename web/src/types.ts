// The forms of docs/api.md that the page uses.
export interface Step {
  from: string;
  value: number;
}
export type Setting = number | Step[];
export type Settings = Record<string, Setting>;

export interface Evidence {
  grade: string;
  note: string;
  model_note: string;
  cites: string[];
  sources: string[];
}
export interface Lever extends Evidence {
  name: string;
  variable: string;
  label: string;
  side: string;
  theme: string;
  unit: string;
  low: number;
  high: number;
  default: number;
}
export interface Uncertainty extends Evidence {
  name: string;
  variable: string;
  label: string;
  unit: string;
  system: number | null;
  quantiles: number[]; // 1, 5, 25, 50, 75, 95, 99 %
  central: number;
  integer: boolean;
}
export interface Worldview {
  name: string;
  label: string;
  note: string;
  replaces: Record<string, [number, number, number]>;
}
export interface Scenario {
  name: string;
  label: string;
  note: string;
  settings: Settings;
}
export interface Outcome {
  name: string;
  variable: string;
  label: string;
  unit: string;
  definition: string;
  side: string;
  percent: boolean;
}
export interface Claim {
  name: string;
  variant: string;
  title: string;
  question: string;
  definition: string;
  horizons: string[];
  policies: string[];
  baselines: string[];
  grid: boolean;
}
export interface Point {
  start: string;
  end: string;
  time: number;
  value: number;
  low: number | null;
  high: number | null;
  drawn: number;
  drawn_low: number | null;
  drawn_high: number | null;
  source: string;
}
export interface History {
  name: string;
  label: string;
  unit: string;
  variable: string;
  note: string;
  charts: string[];
  points: Point[];
}
export interface Diagnostic {
  code: string;
  severity: "error" | "warning" | "note";
  file: string;
  line: number;
  message: string;
  reason: string;
  mend: string;
}
export interface Study {
  revision: number;
  name: string;
  time: { zero: string; unit: string; times: number[]; dates: string[]; years: number[] };
  decision: string;
  members: number;
  seed: number;
  design: string;
  baseline: string;
  levers: Lever[];
  uncertainties: Uncertainty[];
  worldviews: Worldview[];
  scenarios: Scenario[];
  outcomes: Outcome[];
  claims: Claim[];
  histories: History[];
  sources: Record<string, { file: string; line: number; text: string }>;
  diagnostics: Diagnostic[];
  may_save: boolean;
}
export interface Status {
  revision: number;
  ok: boolean;
  diagnostics: Diagnostic[];
}

export interface PolicyRequest {
  scenario?: string;
  settings: Settings;
  label: string;
}
export type Belief = number | { kind: "uniform"; min: number; max: number };
export interface Beliefs {
  worldview: string | null;
  uncertainties: Record<string, Belief>;
}
export interface Edit {
  variable: string;
  part: number;
  equation: string;
}

export type Row = (number | null)[];
export interface Difference {
  quantiles: Row[];
  median_error: Row;
  dots: Row;
  higher: number | null;
  lower: number | null;
}
export interface ChartData {
  chart: string;
  quantiles: Row[]; // 5, 25, 50, 75, 95 %, one number a saved time
  median_error: Row;
  line_members: number[];
  lines: Row[];
  dots: Row;
  difference?: Difference;
}
export interface PolicyData {
  policy: number;
  label: string;
  unusable: number;
  charts: ChartData[];
}
export interface ClaimAnswer {
  name: string;
  variant: string;
  horizon: string | null;
  reading: "policy" | "changes" | "own";
  holds: number | null;
  fails: number | null;
  no_difference: number | null;
  error: number | null;
  verdict: string;
  sentence: string;
  best_policy?: string;
  clairvoyant?: number;
  needed?: number;
}
export interface Moved {
  median_before: number | null;
  median_after: number | null;
  shift: number | null;
  higher: number | null;
  lower: number | null;
}
export interface OverviewEntry {
  outcome: string;
  quantiles: Row;
  difference?: { quantiles: Row; higher: number | null; lower: number | null };
  moved?: Moved;
}
export interface Snapshot {
  done: number;
  members: number;
  complete: boolean;
  milliseconds: number;
  revision: number;
  policies: PolicyData[];
  claims?: ClaimAnswer[];
  overview?: OverviewEntry[];
  superseded?: boolean;
}
export interface Driver {
  uncertainty: string;
  importance: number | null;
  above_chance: boolean;
  low: { input: number | null; median: number | null };
  high: { input: number | null; median: number | null };
}
export interface Drivers {
  chart: string;
  members: number;
  median: number | null;
  drivers: Driver[];
}
export interface Effect {
  lever: string;
  none: boolean;
  unchanged: string[];
  unlocked_by: { lever: string; value: number }[];
}
export interface FutureStory {
  member: number;
  inputs: { uncertainty: string; value: number | null; rank: number }[];
  policies: { chart: string; values: Row; turns: { kind: string; date: string; value: number | null }[] }[][];
}
export interface VariableInfo {
  name: string;
  kind: string;
  unit: string;
  group: string;
  note: string;
  place: string;
  equations: { text: string; editable: boolean }[];
  cells: string[];
  roles: { kind: string; name: string; label: string }[];
  sources: { id: string; file: string; line: number; text: string }[];
  causes: { name: string; unit: string; kind: string }[];
  uses: { name: string; unit: string; kind: string }[];
}
