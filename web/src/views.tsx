// What a card can show besides a fan: dots, drivers, a table.
import { useEffect, useState } from "preact/hooks";
import { update } from "./actions";
import { api } from "./api";
import { colorsOf, type About, type Fan } from "./charts";
import { explained } from "./explain";
import { show, signed, unitText } from "./format";
import { stacked, strongest } from "./papers";
import type { Drawn } from "./runner";
import { requestOf, state, study, type Card } from "./state";
import type { Cell, DotRow, Table } from "./tables";
import { texts } from "./texts";
import { isDark, themeVersion } from "./theme";
import type { ChartData, Drivers } from "./types";

const numbers = (data: ChartData | undefined) => (data?.dots ?? []).filter((one): one is number => one !== null);

// The current policy, those kept, the one compared with.
export function dotRowsOf(now: Drawn, chart: string, dark: boolean): DotRow[] {
  const colors = colorsOf(dark);
  const last = now.charts.length - 1;
  const row = (k: number, color: string) => ({ name: now.labels[k]!, color, dots: numbers(now.charts[k]?.get(chart)) });
  const kept = Array.from({ length: Math.max(0, last - 1) }, (_, k) => row(k + 1, colors.policies[k + 1]!));
  return [row(last, colors.policies[0]!), ...kept, row(0, colors.baseline)].filter((one) => one.dots.length > 0);
}

export function thresholdOf(card: Card, rows: DotRow[]): number {
  const first = rows[0]!.dots;
  return card.threshold ?? first[Math.floor(first.length * 0.8)]!;
}

export function dotWords(card: Card, rows: DotRow[], about: About): { main: string; others: string } {
  const threshold = thresholdOf(card, rows);
  const count = (row: DotRow) => row.dots.filter((one) => one >= threshold).length;
  const at = `${show(threshold, about.percent)} ${about.percent ? "" : unitText(about.unit)}`.trim();
  const others = rows.slice(1).map((row) => texts.dotsOfBaseline(count(row), row.dots.length, row.name));
  return { main: texts.dotsOf(count(rows[0]!), rows[0]!.dots.length, at), others: others.join("; ") };
}

export function DotsView(props: { now: Drawn; card: Card; index: number; about: About }) {
  const { now, card, about } = props;
  themeVersion.value;
  const rows = dotRowsOf(now, card.chart, isDark());
  if (rows.length === 0) return <p class="soft">{texts.waiting}</p>;
  const all = rows.flatMap((one) => one.dots);
  const low = Math.min(...all);
  const high = Math.max(...all, low + Math.abs(low) * 1e-6 + 1e-12);
  const columns = 34;
  const threshold = thresholdOf(card, rows);
  // The ends are the numbers themselves: rounded, the lowest dot could fall below.
  const valueOf = (place: number) => (place <= 0 ? low : place >= 1000 ? high : Number((low + (place / 1000) * (high - low)).toPrecision(4)));
  const setThreshold = (value: number) => {
    const cards = state.value!.cards.map((one, k) => (k === props.index ? { ...one, threshold: value } : one));
    state.value = { ...state.value!, cards };
  };
  const words = dotWords(card, rows, about);
  return (
    <div class="dots">
      {rows.map(({ dots, color, name }) => {
        const placed = stacked(dots, low, high, columns);
        const tallest = Math.max(5, ...placed.map((one) => one.level + 1));
        return (
          <figure key={name + color}>
            <figcaption style={`--line:${color}`}>{name}</figcaption>
            <div class="heap" style={`--line:${color}`} role="img" aria-label={`${name}: ${texts.dotsOf(dots.filter((one) => one >= threshold).length, dots.length, show(threshold, about.percent))}`}>
              {placed.map((one, k) => (
                <i
                  key={k}
                  class={one.value >= threshold ? "" : "under"}
                  style={`left:${one.x * 100}%;bottom:min(${one.level * 10}px, calc((100% - 9px) * ${one.level / Math.max(1, tallest - 1)}))`}
                />
              ))}
              <span class="threshold" style={`left:${((threshold - low) / (high - low)) * 100}%`} />
            </div>
          </figure>
        );
      })}
      <input
        type="range"
        class="bare"
        aria-label={texts.threshold}
        aria-valuetext={words.main}
        min={0}
        max={1000}
        value={Math.round(((threshold - low) / (high - low)) * 1000)}
        onInput={(event) => setThreshold(valueOf(Number(event.currentTarget.value)))}
        onChange={() => update({ cards: state.value!.cards })}
      />
      <div class="ends">
        <span>{show(low, about.percent)}</span>
        <span>{show(high, about.percent)}</span>
      </div>
      <p>
        <b>{words.main}</b>
        {words.others && `, ${words.others}`} ({state.value!.at}).
      </p>
    </div>
  );
}

// Asked for while `wanted`, some time after the last move.
export function useDrivers(card: Card, wanted: boolean): Drivers | null {
  const now = state.value!;
  const of = study.value!;
  const [found, setFound] = useState<Drivers | null>(null);
  const key = JSON.stringify([wanted, now.policy, now.beliefs, now.edits, card.chart, now.at]);
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    const timer = setTimeout(() => {
      void api.drivers({ policy: requestOf(of, now.policy), chart: card.chart, at: now.at, members: of.members, beliefs: now.beliefs, edits: now.edits }).then(
        (answer) => current && setFound(answer),
        () => undefined,
      );
    }, 250);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [key]);
  return found?.chart === card.chart ? found : null;
}

export function DriversView(props: { found: Drivers | null; about: About }) {
  const { found, about } = props;
  const now = state.value!;
  const of = study.value!;
  if (!found) return <p class="soft">{texts.driversWait}</p>;
  const strong = strongest(found);
  if (strong.length === 0) return <p class="soft">{texts.driversNone}</p>;
  const middle = found.median ?? 0;
  const reach = Math.max(...strong.flatMap((one) => [Math.abs(one.low.median! - middle), Math.abs(one.high.median! - middle)]), 1e-12);
  const place = (value: number) => 50 + ((value - middle) / reach) * 48;
  const width = (from: number, to: number) => `left:${Math.min(place(from), place(to))}%;width:${Math.abs(place(to) - place(from))}%`;
  return (
    <div class="tornado">
      <p class="soft small">{texts.driversLead(`“${about.label}”`, now.at)}</p>
      <ol>
        {strong.map((one) => {
          const known = of.uncertainties.find((each) => each.name === one.uncertainty);
          return (
            <li key={one.uncertainty}>
              <button class="name" onClick={() => (explained.value = known?.variable ?? one.uncertainty)}>
                {known?.label ?? one.uncertainty}
              </button>
              <span class="bars" role="img" aria-label={`${texts.low}: ${show(one.low.median, about.percent)}, ${texts.high}: ${show(one.high.median, about.percent)}`}>
                <i class="low" style={width(middle, one.low.median!)} />
                <i class="high" style={width(middle, one.high.median!)} />
              </span>
              <span class="numbers">
                {show(one.low.median, about.percent)} · {show(one.high.median, about.percent)}
              </span>
            </li>
          );
        })}
      </ol>
      <p class="key small" aria-hidden="true">
        <span class="low" /> {texts.low} <span class="high" /> {texts.high}
      </p>
    </div>
  );
}

export function TableView(props: { fan: Fan }) {
  const { fan } = props;
  const dates = study.value!.time.dates;
  const stride = Math.max(1, Math.round(dates.length / 12));
  const rows = dates.map((date, k) => ({ date, k })).filter(({ k }) => (dates.length - 1 - k) % stride === 0);
  const lines = [fan.current, ...fan.others];
  return (
    <div class="table" tabIndex={0} role="region" aria-label={texts.table}>
      <table>
        <thead>
          <tr>
            <th rowSpan={2}>{texts.date}</th>
            {lines.map((line) => (
              <th key={line.label} colSpan={5} scope="colgroup">
                {line.label}
              </th>
            ))}
          </tr>
          <tr>
            {lines.flatMap((line) =>
              texts.quantiles.map((name) => (
                <th key={line.label + name} scope="col">
                  {name}
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ date, k }) => (
            <tr key={date}>
              <th scope="row">{date.slice(0, 7)}</th>
              {lines.flatMap((line) => line.quantiles.map((row, q) => <td key={line.label + q}>{fan.zero ? signed(row[k], fan.percent) : show(row[k], fan.percent)}</td>))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

// Any other table, whole.
export function Grid(props: { table: Table }) {
  const { table } = props;
  const text = (cell: Cell, k: number) => (typeof cell === "number" ? show(cell, table.percent && table.head[k] !== texts.importance) : (cell ?? texts.none));
  return (
    <div class="table" tabIndex={0} role="region" aria-label={texts.table}>
      <table class="grid">
        <thead>
          <tr>
            {table.head.map((one) => (
              <th key={one} scope="col">
                {one}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, r) => (
            <tr key={r}>
              {row.map((cell, k) =>
                k === 0 ? (
                  <th key={k} scope="row">
                    {text(cell, k)}
                  </th>
                ) : (
                  <td key={k}>{text(cell, k)}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
