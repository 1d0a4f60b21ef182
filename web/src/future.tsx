// One future's story.
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { api } from "./api";
import { aboutChart } from "./charts";
import { share, show, unitText } from "./format";
import { Dialog } from "./parts";
import { requestOf, state, study } from "./state";
import { texts } from "./texts";
import type { FutureStory } from "./types";

export const picked = signal<{ member: number; members: number } | null>(null);

export function FutureDialog() {
  const one = picked.value;
  const [story, setStory] = useState<FutureStory | null>(null);
  useEffect(() => {
    setStory(null);
    const of = study.value;
    const now = state.value;
    if (!one || !of || !now) return;
    let left = false; // another future is asked for by the time that this one is told
    void api
      .future({ policy: requestOf(of, now.policy), member: one.member, members: one.members, charts: now.cards.map((card) => card.chart), beliefs: now.beliefs, edits: now.edits })
      .then(
        (told) => {
          if (!left) setStory(told);
        },
        () => {
          if (!left) picked.value = null;
        },
      );
    return () => {
      left = true;
    };
  }, [one]);
  const of = study.value;
  if (!one || !of) return null;
  return (
    <Dialog title={texts.future.title(one.member)} onClose={() => (picked.value = null)} wide>
      <p class="soft">{texts.future.lead}</p>
      {story && (
        <div class="story">
          <section>
            <h3>{texts.future.turns}</h3>
            {story.policies[0]!.map((chart) => {
              const about = aboutChart(of, chart.chart);
              return (
                <div key={chart.chart}>
                  <h4>{about.label}</h4>
                  <ul>
                    {chart.turns.length === 0 && <li class="soft">{texts.future.noTurns}</li>}
                    {chart.turns.map((turn) => (
                      <li key={turn.kind}>
                        {turn.date.slice(0, 7)}: {texts.future.kinds[turn.kind]}, {show(turn.value, about.percent)} {about.percent ? "" : unitText(about.unit)}
                      </li>
                    ))}
                  </ul>
                </div>
              );
            })}
          </section>
          <section>
            <h3>{texts.future.inputs}</h3>
            <ul class="draws">
              {story.inputs.slice(0, 12).map((input) => {
                const known = of.uncertainties.find((one) => one.name === input.uncertainty);
                return (
                  <li key={input.uncertainty}>
                    <span>
                      {known?.label ?? input.uncertainty}: <b>{show(input.value)}</b> {known && known.unit !== "Dmnl" ? known.unit : ""}
                    </span>
                    <span class="rank" style={`--rank: ${input.rank * 100}%`} role="img" aria-label={texts.future.rank(share(input.rank))} />
                  </li>
                );
              })}
            </ul>
          </section>
        </div>
      )}
    </Dialog>
  );
}
