// The levers, grouped by capital and theme.
import { signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { dragLever, setLever } from "./actions";
import { dateOf, monthOf, show, unitText } from "./format";
import { Dialog, EvidenceOf } from "./parts";
import { kPlaces, placeOf, valueAt } from "./scale";
import { sameSetting, settingOf, state, study } from "./state";
import { texts } from "./texts";
import { explained } from "./explain";
import type { Lever, Step } from "./types";

export const scheduling = signal<string | null>(null);

function Slider(props: { lever: Lever; value: number }) {
  const { lever, value } = props;
  const today = placeOf(lever, lever.default) / kPlaces;
  return (
    <div class="slider" style={`--today: ${today}; --place: ${placeOf(lever, value) / 10}%`}>
      <input
        type="range"
        min={0}
        max={kPlaces}
        step={1}
        value={placeOf(lever, value)}
        aria-label={lever.label}
        aria-valuetext={`${show(value)} ${unitText(lever.unit)}`}
        onInput={(event) => dragLever(lever.name, valueAt(lever, Number(event.currentTarget.value)))}
        onChange={(event) => setLever(lever.name, valueAt(lever, Number(event.currentTarget.value)))}
        onKeyDown={(event) => {
          const step = { ArrowRight: 10, ArrowUp: 10, ArrowLeft: -10, ArrowDown: -10, PageUp: 100, PageDown: -100 }[event.key];
          if (step === undefined) return;
          event.preventDefault();
          const next = valueAt(lever, Math.min(kPlaces, Math.max(0, placeOf(lever, value) + step)));
          if (event.repeat) dragLever(lever.name, next);
          else setLever(lever.name, next);
        }}
      />
      <span class="today" aria-hidden="true" title={texts.today(`${show(lever.default)} ${unitText(lever.unit)}`)} />
    </div>
  );
}

function LeverRow(props: { lever: Lever }) {
  const { lever } = props;
  const [open, setOpen] = useState(false);
  const of = study.value!;
  const policy = state.value!.policy;
  const setting = settingOf(of, policy, lever.name);
  const isToday = sameSetting(setting, lever.default);
  const scheduled = typeof setting !== "number";
  return (
    <div class={"lever" + (isToday ? "" : " moved")} data-lever={lever.name}>
      <div class="lever-head">
        <button class="name" aria-expanded={open} onClick={() => setOpen(!open)}>
          {lever.label}
        </button>
        {scheduled ? (
          <span class="value">{texts.scheduled(setting.length)}</span>
        ) : (
          <label class="value">
            <span class="unseen">{lever.label}</span>
            <input
              type="number"
              value={Number(setting.toPrecision(6))}
              min={lever.low}
              max={lever.high}
              step="any"
              onChange={(event) => {
                const value = event.currentTarget.valueAsNumber;
                if (Number.isFinite(value)) setLever(lever.name, Math.min(lever.high, Math.max(lever.low, value)));
                event.currentTarget.value = String(settingOf(of, state.value!.policy, lever.name));
              }}
            />
            <span class="unit">{lever.unit === "Dmnl" ? "" : lever.unit}</span>
          </label>
        )}
      </div>
      {scheduled ? (
        <button class="timeline-button" onClick={() => (scheduling.value = lever.name)} aria-label={texts.scheduleOf(lever.label)}>
          <Timeline steps={setting} lever={lever} />
        </button>
      ) : (
        <Slider lever={lever} value={setting} />
      )}
      {(open || !isToday) && (
        <div class="lever-foot">
          {!isToday && (
            <button class="link" onClick={() => setLever(lever.name, lever.default)} aria-label={texts.backToDefault(lever.label)}>
              {texts.today(show(lever.default))}
            </button>
          )}
          <button class="link" onClick={() => (scheduling.value = lever.name)} aria-label={texts.scheduleOf(lever.label)}>
            {texts.schedule}
          </button>
          <button class="link" onClick={() => (explained.value = lever.variable)} aria-label={texts.explain(lever.label)}>
            <span class="info">i</span>
          </button>
        </div>
      )}
      {open && (
        <div class="lever-text">
          <EvidenceOf of={lever} />
        </div>
      )}
    </div>
  );
}

// A course in steps, from the start of the run to its end.
export function Timeline(props: { steps: Step[]; lever: Lever }) {
  const { lever, steps } = props;
  const times = study.value!.time.dates;
  const first = monthOf(times[0] ?? "2000-01");
  const last = monthOf(times.at(-1) ?? "2001-01");
  const x = (month: number) => (100 * (month - first)) / Math.max(1, last - first);
  const y = (value: number) => 28 - 26 * (placeOf(lever, value) / kPlaces);
  const now = monthOf(study.value!.decision);
  let path = `M0 ${y(lever.default)}`;
  for (const step of steps) path += `H${x(monthOf(step.from))}V${y(step.value)}`;
  return (
    <svg class="timeline" viewBox="0 0 100 30" preserveAspectRatio="none" aria-hidden="true">
      <path class="decision" d={`M${x(now)} 0V30`} />
      <path class="course" d={path + "H100"} />
    </svg>
  );
}

export function ScheduleDialog() {
  const name = scheduling.value;
  const of = study.value;
  const now = state.value;
  const lever = of?.levers.find((one) => one.name === name);
  if (!of || !now || !lever) return null;
  const setting = settingOf(of, now.policy, lever.name);
  const steps: Step[] = typeof setting === "number" ? [] : setting;
  const firstMonth = of.time.dates[0]!.slice(0, 7);
  const lastMonth = of.time.dates.at(-1)!.slice(0, 7);
  const put = (next: Step[]) => {
    const sorted = [...next].sort((a, b) => monthOf(a.from) - monthOf(b.from));
    const single = sorted.filter((step, k) => k === 0 || step.from !== sorted[k - 1]!.from);
    setLever(lever.name, single.length === 0 ? (typeof setting === "number" ? setting : (steps.at(-1)?.value ?? lever.default)) : single);
  };
  const add = () => {
    const last = steps.at(-1);
    const from = last ? dateOf(Math.min(monthOf(lastMonth), monthOf(last.from) + 12)) : of.decision;
    put([...steps, { from, value: last?.value ?? (typeof setting === "number" ? setting : lever.default) }]);
  };
  return (
    <Dialog title={texts.scheduleOf(lever.label)} onClose={() => (scheduling.value = null)}>
      <p class="soft">
        {steps.length === 0 ? texts.noSchedule : texts.before} {texts.today(`${show(lever.default)} ${unitText(lever.unit)}`)}
      </p>
      <Timeline steps={steps} lever={lever} />
      <div class="steps">
        {steps.map((step, k) => (
          <div class="step" key={k}>
            <label>
              {texts.from}{" "}
              <input
                type="month"
                min={firstMonth}
                max={lastMonth}
                value={step.from}
                onChange={(event) => event.currentTarget.value && put(steps.map((one, i) => (i === k ? { ...one, from: event.currentTarget.value } : one)))}
              />
            </label>
            <label>
              {texts.value}{" "}
              <input
                type="number"
                step="any"
                min={lever.low}
                max={lever.high}
                value={step.value}
                onChange={(event) => {
                  const value = Math.min(lever.high, Math.max(lever.low, event.currentTarget.valueAsNumber || 0));
                  put(steps.map((one, i) => (i === k ? { ...one, value } : one)));
                }}
              />
            </label>
            <button class="plain" aria-label={texts.removeStep} onClick={() => put(steps.filter((_, i) => i !== k))}>
              ✕
            </button>
          </div>
        ))}
      </div>
      <button onClick={add}>{texts.addStep}</button>
    </Dialog>
  );
}

function grouped(levers: Lever[]): [string, [string, Lever[]][]][] {
  const sides = new Map<string, Map<string, Lever[]>>();
  for (const lever of levers) {
    const themes = sides.get(lever.side) ?? new Map<string, Lever[]>();
    themes.set(lever.theme, [...(themes.get(lever.theme) ?? []), lever]);
    sides.set(lever.side, themes);
  }
  return [...sides].map(([side, themes]) => [side, [...themes]]);
}

export function Levers() {
  const [wanted, setWanted] = useState("");
  const of = study.value!;
  const policy = state.value!.policy;
  const words = wanted.toLowerCase();
  const shown = of.levers.filter((one) => (one.label + one.theme + one.name).toLowerCase().includes(words));
  return (
    <div class="levers">
      <input type="search" placeholder={texts.search} aria-label={texts.search} value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} />
      {words && <p class="soft">{texts.found(shown.length)}</p>}
      {grouped(shown).map(([side, themes], s) => (
        <section key={side} aria-label={side}>
          <h3>{side}</h3>
          {themes.map(([theme, levers], t) => {
            const moved = levers.filter((one) => !sameSetting(settingOf(of, policy, one.name), one.default)).length;
            return (
              <details key={theme} open={words !== "" || (s === 0 && t === 0) || (s === 1 && t === 0)}>
                <summary>
                  {theme || side}
                  {moved > 0 && <span class="count">{moved}</span>}
                </summary>
                {levers.map((lever) => (
                  <LeverRow key={lever.name} lever={lever} />
                ))}
              </details>
            );
          })}
        </section>
      ))}
    </div>
  );
}
