// Beliefs: whose worldview, and each unknown as the study has it, fixed, or narrowed.
import { useState } from "preact/hooks";
import { update } from "./actions";
import { explained } from "./explain";
import { show } from "./format";
import { EvidenceOf } from "./parts";
import { state, study } from "./state";
import { texts } from "./texts";
import type { Belief, Uncertainty } from "./types";

const unitOf = (of: Uncertainty) => (of.unit === "Dmnl" ? "" : of.unit);

function setBelief(name: string, belief: Belief | undefined) {
  const beliefs = state.value!.beliefs;
  const uncertainties = { ...beliefs.uncertainties };
  if (belief === undefined) delete uncertainties[name];
  else uncertainties[name] = belief;
  update({ beliefs: { ...beliefs, uncertainties } }, texts.changed.beliefs);
}

// Where 5–95 % and the middle half lie between the 1st and 99th percentile.
function Spread(props: { of: Uncertainty }) {
  const [p1, p5, p25, p50, p75, p95, p99] = props.of.quantiles as [number, number, number, number, number, number, number];
  const x = (value: number) => (p99 > p1 ? (100 * (value - p1)) / (p99 - p1) : 50);
  return (
    <svg class="spread" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect x={x(p5)} width={Math.max(0.5, x(p95) - x(p5))} y="3" height="4" class="wide" />
      <rect x={x(p25)} width={Math.max(0.5, x(p75) - x(p25))} y="3" height="4" class="half" />
      <rect x={x(p50) - 0.6} width="1.2" y="0" height="10" class="median" />
    </svg>
  );
}

function UnknownRow(props: { of: Uncertainty; replaced?: [number, number, number] }) {
  const { of } = props;
  const [open, setOpen] = useState(false);
  const belief = state.value!.beliefs.uncertainties[of.name];
  const kind = belief === undefined ? "study" : typeof belief === "number" ? "fixed" : "narrowed";
  const shown = props.replaced ?? [of.quantiles[1]!, of.quantiles[3]!, of.quantiles[5]!];
  const digits = (value: number) => Number(value.toPrecision(4));
  return (
    <div class={"unknown" + (kind === "study" ? "" : " moved")} data-unknown={of.name}>
      <div class="lever-head">
        <button class="name" aria-expanded={open} onClick={() => setOpen(!open)}>
          {of.label}
        </button>
        <select
          aria-label={of.label}
          value={kind}
          onChange={(event) => {
            const choice = event.currentTarget.value;
            if (choice === "study") setBelief(of.name, undefined);
            if (choice === "fixed") setBelief(of.name, digits(of.central));
            if (choice === "narrowed") setBelief(of.name, { kind: "uniform", min: digits(of.quantiles[2]!), max: digits(of.quantiles[4]!) });
          }}
        >
          <option value="study">{texts.asStudy}</option>
          <option value="fixed">{texts.fixed}</option>
          {of.quantiles[4]! > of.quantiles[2]! && <option value="narrowed">{texts.narrowed}</option>}
        </select>
      </div>
      {kind === "study" && (
        <>
          <Spread of={of} />
          <p class="soft small">
            {show(shown[0])} – <b>{show(shown[1])}</b> – {show(shown[2])} {unitOf(of)}
          </p>
        </>
      )}
      {typeof belief === "number" && (
        <label class="small">
          {texts.fixAt}{" "}
          <input type="number" step="any" value={belief} onChange={(event) => Number.isFinite(event.currentTarget.valueAsNumber) && setBelief(of.name, event.currentTarget.valueAsNumber)} />{" "}
          {unitOf(of)}
        </label>
      )}
      {typeof belief === "object" && (
        <span class="small">
          <label>
            {texts.between}{" "}
            <input type="number" step="any" value={belief.min} onChange={(event) => event.currentTarget.valueAsNumber < belief.max && setBelief(of.name, { ...belief, min: event.currentTarget.valueAsNumber })} />
          </label>{" "}
          <label>
            {texts.and}{" "}
            <input type="number" step="any" value={belief.max} onChange={(event) => event.currentTarget.valueAsNumber > belief.min && setBelief(of.name, { ...belief, max: event.currentTarget.valueAsNumber })} />
          </label>{" "}
          {unitOf(of)}
        </span>
      )}
      {open && (
        <div class="lever-text">
          <EvidenceOf of={of} />
          <button class="link" onClick={() => (explained.value = of.variable)} aria-label={texts.explain(of.label)}>
            {texts.variable.equation}
          </button>
        </div>
      )}
    </div>
  );
}

export function Unknowns() {
  const [wanted, setWanted] = useState("");
  const of = study.value!;
  const beliefs = state.value!.beliefs;
  const worldview = of.worldviews.find((one) => one.name === beliefs.worldview);
  const words = wanted.toLowerCase();
  const shown = of.uncertainties.filter((one) => (one.label + one.name).toLowerCase().includes(words));
  const first = (one: Uncertainty) => (beliefs.uncertainties[one.name] !== undefined || worldview?.replaces[one.name] ? 0 : 1);
  return (
    <div class="unknowns">
      {of.worldviews.length > 0 && (
        <label class="field">
          {texts.worldview}
          <select value={beliefs.worldview ?? ""} onChange={(event) => update({ beliefs: { ...beliefs, worldview: event.currentTarget.value || null } }, texts.changed.beliefs)}>
            <option value="">{texts.studyBeliefs}</option>
            {of.worldviews.map((one) => (
              <option key={one.name} value={one.name}>
                {one.label}
              </option>
            ))}
          </select>
        </label>
      )}
      {worldview && <p class="soft">{worldview.note}</p>}
      <input type="search" placeholder={texts.searchUnknown} aria-label={texts.searchUnknown} value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} />
      {[...shown]
        .sort((a, b) => first(a) - first(b))
        .map((one) => (
          <UnknownRow key={one.name} of={one} replaced={worldview?.replaces[one.name]} />
        ))}
    </div>
  );
}
