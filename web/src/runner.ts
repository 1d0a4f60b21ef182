// Asks for runs as the state moves. While a lever is dragged: the first 200 futures of the current
// policy, one request at a time, always for the newest state. When it rests: 1,000, then what the
// move has changed, then 5,000 as they come, then the claims that take many runs.
import { batch, signal } from "@preact/signals";
import { api, Refusal } from "./api";
import { policiesOf, requestOf, state, study, type Policy, type State } from "./state";
import type { ChartData, ClaimAnswer, OverviewEntry, Snapshot, Study } from "./types";

export const kQuick = 200;
const kMany = 5000;
const kLines = 30;

export interface Drawn {
  done: number;
  members: number;
  // By policy as asked: the baseline first, the current one last.
  charts: Map<string, ChartData>[];
  labels: string[];
  unusable: number;
  state: State;
}
export const drawn = signal<Drawn | null>(null);
export const claims = signal<ClaimAnswer[]>([]);
export const claimsMembers = signal(0);
export const gridClaims = signal<ClaimAnswer[] | null>(null);
export const overview = signal<OverviewEntry[]>([]);
export const busy = signal(false);
export const judging = signal(false); // the slower claims are on their way
export const trouble = signal<Refusal | null>(null);
// Milliseconds from a pointer event to the painted frame of its futures: while dragging, and from the
// last one to 1,000 and to 5,000 futures after it.
export const latency: number[] = [];
export const settling: { done: number; milliseconds: number; at: number }[] = []; // `at`: since the page was opened

// One for quick looks and what follows at rest: a newer request ends the older ones on the server.
const client = Math.random().toString(36).slice(2);
let sequence = 0;

function common(now: State) {
  return { at: now.at, beliefs: now.beliefs, edits: now.edits };
}

function take(of: Study, now: State, snapshot: Snapshot) {
  const policies = policiesOf(of, now);
  const before = drawn.value;
  const charts = policies.map((_, k) => {
    const given = snapshot.policies.find((one) => one.policy === k);
    if (given) return new Map(given.charts.map((chart) => [chart.chart, chart]));
    return before?.charts[k === 0 ? 0 : k] ?? new Map<string, ChartData>();
  });
  batch(() => {
    drawn.value = {
      done: snapshot.done,
      members: snapshot.members,
      charts,
      labels: policies.map((one) => one.label),
      unusable: snapshot.policies.at(-1)?.unusable ?? 0,
      state: now,
    };
    if (snapshot.claims) {
      // A quick look judges some of them; the others stay as they were.
      const fresh = snapshot.claims;
      const same = (a: ClaimAnswer, b: ClaimAnswer) => a.name === b.name && a.variant === b.variant && a.horizon === b.horizon;
      const rest = claims.value.filter((old) => !fresh.some((one) => same(one, old)));
      claims.value = [...fresh, ...rest];
      claimsMembers.value = snapshot.done;
    }
    if (snapshot.overview) overview.value = snapshot.overview;
    trouble.value = null;
  });
}

function tell(error: unknown) {
  if (error instanceof DOMException && error.name === "AbortError") return;
  trouble.value = error instanceof Refusal ? error : new Refusal(0, "", "", []);
}

// ---- while dragging
let quickRunning = false;
let quickWanted = 0; // time of the move that is not drawn yet

// The newest move is the one that is drawn; those before it that were not asked for yet are dropped.
export function quick(since: number) {
  quickWanted = since;
  if (!quickRunning) void runQuick();
}

// Behind the next painted frame: a message that is sent when a frame begins comes after it.
function painted(): Promise<void> {
  return new Promise((done) => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => done();
      channel.port2.postMessage(null);
    });
  });
}

async function runQuick() {
  const of = study.value;
  quickRunning = true;
  stopResting();
  while (quickWanted > 0 && of && state.value) {
    const moved = quickWanted;
    quickWanted = 0;
    const now = state.value;
    const policies = policiesOf(of, now);
    try {
      const snapshot = await api.run({
        ...common(now),
        policies,
        show: [policies.length - 1],
        charts: now.cards.map((card) => card.chart),
        members: of.members,
        upto: Math.min(kQuick, of.members),
        lines: kLines,
        claims: "quick",
        client,
        sequence: ++sequence,
      });
      if (!snapshot.superseded) take(of, now, snapshot);
      // The next question need not wait for the paint.
      void painted().then(() => latency.push(performance.now() - moved));
    } catch (error) {
      tell(error);
    }
  }
  quickRunning = false;
}

// ---- at rest
let resting: AbortController | null = null;
export function stopResting() {
  resting?.abort();
  resting = null;
}

// The claims that a quick look leaves out: those that name policies of their own, many runs.
async function judge(asked: object, signal: AbortSignal) {
  judging.value = true;
  try {
    const whole = await api.run({ ...asked, charts: [], claims: true, sequence: ++sequence }, signal);
    if (whole.superseded) return;
    batch(() => {
      claims.value = whole.claims ?? claims.value;
      claimsMembers.value = whole.done;
    });
  } finally {
    if (!signal.aborted) judging.value = false;
  }
}

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

// `previous`: the policy before the move, for the line of words.
export async function rest(previous: Policy | null): Promise<void> {
  const of = study.value;
  const now = state.value;
  if (!of || !now) return;
  stopResting();
  const mine = (resting = new AbortController());
  const policies = policiesOf(of, now);
  const charts = now.cards.map((card) => card.chart);
  const asked = { ...common(now), policies, charts, members: of.members, lines: kLines, client };
  const began = performance.now();
  const show = (one: Snapshot) => {
    take(of, now, one);
    void painted().then(() => settling.push({ done: one.done, milliseconds: performance.now() - began, at: performance.now() }));
  };
  gridClaims.value = null;
  busy.value = true;
  try {
    await api.stream({ ...asked, claims: "quick", sequence: ++sequence }, show, mine.signal);
    const before = previous ? { previous: requestOf(of, previous) } : {};
    const words = await api.run({ ...asked, ...before, charts: [], overview: true, sequence: ++sequence }, mine.signal);
    if (words.superseded) return;
    batch(() => {
      overview.value = words.overview ?? [];
      busy.value = false;
    });
    if (of.members < kMany && charts.length > 0) {
      await pause(200);
      if (mine.signal.aborted) return;
      const more = (one: Snapshot) => {
        if (one.done > of.members) show(one);
      };
      await api.stream({ ...asked, members: kMany, sequence: ++sequence }, more, mine.signal);
    }
    await judge(asked, mine.signal);
  } catch (error) {
    tell(error);
  } finally {
    if (resting === mine) busy.value = false;
  }
}

export async function searchGrids() {
  const of = study.value;
  const now = state.value;
  if (!of || !now) return;
  busy.value = true;
  try {
    const answer = await api.claims({ ...common(now), policy: requestOf(of, now.policy), grids: true, members: Math.min(400, of.members), client: client + "g", sequence: ++sequence });
    gridClaims.value = answer.claims ?? [];
  } catch (error) {
    tell(error);
  }
  busy.value = false;
}
