// The study's claims and the share of futures in which each holds, as the levers move.
import { useState } from "preact/hooks";
import { Exports } from "./cards";
import { share } from "./format";
import { busy, claims, claimsMembers, gridClaims, judging, searchGrids } from "./runner";
import { claimsSvg } from "./papers";
import { labelOf, state, study } from "./state";
import { claimsTable } from "./tables";
import { texts } from "./texts";
import type { Claim, ClaimAnswer } from "./types";
import { Grid } from "./views";

function Bar(props: { answer: ClaimAnswer }) {
  const { holds, fails, no_difference } = props.answer;
  const words = `${texts.holds} ${share(holds)}, ${texts.fails} ${share(fails)}, ${texts.noDifference} ${share(no_difference)}`;
  return (
    <div class="shares" role="img" aria-label={words} title={words}>
      <span class="holds" style={`width:${(holds ?? 0) * 100}%`} />
      <span class="neither" style={`width:${(no_difference ?? 0) * 100}%`} />
      <span class="fails" style={`width:${(fails ?? 0) * 100}%`} />
    </div>
  );
}

function labelOfScenario(name: string): string {
  return study.value!.scenarios.find((one) => one.name === name)?.label ?? name;
}

function readingOf(claim: Claim, answer: ClaimAnswer): string {
  if (answer.reading === "changes") return texts.readingChanges;
  if (answer.reading === "own") return texts.readingOwn;
  const against = [...new Set(claim.baselines)].map(labelOfScenario).join(", ");
  return texts.readingPolicy(against);
}

function ClaimRow(props: { claim: Claim; answers: ClaimAnswer[] }) {
  const { claim, answers } = props;
  const [open, setOpen] = useState(false);
  return (
    <div class="claim" data-claim={`${claim.name}.${claim.variant}`}>
      <button class="name" aria-expanded={open} onClick={() => setOpen(!open)}>
        {claim.title || claim.name}
      </button>
      {!open && <p class="gist">{claim.definition}</p>}
      {answers.map((answer) => (
        <div class="answer" key={answer.horizon ?? ""}>
          <span class="when">{answer.horizon ?? ""}</span>
          <Bar answer={answer} />
          <span class="number">
            {share(answer.holds)}
            {answer.error !== null && <span class="soft"> ± {(answer.error * 100).toFixed(1)}</span>}
          </span>
        </div>
      ))}
      {answers.length === 0 && claim.grid && (
        <button disabled={busy.value} title={texts.claimsGridHint(400)} onClick={() => void searchGrids()}>
          {texts.claimsGrid}
        </button>
      )}
      {answers.length === 0 && !claim.grid && <span class="soft">{texts.waiting}</span>}
      {open && (
        <div class="claim-text">
          <p>{claim.definition}</p>
          {answers[0] && <p class="soft">{readingOf(claim, answers[0])}</p>}
          {answers.map((answer) => (
            <p key={answer.horizon ?? ""}>{answer.sentence}</p>
          ))}
        </div>
      )}
    </div>
  );
}

export function Claims() {
  const of = study.value!;
  const all = [...claims.value, ...(gridClaims.value ?? [])];
  const [asTable, setAsTable] = useState(false);
  const questions = [...new Set(of.claims.map((one) => one.question))];
  if (of.claims.length === 0) return null;
  const inOrder = of.claims.flatMap((claim) =>
    all.filter((one) => one.name === claim.name && one.variant === claim.variant).sort((a, b) => (a.horizon ?? "").localeCompare(b.horizon ?? "")),
  );
  const foot = `${of.name}. ${labelOf(of, state.value!.policy)}. ${texts.members(claimsMembers.value, claimsMembers.value)}.`;
  const table = () => claimsTable(of, inOrder, foot);
  return (
    <div class="claims">
      <p class="soft">
        {texts.claimsLead} {judging.value && texts.claimsComing} {claimsMembers.value > 0 && texts.members(claimsMembers.value, claimsMembers.value)}
      </p>
      <p class="key" aria-hidden="true">
        <span class="holds" /> {texts.holds} <span class="neither" /> {texts.noDifference} <span class="fails" /> {texts.fails}
      </p>
      <div class="row">
        <button aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {texts.table}
        </button>
        {inOrder.length > 0 && <Exports name={texts.claims} svg={() => claimsSvg(of, inOrder, foot)} table={table} />}
      </div>
      {asTable && <Grid table={table()} />}
      {!asTable && questions.map((question) => (
        <section key={question}>
          <h3>{question}</h3>
          {of.claims
            .filter((one) => one.question === question)
            .map((claim) => (
              <ClaimRow
                key={claim.name + claim.variant}
                claim={claim}
                answers={all.filter((one) => one.name === claim.name && one.variant === claim.variant).sort((a, b) => (a.horizon ?? "").localeCompare(b.horizon ?? ""))}
              />
            ))}
        </section>
      ))}
    </div>
  );
}
