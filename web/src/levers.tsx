// The levers, grouped by capital and theme.
import { useComputed } from "@preact/signals";
import { useState } from "preact/hooks";
import { dragLever, endDrag, setLever } from "./actions";
import { show, unitText } from "./format";
import { EvidenceOf } from "./parts";
import { explained } from "./explain";
import { kPlaces, placeOf, valueAt } from "./scale";
import { scheduling, Timeline } from "./schedule";
import { sameSetting, settingOf, state, study } from "./state";
import { texts } from "./texts";
import type { Lever } from "./types";

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
        onInput={(event) => dragLever(lever.name, valueAt(lever, Number(event.currentTarget.value)), event.timeStamp)}
        onChange={(event) => setLever(lever.name, valueAt(lever, Number(event.currentTarget.value)))}
        onKeyDown={(event) => {
          const step = { ArrowRight: 10, ArrowUp: 10, ArrowLeft: -10, ArrowDown: -10, PageUp: 100, PageDown: -100 }[event.key];
          if (step === undefined) return;
          event.preventDefault();
          const next = valueAt(lever, Math.min(kPlaces, Math.max(0, placeOf(lever, value) + step)));
          if (event.repeat) dragLever(lever.name, next, event.timeStamp);
          else setLever(lever.name, next);
        }}
        onKeyUp={() => endDrag(lever.name)}
      />
      <span class="today" aria-hidden="true" title={texts.today(`${show(lever.default)} ${unitText(lever.unit)}`)} />
    </div>
  );
}

function LeverRow(props: { lever: Lever }) {
  const { lever } = props;
  const [open, setOpen] = useState(false);
  const of = study.value!;
  // Drawn again only when this lever moves.
  const setting = useComputed(() => settingOf(study.value!, state.value!.policy, lever.name)).value;
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

function grouped(levers: Lever[]): [string, [string, Lever[]][]][] {
  const sides = new Map<string, Map<string, Lever[]>>();
  for (const lever of levers) {
    const themes = sides.get(lever.side) ?? new Map<string, Lever[]>();
    themes.set(lever.theme, [...(themes.get(lever.theme) ?? []), lever]);
    sides.set(lever.side, themes);
  }
  return [...sides].map(([side, themes]) => [side, [...themes]]);
}

function MovedCount(props: { levers: Lever[] }) {
  const of = study.value!;
  const moved = useComputed(() => props.levers.filter((one) => !sameSetting(settingOf(of, state.value!.policy, one.name), one.default)).length).value;
  return moved > 0 ? <span class="count">{moved}</span> : null;
}

export function Levers() {
  const [wanted, setWanted] = useState("");
  const of = study.value!;
  const words = wanted.toLowerCase();
  const shown = of.levers.filter((one) => (one.label + one.theme + one.name).toLowerCase().includes(words));
  return (
    <div class="levers">
      <input type="search" placeholder={texts.search} aria-label={texts.search} value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} />
      {words && <p class="soft">{texts.found(shown.length)}</p>}
      {grouped(shown).map(([side, themes], s) => (
        <section key={side} aria-label={side}>
          <h3>{side}</h3>
          {themes.map(([theme, levers], t) => (
            <details key={theme} open={words !== "" || (s === 0 && t === 0) || (s === 1 && t === 0)}>
              <summary>
                {theme || side}
                <MovedCount levers={levers} />
              </summary>
              {levers.map((lever) => (
                <LeverRow key={lever.name} lever={lever} />
              ))}
            </details>
          ))}
        </section>
      ))}
    </div>
  );
}
