// What a variable is: equation, unit, note, sources, and the graph around it, to walk along. Its
// equation can be tried without touching the files.
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { update } from "./actions";
import { api, Refusal } from "./api";
import { unitText } from "./format";
import { Dialog } from "./parts";
import { kMostCards, state, study } from "./state";
import { texts } from "./texts";
import type { Diagnostic, Edit, VariableInfo } from "./types";

export const explained = signal<string | null>(null);

export function Mistakes(props: { list: Diagnostic[] }) {
  return (
    <ul class="mistakes">
      {props.list.map((one, k) => (
        <li key={k} class={one.severity}>
          {one.file && (
            <span class="soft">
              {one.file}
              {one.line > 0 && `:${one.line}`}{" "}
            </span>
          )}
          <b>{one.code}</b> {one.message}
          {one.reason && <div class="soft">{one.reason}</div>}
          {one.mend && (
            <div>
              {texts.files.mend}: {one.mend}
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function Neighbours(props: { title: string; list: VariableInfo["causes"]; go: (name: string) => void; side: string }) {
  return (
    <div class={"neighbours " + props.side}>
      <h3>{props.title}</h3>
      {props.list.length === 0 && <p class="soft">{texts.variable.none}</p>}
      <ul>
        {props.list.map((one) => (
          <li key={one.name}>
            <button class="node" onClick={() => props.go(one.name)}>
              {one.name} <span class="soft">{one.kind}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Equation(props: { info: VariableInfo; part: number }) {
  const { info, part } = props;
  const edits = state.value!.edits;
  const edit = edits.find((one) => one.variable === info.name && one.part === part);
  const written = info.equations[part]!;
  const [text, setText] = useState(edit?.equation ?? written.text);
  const [mistakes, setMistakes] = useState<Diagnostic[]>([]);
  const others = edits.filter((one) => one !== edit);
  const attempt = async () => {
    const next: Edit[] = [...others, { variable: info.name, part, equation: text }];
    const answer = await api.check(next);
    setMistakes(answer.ok ? [] : answer.diagnostics.filter((one) => one.severity === "error"));
    if (answer.ok) update({ edits: next }, info.name);
  };
  return (
    <div class={"equation" + (edit ? " trial" : "")}>
      {edit && <p class="mark">{texts.variable.trying}</p>}
      {written.editable ? (
        <textarea rows={Math.min(10, text.split("\n").length + 1)} value={text} spellcheck={false} aria-label={texts.variable.equation} onInput={(event) => setText(event.currentTarget.value)} />
      ) : (
        <pre>{written.text}</pre>
      )}
      {written.editable && (
        <div class="row">
          <button disabled={text === (edit?.equation ?? written.text)} onClick={() => void attempt()}>
            {texts.variable.try}
          </button>
          {edit && (
            <button
              onClick={() => {
                setText(written.text);
                update({ edits: others }, info.name);
              }}
            >
              {texts.variable.cancel}
            </button>
          )}
        </div>
      )}
      <Mistakes list={mistakes} />
    </div>
  );
}

function Graph(props: { info: VariableInfo; go: (name: string) => void }) {
  const { info, go } = props;
  return (
    <div class="graph">
      <Neighbours title={texts.variable.causes} list={info.causes} go={go} side="causes" />
      <div class="here" aria-hidden="true">
        {info.name}
      </div>
      <Neighbours title={texts.variable.uses} list={info.uses} go={go} side="uses" />
    </div>
  );
}

export function VariableDialog() {
  const name = explained.value;
  const [info, setInfo] = useState<VariableInfo | null>(null);
  const [trail, setTrail] = useState<string[]>([]);
  const [element, setElement] = useState("");
  const [wrong, setWrong] = useState("");
  useEffect(() => {
    setInfo(null);
    setWrong("");
    if (!name) return;
    let left = false; // an answer that comes after the reader has walked on is of the variable before
    api.variable(name).then(
      (found) => {
        if (left) return;
        setInfo(found);
        const wanted = found.cells.find((cell) => cell.toLowerCase() === name.toLowerCase());
        setElement(wanted ?? found.cells[0] ?? found.name);
      },
      (error: Refusal) => {
        if (!left) setWrong(`${error.message}. ${error.mend}`);
      },
    );
    return () => {
      left = true;
    };
  }, [name]);
  if (!name) return null;
  const close = () => {
    setTrail([]);
    explained.value = null;
  };
  const go = (next: string) => {
    setTrail([...trail, name]);
    explained.value = next;
  };
  const cards = state.value!.cards;
  const chart = "variable:" + element;
  return (
    <Dialog title={info?.name ?? name} onClose={close} wide>
      {trail.length > 0 && (
        <button
          class="link"
          onClick={() => {
            explained.value = trail.at(-1)!;
            setTrail(trail.slice(0, -1));
          }}
        >
          ← {texts.variable.back}
        </button>
      )}
      {wrong && <p>{wrong}</p>}
      {info && (
        <div key={info.name}>
          <p class="soft">
            {info.kind}, {unitText(info.unit)}
            {info.group && ` · ${info.group}`}
            {info.place && ` · ${info.place}`}
          </p>
          {info.note && <p>{info.note}</p>}
          {info.equations.map((_, part) => (
            <Equation key={part} info={info} part={part} />
          ))}
          <div class="row">
            {info.cells.length > 1 && (
              <label>
                {texts.variable.element}{" "}
                <select value={element} onChange={(event) => setElement(event.currentTarget.value)}>
                  {info.cells.map((cell) => (
                    <option key={cell}>{cell}</option>
                  ))}
                </select>
              </label>
            )}
            {info.kind !== "lookup" && cards.length < kMostCards && (
              <button
                onClick={() => {
                  close();
                  update({ cards: [...cards, { chart, mode: "fan" }] });
                }}
              >
                {texts.variable.chart}
              </button>
            )}
          </div>
          <Graph info={info} go={go} />
          {info.sources.length > 0 && (
            <details class="sources">
              <summary>
                {texts.sources} ({info.sources.length})
              </summary>
              <ul>
                {info.sources.map((one) => (
                  <li key={one.id}>
                    <b>{one.id}</b> <span class="soft">{one.file}</span>
                    <br />
                    {one.text}
                  </li>
                ))}
              </ul>
            </details>
          )}
        </div>
      )}
    </Dialog>
  );
}

// Trial equations that are in force, over everything else.
export function TrialBar() {
  const of = study.value!;
  const edits = state.value!.edits;
  const [said, setSaid] = useState("");
  if (edits.length === 0) return said ? <p class="bar">{said}</p> : null;
  const save = async () => {
    try {
      await api.save(edits, of.revision);
      setSaid(texts.variable.saved);
      update({ edits: [] });
    } catch (error) {
      setSaid(error instanceof Refusal ? `${error.message}. ${error.mend}` : "");
    }
  };
  return (
    <div class="bar trial-bar" role="status">
      <b>{texts.variable.trials(edits.length)}:</b>
      {edits.map((one) => (
        <button key={one.variable + one.part} class="link" onClick={() => (explained.value = one.variable)}>
          {one.variable}
        </button>
      ))}
      {of.may_save && <button onClick={() => void save()}>{texts.variable.keepEdit}</button>}
      <button onClick={() => update({ edits: [] })}>{texts.variable.cancel}</button>
      {said}
    </div>
  );
}
