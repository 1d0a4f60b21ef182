// What a card can show besides a fan: dots, drivers, a table.
import { useEffect, useState } from "preact/hooks";
import { update } from "./actions";
import { api } from "./api";
import { colorsOf, type About, type Fan } from "./charts";
import { explained } from "./explain";
import { show, signed, unitText } from "./format";
import type { Drawn } from "./runner";
import { requestOf, state, study, type Card } from "./state";
import { texts } from "./texts";
import { isDark, themeVersion } from "./theme";
import type { ChartData, Drivers } from "./types";

// Quantile dots: each stands for an equal share of the futures, so that counting them is reading a
// probability.
function stacks(dots: number[], low: number, high: number, columns: number): { x: number; level: number; value: number }[] {
  const heights = new Map<number, number>();
  return dots.map((value) => {
    const column = Math.min(columns - 1, Math.max(0, Math.floor(((value - low) / (high - low)) * columns)));
    const level = heights.get(column) ?? 0;
    heights.set(column, level + 1);
    return { x: (column + 0.5) / columns, level, value };
  });
}

export function DotsView(props: { now: Drawn; card: Card; index: number; about: About }) {
  const { now, card, about } = props;
  const last = now.charts.length - 1;
  const numbers = (data: ChartData | undefined) => (data?.dots ?? []).filter((one): one is number => one !== null);
  const current = numbers(now.charts[last]?.get(card.chart));
  const baseline = numbers(now.charts[0]?.get(card.chart));
  if (current.length === 0) return <p class="soft">{texts.waiting}</p>;
  const all = [...current, ...baseline];
  const low = Math.min(...all);
  const high = Math.max(...all, low + Math.abs(low) * 1e-6 + 1e-12);
  const columns = 34;
  const threshold = card.threshold ?? current[Math.floor(current.length * 0.8)]!;
  const count = (dots: number[]) => dots.filter((one) => one >= threshold).length;
  const setThreshold = (value: number) => {
    const cards = state.value!.cards.map((one, k) => (k === props.index ? { ...one, threshold: value } : one));
    state.value = { ...state.value!, cards };
  };
  const words = texts.dotsOf(count(current), current.length, `${show(threshold, about.percent)} ${about.percent ? "" : unitText(about.unit)}`.trim());
  themeVersion.value;
  const colors = colorsOf(isDark());
  const rows = [
    { dots: current, color: colors.policies[0]!, name: now.labels[last]! },
    { dots: baseline, color: colors.baseline, name: now.labels[0]! },
  ];
  return (
    <div class="dots">
      {rows.map(({ dots, color, name }) => {
        const placed = stacks(dots, low, high, columns);
        const tallest = Math.max(5, ...placed.map((one) => one.level + 1));
        return (
          <figure key={name + color}>
            <figcaption style={`--line:${color}`}>{name}</figcaption>
            <svg viewBox={`0 0 ${columns * 10} ${tallest * 10 + 2}`} preserveAspectRatio="none" role="img" aria-label={`${name}: ${texts.dotsOf(count(dots), dots.length, show(threshold, about.percent))}`}>
              {placed.map((one, k) => (
                <ellipse key={k} cx={one.x * columns * 10} cy={tallest * 10 - one.level * 10 - 4} rx="4.4" ry="4.4" fill={color} fill-opacity={one.value >= threshold ? 1 : 0.3} />
              ))}
              <path d={`M${((threshold - low) / (high - low)) * columns * 10} 0V${tallest * 10 + 2}`} class="threshold" />
            </svg>
          </figure>
        );
      })}
      <input
        type="range"
        class="bare"
        aria-label={texts.threshold}
        aria-valuetext={words}
        min={0}
        max={1000}
        value={Math.round(((threshold - low) / (high - low)) * 1000)}
        onInput={(event) => setThreshold(Number((low + (Number(event.currentTarget.value) / 1000) * (high - low)).toPrecision(4)))}
        onChange={() => update({ cards: state.value!.cards })}
      />
      <div class="ends">
        <span>{show(low, about.percent)}</span>
        <span>{show(high, about.percent)}</span>
      </div>
      <p>
        <b>{words}</b>, {texts.dotsOfBaseline(count(baseline), baseline.length, now.labels[0]!)} ({state.value!.at}).
      </p>
    </div>
  );
}

export function DriversView(props: { card: Card; about: About }) {
  const { card, about } = props;
  const now = state.value!;
  const of = study.value!;
  const [found, setFound] = useState<Drivers | null>(null);
  const key = JSON.stringify([now.policy, now.beliefs, now.edits, card.chart, now.at]);
  useEffect(() => {
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
  if (!found) return <p class="soft">{texts.driversWait}</p>;
  const strong = found.drivers.filter((one) => one.above_chance && one.low.median !== null && one.high.median !== null).slice(0, 8);
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
