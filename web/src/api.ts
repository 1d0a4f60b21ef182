// Talks to the server that the page came from.
import type { Beliefs, Diagnostic, Drivers, Edit, Effect, FutureStory, Snapshot, Status, Study, VariableInfo } from "./types";

export class Refusal extends Error {
  constructor(
    public status: number,
    message: string,
    public mend: string,
    public diagnostics: Diagnostic[],
  ) {
    super(message);
  }
}

async function refusalOf(response: Response): Promise<Refusal> {
  const body = await response.json().catch(() => ({}));
  return new Refusal(response.status, body.error ?? response.statusText, body.mend ?? "", body.diagnostics ?? []);
}

async function get<T>(path: string): Promise<T> {
  const response = await fetch("/api/v1/" + path);
  if (!response.ok) throw await refusalOf(response);
  return response.json() as Promise<T>;
}

async function send(path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  const response = await fetch("/api/v1/" + path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
  if (!response.ok) throw await refusalOf(response);
  return response;
}

async function post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  return (await send(path, body, signal)).json() as Promise<T>;
}

// Lines of JSON out of pieces of a stream, whole ones only.
export function lineSplitter(onLine: (line: string) => void): (piece: string) => void {
  let rest = "";
  return (piece) => {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") onLine(line);
  };
}

async function stream(path: string, body: unknown, onSnapshot: (snapshot: Snapshot) => void, signal: AbortSignal): Promise<void> {
  const response = await send(path, body, signal);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const take = lineSplitter((line) => {
    const snapshot = JSON.parse(line) as Snapshot & { error?: string };
    if (snapshot.error) throw new Refusal(500, snapshot.error, "", []);
    if (!snapshot.superseded) onSnapshot(snapshot);
  });
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    take(value);
  }
}

export const api = {
  study: () => get<Study>("study"),
  status: () => get<Status>("status"),
  variables: () => get<{ name: string; kind: string; unit: string; group: string; cells: string[] }[]>("variables"),
  variable: (name: string) => get<VariableInfo>("variable?name=" + encodeURIComponent(name)),
  run: (body: unknown, signal?: AbortSignal) => post<Snapshot>("run", body, signal),
  stream: (body: unknown, onSnapshot: (snapshot: Snapshot) => void, signal: AbortSignal) => stream("run", { ...(body as object), stream: true }, onSnapshot, signal),
  claims: (body: unknown, signal?: AbortSignal) => post<Snapshot>("claims", body, signal),
  drivers: (body: unknown) => post<Drivers>("drivers", body),
  effect: (body: unknown) => post<Effect>("effect", body),
  future: (body: unknown) => post<FutureStory>("future", body),
  check: (edits: Edit[]) => post<{ ok: boolean; diagnostics: Diagnostic[] }>("check", { edits }),
  save: (edits: Edit[], revision: number) => post<Status>("save", { edits, revision }),
  scenario: async (body: unknown) => (await send("scenario", body)).text(),
  readScenario: (text: string) => post<{ policies: { label: string; settings: Record<string, never> }[]; beliefs: Partial<Beliefs> }>("scenario/read", { text }),
  report: async (body: unknown) => (await send("report", body)).text(),
};
