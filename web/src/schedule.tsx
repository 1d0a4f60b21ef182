// A lever's course in dated steps: dragged along a timeline, moved with keys, or typed.
import { signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { dragLever, endDrag, setLever } from "./actions";
import { dateOf, monthOf, show, unitText } from "./format";
import { Dialog } from "./parts";
import { kPlaces, placeOf, valueAt } from "./scale";
import { settingOf, state, study } from "./state";
import { texts } from "./texts";
import type { Lever, Step } from "./types";

export const scheduling = signal<string | null>(null);

type Ends = [number, number]; // months

function endsOf(dates: string[]): Ends {
  return [monthOf(dates[0] ?? "2000-01"), monthOf(dates.at(-1) ?? "2001-01")];
}

// A step somewhere else, always between its neighbours.
export function movedStep(steps: Step[], k: number, month: number, value: number, ends: Ends): Step[] {
  const low = k === 0 ? ends[0] : monthOf(steps[k - 1]!.from) + 1;
  const high = k === steps.length - 1 ? ends[1] : monthOf(steps[k + 1]!.from) - 1;
  const from = dateOf(Math.min(high, Math.max(low, Math.round(month))));
  return steps.map((one, i) => (i === k ? { from, value } : one));
}

// In order, one a month: of two in a month the later one stays.
export function inOrder(steps: Step[]): Step[] {
  const sorted = [...steps].sort((a, b) => monthOf(a.from) - monthOf(b.from));
  return sorted.filter((step, k) => step.from !== sorted[k + 1]?.from);
}

// From the start of the run to its end.
export function Timeline(props: { steps: Step[]; lever: Lever }) {
  const { lever, steps } = props;
  const [first, last] = endsOf(study.value!.time.dates);
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

// Arrows move a step by a month (with Shift: a year) and by a hundredth of its range.
function keyed(event: KeyboardEvent, lever: Lever, step: Step): { month: number; value: number } | null {
  const month = monthOf(step.from);
  const far = event.shiftKey || event.key.startsWith("Page");
  const up = (places: number) => ({ month, value: valueAt(lever, Math.min(kPlaces, Math.max(0, placeOf(lever, step.value) + places))) });
  if (event.key === "ArrowLeft") return { month: month - (far ? 12 : 1), value: step.value };
  if (event.key === "ArrowRight") return { month: month + (far ? 12 : 1), value: step.value };
  if (event.key === "ArrowUp" || event.key === "PageUp") return up(far ? 100 : 10);
  if (event.key === "ArrowDown" || event.key === "PageDown") return up(far ? -100 : -10);
  return null;
}

function Editor(props: { lever: Lever; steps: Step[]; put: (steps: Step[]) => void }) {
  const { lever, steps, put } = props;
  const area = useRef<HTMLDivElement>(null);
  const held = useRef<number | null>(null);
  const ends = endsOf(study.value!.time.dates);
  const left = (step: Step) => (monthOf(step.from) - ends[0]) / Math.max(1, ends[1] - ends[0]);
  const bottom = (step: Step) => (2 + 26 * (placeOf(lever, step.value) / kPlaces)) / 30;
  const under = (event: PointerEvent) => {
    const box = area.current!.getBoundingClientRect();
    const across = (event.clientX - box.left) / box.width;
    const place = ((box.bottom - event.clientY) / box.height - 2 / 30) * (30 / 26) * kPlaces;
    return { month: Math.round(ends[0] + across * (ends[1] - ends[0])), value: valueAt(lever, Math.min(kPlaces, Math.max(0, place))) };
  };
  const grasp = (event: PointerEvent) => {
    if (event.button !== 0) return;
    area.current!.setPointerCapture(event.pointerId);
    const handle = (event.target as Element).closest<HTMLElement>("[data-step]");
    if (handle) {
      held.current = Number(handle.dataset.step);
      return;
    }
    const { month, value } = under(event);
    const from = dateOf(Math.min(ends[1], Math.max(ends[0], month)));
    const next = inOrder([...steps.filter((one) => one.from !== from), { from, value }]);
    held.current = next.findIndex((one) => one.from === from);
    dragLever(lever.name, next, event.timeStamp);
  };
  const drag = (event: PointerEvent) => {
    if (held.current === null) return;
    const { month, value } = under(event);
    dragLever(lever.name, movedStep(steps, held.current, month, value, ends), event.timeStamp);
  };
  const release = () => {
    if (held.current !== null) endDrag(lever.name);
    held.current = null;
  };
  const press = (event: KeyboardEvent, k: number) => {
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      return put(steps.filter((_, i) => i !== k));
    }
    const to = keyed(event, lever, steps[k]!);
    if (!to) return;
    event.preventDefault();
    const next = movedStep(steps, k, to.month, to.value, ends);
    if (event.repeat) dragLever(lever.name, next, event.timeStamp);
    else put(next);
  };
  return (
    <>
      <div class="timeline-editor" ref={area} onPointerDown={grasp} onPointerMove={drag} onPointerUp={release} onPointerCancel={release}>
        <Timeline steps={steps} lever={lever} />
        {steps.map((step, k) => (
          <div
            key={k}
            class="handle"
            data-step={k}
            style={`left:${left(step) * 100}%;bottom:${bottom(step) * 100}%`}
            role="slider"
            tabIndex={0}
            aria-label={texts.stepNumber(k + 1)}
            aria-valuemin={lever.low}
            aria-valuemax={lever.high}
            aria-valuenow={step.value}
            aria-valuetext={texts.stepText(step.from, `${show(step.value)} ${unitText(lever.unit)}`)}
            onKeyDown={(event) => press(event, k)}
            onKeyUp={() => endDrag(lever.name)}
          />
        ))}
      </div>
      <p class="ends" aria-hidden="true">
        <span>{dateOf(ends[0])}</span>
        <span>{texts.decisionLine(study.value!.decision)}</span>
        <span>{dateOf(ends[1])}</span>
      </p>
    </>
  );
}

function TypedStep(props: { lever: Lever; step: Step; ends: Ends; onChange: (step: Step) => void; onRemove: () => void }) {
  const { lever, step, ends } = props;
  return (
    <div class="step">
      <label>
        {texts.from}{" "}
        <input
          type="month"
          min={dateOf(ends[0])}
          max={dateOf(ends[1])}
          value={step.from}
          onChange={(event) => event.currentTarget.value && props.onChange({ ...step, from: event.currentTarget.value })}
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
          onChange={(event) => props.onChange({ ...step, value: Math.min(lever.high, Math.max(lever.low, event.currentTarget.valueAsNumber || 0)) })}
        />
      </label>
      <button class="plain" aria-label={texts.removeStep} onClick={props.onRemove}>
        ✕
      </button>
    </div>
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
  const ends = endsOf(of.time.dates);
  const put = (next: Step[]) => setLever(lever.name, next.length > 0 ? inOrder(next) : typeof setting === "number" ? setting : (steps.at(-1)?.value ?? lever.default));
  const add = () => {
    const last = steps.at(-1);
    const from = last ? dateOf(Math.min(ends[1], monthOf(last.from) + 12)) : of.decision;
    put([...steps, { from, value: last?.value ?? (typeof setting === "number" ? setting : lever.default) }]);
  };
  return (
    <Dialog title={texts.scheduleOf(lever.label)} onClose={() => (scheduling.value = null)}>
      <p class="soft">
        {steps.length === 0 ? texts.noSchedule : texts.before} {texts.today(`${show(lever.default)} ${lever.unit === "Dmnl" ? "" : lever.unit}`.trim())}. {texts.timelineHint}
      </p>
      <Editor lever={lever} steps={steps} put={put} />
      <div class="steps">
        {steps.map((step, k) => (
          <TypedStep
            key={k}
            lever={lever}
            step={step}
            ends={ends}
            onChange={(next) => put(steps.map((one, i) => (i === k ? next : one)))}
            onRemove={() => put(steps.filter((_, i) => i !== k))}
          />
        ))}
      </div>
      <button onClick={add}>{texts.addStep}</button>
    </Dialog>
  );
}
