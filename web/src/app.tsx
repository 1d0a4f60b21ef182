// The page: levers on the left, charts in the middle, claims on the right.
import { computed, signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { announcement, effect, lastMove, reload, setScenario, stepBack, stepForward, update } from "./actions";
import { api } from "./api";
import { Cards } from "./cards";
import { Claims } from "./claims";
import { Mistakes, TrialBar, VariableDialog } from "./explain";
import { download } from "./export";
import { FutureDialog } from "./future";
import { Levers } from "./levers";
import { linkOf, stateFrom } from "./link";
import { Dialog } from "./parts";
import { busy, drawn, overview, trouble } from "./runner";
import { ScheduleDialog } from "./schedule";
import { canRedo, canUndo, kMostKept, labelOf, policiesOf, requestOf, state, study, type Policy } from "./state";
import { texts } from "./texts";
import { isDark, themeVersion, toggleTheme } from "./theme";
import { colorsOf } from "./charts";
import type { Belief, Status } from "./types";
import { Unknowns } from "./unknowns";
import { beginInWords, changeInWords } from "./words";

export const status = signal<Status | null>(null);
export const helping = signal(false);
const toast = signal("");

function say(text: string) {
  toast.value = text;
  setTimeout(() => toast.value === text && (toast.value = ""), 4000);
}

function Kept() {
  const of = study.value!;
  const now = state.value!;
  themeVersion.value;
  const colors = colorsOf(isDark());
  const chip = (policy: Policy, k: number) => (
    <li key={k} style={`--line:${colors.policies[k + 1]}`}>
      <button
        onClick={() => update({ policy, kept: now.kept.map((one, i) => (i === k ? now.policy : one)) })}
        aria-label={texts.edit(labelOf(of, policy))}
      >
        {labelOf(of, policy)}
      </button>
      <button class="plain" aria-label={texts.remove(labelOf(of, policy))} onClick={() => update({ kept: now.kept.filter((_, i) => i !== k) })}>
        ✕
      </button>
    </li>
  );
  return (
    <ul class="kept" aria-label={texts.policies}>
      <li style={`--line:${colors.policies[0]}`} class="current">
        <span class="soft">{texts.now}:</span> {labelOf(of, now.policy)}
      </li>
      {now.kept.map(chip)}
      <li style={`--line:${colors.baseline}`} class="against">
        <span class="soft">{texts.against}:</span> {labelOf(of, { scenario: now.baseline, settings: {} })}
      </li>
    </ul>
  );
}

async function saveFile() {
  const of = study.value!;
  const now = state.value!;
  const text = await api.scenario({ policies: [...now.kept, now.policy].map((one) => requestOf(of, one)).reverse(), beliefs: now.beliefs });
  download("my_policy.toml", text, "application/toml");
}

async function saveReport() {
  const of = study.value!;
  const now = state.value!;
  const html = await api.report({
    policies: policiesOf(of, now),
    charts: now.cards.map((card) => card.chart),
    members: of.members,
    at: now.at,
    beliefs: now.beliefs,
    edits: now.edits,
  });
  download("report.html", html, "text/html");
}

async function loadFile(file: File) {
  const of = study.value!;
  const now = state.value!;
  const read = await api.readScenario(await file.text());
  const policies = read.policies.map((one): Policy => ({ scenario: "", settings: one.settings }));
  const first = policies[0];
  if (!first) return;
  const uncertainties = Object.fromEntries(Object.entries(read.beliefs.uncertainties ?? {}).filter(([, value]) => value !== null)) as Record<string, Belief>;
  update({ policy: first, kept: policies.slice(1, 1 + kMostKept), beliefs: read.beliefs.uncertainties ? { worldview: null, uncertainties } : now.beliefs }, read.policies[0]?.label ?? of.name);
}

function attempt(what: () => Promise<void>) {
  what().catch((error: Error & { mend?: string }) => say(`${texts.tooMuch}: ${error.message}. ${error.mend ?? ""}`));
}

function Toolbar() {
  const of = study.value!;
  const now = state.value!;
  const file = useRef<HTMLInputElement>(null);
  const moved = Object.keys(now.policy.settings).length;
  const copy = async () => {
    history.replaceState(null, "", linkOf(now));
    await navigator.clipboard?.writeText(location.href);
    say(texts.copied);
  };
  return (
    <div class="toolbar">
      <label class="field">
        {texts.scenario}
        <select id="scenario" value={now.policy.scenario} onChange={(event) => setScenario(event.currentTarget.value)} title={of.scenarios.find((one) => one.name === now.policy.scenario)?.note}>
          {now.policy.scenario === "" && <option value="">{texts.atDefaults}</option>}
          {of.scenarios.map((one) => (
            <option key={one.name} value={one.name}>
              {one.label}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        {texts.baseline}
        <select id="baseline" value={now.baseline} onChange={(event) => update({ baseline: event.currentTarget.value })}>
          {of.scenarios.map((one) => (
            <option key={one.name} value={one.name}>
              {one.label}
            </option>
          ))}
        </select>
      </label>
      <div class="buttons">
        <button onClick={stepBack} disabled={!canUndo()} aria-label={texts.undo} title={texts.undo}>
          ↶
        </button>
        <button onClick={stepForward} disabled={!canRedo()} aria-label={texts.redo} title={texts.redo}>
          ↷
        </button>
        <button onClick={() => setScenario(now.policy.scenario)} disabled={moved === 0}>
          {texts.reset}
        </button>
        <button onClick={() => update({ kept: [...now.kept, now.policy] })} disabled={now.kept.length >= kMostKept} title={texts.keepTitle}>
          {texts.keep}
        </button>
        <button onClick={() => attempt(copy)}>{texts.share}</button>
        <details class="menu">
          <summary>{texts.save}</summary>
          <div class="menu-items">
            <button onClick={() => attempt(saveFile)} title={texts.saveTitle}>
              {texts.saveTitle}
            </button>
            <button onClick={() => file.current!.click()} title={texts.loadTitle}>
              {texts.loadTitle}
            </button>
            <button onClick={() => attempt(saveReport)}>{texts.reportTitle}</button>
          </div>
        </details>
        <input
          ref={file}
          type="file"
          accept=".toml"
          hidden
          aria-label={texts.loadTitle}
          onChange={(event) => {
            const chosen = event.currentTarget.files?.[0];
            event.currentTarget.value = "";
            if (chosen) attempt(() => loadFile(chosen));
          }}
        />
        <button class="plain" onClick={toggleTheme} aria-label={texts.theme} title={texts.theme}>
          ◐
        </button>
        <button class="plain" onClick={() => (helping.value = true)} aria-label={texts.help} title={texts.help}>
          ?
        </button>
      </div>
    </div>
  );
}

function Words() {
  const of = study.value!;
  const move = lastMove.value;
  const now = state.value!;
  const baseline = labelOf(of, { scenario: now.baseline, settings: {} });
  const text = move ? changeInWords(of, move.what, overview.value, effect.value, now.at) : beginInWords(of, labelOf(of, now.policy), baseline, overview.value, now.at);
  return (
    <p class={"words" + (busy.value ? " busy" : "")}>
      {text || texts.waiting}
      <span class="unseen" role="status" aria-live="polite">
        {!busy.value && text ? (announcement.value || text) : ""}
      </span>
    </p>
  );
}

function Files() {
  const now = status.value;
  if (!now || now.ok) return null;
  return (
    <div class="bar bad" role="alert">
      <p>{texts.files.bad}</p>
      <Mistakes list={now.diagnostics.filter((one) => one.severity === "error").slice(0, 10)} />
    </div>
  );
}

// Asks whether the files have changed, while somebody looks.
async function look() {
  if (document.hidden) return;
  try {
    const now = await api.status();
    status.value = now;
    if (now.ok && study.value && now.revision !== study.value.revision) {
      const of = await api.study();
      const link = linkOf(state.value!);
      study.value = of;
      reload(stateFrom(of, link));
      announcement.value = texts.announce.reloaded;
      say(texts.announce.reloaded);
    }
    if (trouble.value?.status === 0) trouble.value = null;
  } catch {
    say(texts.gone);
  }
}

function Trouble() {
  const one = trouble.value;
  if (!one || one.status === 0) return null;
  return (
    <div class="bar bad" role="alert">
      <p>
        {one.message}. {one.mend}
      </p>
      <Mistakes list={one.diagnostics.slice(1, 6)} />
    </div>
  );
}

type Pane = "levers" | "unknowns";

// The whole page is not drawn again when a lever moves: its parts look at the state themselves.
const ready = computed(() => state.value !== null);

export function App() {
  const [pane, setPane] = useState<Pane>("levers");
  const of = study.value;
  useEffect(() => {
    const timer = setInterval(() => void look(), 1500);
    const keys = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLInputElement && event.target.type !== "range";
      if (!(event.ctrlKey || event.metaKey) || typing || event.target instanceof HTMLTextAreaElement) return;
      const key = event.key.toLowerCase();
      if (key === "z" && !event.shiftKey) stepBack();
      else if (key === "y" || (key === "z" && event.shiftKey)) stepForward();
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", keys);
    return () => {
      clearInterval(timer);
      removeEventListener("keydown", keys);
    };
  }, []);
  if (!of || !ready.value) return <p class="loading">{texts.loading}</p>;
  const tab = (name: Pane) => (
    <button role="tab" id={`tab-${name}`} aria-selected={pane === name} aria-controls="pane" onClick={() => setPane(name)}>
      {texts[name]}
    </button>
  );
  return (
    <>
      <a class="skip" href="#charts" onClick={(event) => (event.preventDefault(), document.getElementById("charts")?.focus())}>
        {texts.skip}
      </a>
      <header class="top">
        <h1>{of.name}</h1>
        <Toolbar />
      </header>
      <Files />
      <Trouble />
      <TrialBar />
      <main>
        <aside class="left" aria-label={texts.levers}>
          <div class="tabs" role="tablist">
            {tab("levers")}
            {tab("unknowns")}
          </div>
          <div id="pane" role="tabpanel" aria-labelledby={`tab-${pane}`}>
            {pane === "levers" ? <Levers /> : <Unknowns />}
          </div>
        </aside>
        <section class="middle" id="charts" tabIndex={-1} aria-label={texts.charts}>
          <Words />
          <Kept />
          <Cards />
        </section>
        <aside class="right" aria-label={texts.claims}>
          <h2>{texts.claims}</h2>
          <Claims />
        </aside>
      </main>
      <ScheduleDialog />
      <VariableDialog />
      <FutureDialog />
      {helping.value && (
        <Dialog title={texts.help} onClose={() => (helping.value = false)}>
          {texts.helpText.map((one) => (
            <p key={one}>{one}</p>
          ))}
        </Dialog>
      )}
      <div class="toast" role="status">
        {toast.value}
      </div>
    </>
  );
}

export { drawn };
