// The charts.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { update } from "./actions";
import { aboutChart, colorsOf, type About, type Fan, type FanLine } from "./charts";
import { explained } from "./explain";
import { download, fanSvg, pngOf } from "./export";
import { FanPlot, type Hovered } from "./fanplot";
import { share, show, unitText } from "./format";
import { picked } from "./future";
import { dotsSvg, driversSvg } from "./papers";
import { drawn, type Drawn } from "./runner";
import { kMostCards, state, study, type Card, type Mode } from "./state";
import { csvOf, dotsTable, driversTable, fanTable, type Table } from "./tables";
import { texts } from "./texts";
import { isDark, themeVersion } from "./theme";
import type { Drivers, Study } from "./types";
import { dotRowsOf, DotsView, dotWords, DriversView, Grid, TableView, thresholdOf, useDrivers } from "./views";

function yearOf(of: Study, time: number): number {
  const { times, years } = of.time;
  const last = times.length - 1;
  if (last < 1) return years[0] ?? 0;
  const slope = (years[last]! - years[0]!) / (times[last]! - times[0]!);
  return years[0]! + (time - times[0]!) * slope;
}

function pointsOf(of: Study, about: About): Fan["points"] {
  const unit = unitText(about.unit, about.percent);
  return about.histories.flatMap((history) =>
    history.points
      .filter((point) => point.time >= of.time.times[0]! && point.time <= of.time.times.at(-1)!)
      .map((point) => {
        const when = point.start === point.end ? point.start : `${point.start} – ${point.end}`;
        return {
          year: yearOf(of, point.time),
          value: point.drawn,
          low: point.drawn_low,
          high: point.drawn_high,
          text: texts.observedPoint(history.label, when, `${show(point.value)} ${history.unit === about.unit ? "" : unit}`.trim(), point.source),
        };
      }),
  );
}

export function fanOf(of: Study, now: Drawn, card: Card, about: About, dark: boolean): Fan | null {
  const colors = colorsOf(dark);
  const last = now.charts.length - 1;
  const current = now.charts[last]?.get(card.chart);
  if (!current) return null;
  const common = { years: of.time.years, unit: about.unit, percent: about.percent };
  if (card.mode === "difference") {
    if (!current.difference) return null;
    return {
      ...common,
      current: { quantiles: current.difference.quantiles, label: `${now.labels[last]} − ${now.labels[0]}`, color: colors.policies[0]!, dashed: false },
      others: now.charts.slice(1, last).flatMap((charts, k) => {
        const difference = charts.get(card.chart)?.difference;
        return difference ? [{ quantiles: difference.quantiles, label: `${now.labels[k + 1]} − ${now.labels[0]}`, color: colors.policies[k + 1]!, dashed: false }] : [];
      }),
      lines: [],
      lineMembers: [],
      points: [],
      zero: true,
    };
  }
  const others: FanLine[] = [];
  now.charts.slice(0, last).forEach((charts, k) => {
    const data = charts.get(card.chart);
    if (data) others.push({ quantiles: data.quantiles, label: now.labels[k]!, color: k === 0 ? colors.baseline : colors.policies[k]!, dashed: k === 0 });
  });
  return {
    ...common,
    current: { quantiles: current.quantiles, label: now.labels[last]!, color: colors.policies[0]!, dashed: false },
    others,
    lines: current.lines,
    lineMembers: current.line_members,
    points: pointsOf(of, about),
    zero: false,
  };
}

function footOf(of: Study, now: Drawn, mode: Mode): string {
  const futures = mode === "drivers" ? texts.members(of.members, of.members) : texts.members(now.done, now.members);
  const drawn = mode === "fan" || mode === "difference" ? " 5–95 %, 25–75 %, median." : "";
  return `${of.name}. ${futures}${now.unusable ? texts.unusable(now.unusable) : ""}.${drawn}`;
}

function FanView(props: { fan: Fan; card: Card; about: About }) {
  const { fan, about } = props;
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<FanPlot | null>(null);
  const [hovered, setHovered] = useState<Hovered>({ index: null, point: null });
  const members = drawn.value?.members ?? 0;
  useEffect(() => {
    const made = new FanPlot(host.current!, fan, setHovered, (member) => (picked.value = { member, members: drawn.value?.members ?? 0 }));
    plot.current = made;
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(host.current!);
    return () => {
      watch.disconnect();
      made.destroy();
    };
  }, []);
  // In the frame in which it has come, not after it.
  useLayoutEffect(() => plot.current?.update(fan), [fan]);
  const theme = themeVersion.value;
  useEffect(() => plot.current?.repaint(), [theme]);
  const marked = picked.value?.members === members ? picked.value.member : null;
  useEffect(() => plot.current?.mark(marked), [marked]);
  const k = hovered.index;
  const date = k === null ? null : study.value!.time.dates[k];
  const row = (line: FanLine) => line.quantiles.map((one) => one[k ?? 0] ?? null);
  return (
    <div class="plot-frame">
      <div class="plot" ref={host} role="img" aria-label={about.label + ". " + spoken(fan)} />
      {(hovered.point || date) && (
        <div class="tip" aria-hidden="true">
          {hovered.point ?? (
            <>
              <b>{date!.slice(0, 7)}</b>
              {[fan.current, ...fan.others].map((line) => {
                const [low, , median, , high] = row(line);
                return (
                  <div key={line.label}>
                    <i style={`background:${line.color}`} /> {show(median, fan.percent)}{" "}
                    <span class="soft">
                      ({show(low, fan.percent)} – {show(high, fan.percent)})
                    </span>
                  </div>
                );
              })}
            </>
          )}
        </div>
      )}
    </div>
  );
}

function spoken(fan: Fan): string {
  const last = fan.years.length - 1;
  const [low, , median, , high] = fan.current.quantiles.map((row) => row[last] ?? null);
  return `${fan.current.label}: ${show(median, fan.percent)} (${show(low, fan.percent)} – ${show(high, fan.percent)})`;
}

function ChartPicker(props: { value: string; onChange: (chart: string) => void }) {
  const of = study.value!;
  const sides = [...new Set(of.outcomes.map((one) => one.side))];
  const variable = props.value.startsWith("variable:") ? props.value : null;
  return (
    <select class="picker" aria-label={texts.chooseChart} value={props.value} onChange={(event) => props.onChange(event.currentTarget.value)}>
      {variable && (
        <optgroup label={texts.variableGroup}>
          <option value={variable}>{variable.slice(9)}</option>
        </optgroup>
      )}
      {sides.map((side) => (
        <optgroup key={side} label={side || texts.outcomesGroup}>
          {of.outcomes
            .filter((one) => one.side === side)
            .map((one) => (
              <option key={one.name} value={one.name}>
                {one.label}
              </option>
            ))}
        </optgroup>
      ))}
      <optgroup label={texts.historyGroup}>
        {of.histories.map((one) => (
          <option key={one.name} value={"history:" + one.name}>
            {one.label}
          </option>
        ))}
      </optgroup>
    </select>
  );
}

// PNG, SVG and CSV of a picture and its table.
export function Exports(props: { name: string; svg: () => string; table: () => Table }) {
  const { svg, table } = props;
  const name = props.name.replace(/[^\w]+/g, "_");
  return (
    <details class="menu">
      <summary aria-label={`${texts.exportAs}: ${props.name}`}>{texts.exportAs}</summary>
      <div class="menu-items">
        <button onClick={() => void pngOf(svg()).then((blob) => download(name + ".png", blob))}>PNG</button>
        <button onClick={() => download(name + ".svg", svg(), "image/svg+xml")}>SVG</button>
        <button onClick={() => download(name + ".csv", csvOf(table()), "text/csv")}>CSV</button>
      </div>
    </details>
  );
}

interface Shown {
  of: Study;
  now: Drawn;
  card: Card;
  about: About;
  fan: Fan;
  found: Drivers | null;
}

function pictureOf(shown: Shown): string {
  const { of, now, card, about, found } = shown;
  const foot = footOf(of, now, card.mode);
  if (card.mode === "dots") {
    const rows = dotRowsOf(now, card.chart, false);
    const words = dotWords(card, rows, about);
    return dotsSvg(rows, thresholdOf(card, rows), `${words.main}${words.others && ", " + words.others} (${state.value!.at}).`, about, foot);
  }
  if (card.mode === "drivers" && found) return driversSvg(of, found, about, state.value!.at, foot);
  return fanSvg(fanOf(of, now, card, about, false) ?? shown.fan, about, foot);
}

function tableOf(shown: Shown): Table {
  const { of, now, card, about, fan, found } = shown;
  const foot = footOf(of, now, card.mode);
  if (card.mode === "dots") return dotsTable(dotRowsOf(now, card.chart, false), about, `${foot} ${state.value!.at}.`);
  if (card.mode === "drivers" && found) return driversTable(of, found, about, `${foot} ${state.value!.at}.`);
  return fanTable(fan, of.time.dates, about, foot);
}

function ChartCard(props: { card: Card; index: number }) {
  const { card, index } = props;
  const of = study.value!;
  const now = drawn.value;
  const about = useMemo(() => aboutChart(of, card.chart), [of, card.chart]);
  const theme = themeVersion.value;
  const fan = useMemo(() => (now ? fanOf(of, now, card, about, isDark()) : null), [of, now, card, about, theme]);
  const found = useDrivers(card, card.mode === "drivers");
  const cards = state.value!.cards;
  const put = (next: Partial<Card>) => update({ cards: cards.map((one, k) => (k === index ? { ...one, ...next } : one)) });
  const modes: Mode[] = ["fan", "difference", "dots", "drivers"];
  const shown = now && fan ? { of, now, card, about, fan, found } : null;
  const isFan = card.mode === "fan" || card.mode === "difference";
  const data = now?.charts.at(-1)?.get(card.chart);
  const error = data?.median_error.at(-1);
  const same = card.mode === "difference" && data?.difference && data.difference.quantiles.every((row) => row.every((value) => value === 0));
  return (
    <article class="card" aria-label={about.label} data-chart={card.chart}>
      <header>
        <ChartPicker value={card.chart} onChange={(chart) => put({ chart, threshold: undefined })} />
        <button class="plain" onClick={() => (explained.value = about.variable)} aria-label={texts.explain(about.label)}>
          <span class="info">i</span>
        </button>
        {cards.length > 1 && (
          <button class="plain" aria-label={`${texts.removeChart}: ${about.label}`} onClick={() => update({ cards: cards.filter((_, k) => k !== index) })}>
            ✕
          </button>
        )}
      </header>
      <p class="definition">
        <b>{unitText(about.unit, about.percent)}</b> {about.definition}
      </p>
      <div class="body">
        {!shown && <p class="soft">{texts.waiting}</p>}
        {shown && isFan && !card.table && <FanView key={card.mode + card.chart} fan={shown.fan} card={card} about={about} />}
        {shown && isFan && card.table && <TableView fan={shown.fan} />}
        {shown && !isFan && card.table && (card.mode === "dots" || found) && <Grid table={tableOf(shown)} />}
        {shown && card.mode === "dots" && !card.table && <DotsView now={shown.now} card={card} index={index} about={about} />}
        {card.mode === "drivers" && (!card.table || !found) && <DriversView found={found} about={about} />}
      </div>
      <footer>
        <span class="soft small">
          {now && texts.members(now.done, now.members)}
          {now && now.unusable > 0 && texts.unusable(now.unusable)}
          {now && typeof error === "number" && now.done >= Math.min(1000, of.members) && ` · ${texts.medianError(show(error, about.percent))}`}
          {same && ` · ${texts.sameAsBaseline}`}
          {card.mode === "difference" && data?.difference && !same && ` · ${share(data.difference.higher)} ↑ ${share(data.difference.lower)} ↓`}
        </span>
        <span class="modes" role="group" aria-label={about.label}>
          {modes.map((mode) => (
            <button key={mode} aria-pressed={card.mode === mode} onClick={() => put({ mode })}>
              {texts[mode]}
            </button>
          ))}
          <button aria-pressed={card.table === true} onClick={() => put({ table: !card.table })}>
            {texts.table}
          </button>
        </span>
        {shown && <Exports name={about.label} svg={() => pictureOf(shown)} table={() => tableOf(shown)} />}
      </footer>
    </article>
  );
}

export function Cards() {
  const of = study.value!;
  const now = state.value!;
  const cards = now.cards;
  const add = () => {
    const next = of.outcomes.find((one) => !cards.some((card) => card.chart === one.name)) ?? of.outcomes[0];
    if (next) update({ cards: [...cards, { chart: next.name, mode: "fan" }] });
  };
  return (
    <>
      <div class="cards">
        {cards.map((card, index) => (
          <ChartCard key={index} card={card} index={index} />
        ))}
      </div>
      <div class="below">
        {cards.length < kMostCards && <button onClick={add}>+ {texts.addChart}</button>}
        <label>
          {texts.at}{" "}
          <input type="month" value={now.at} min={of.time.dates[0]!.slice(0, 7)} max={of.time.dates.at(-1)!.slice(0, 7)} onChange={(event) => event.currentTarget.value && update({ at: event.currentTarget.value })} />
        </label>
        <p class="soft small">{texts.fanLegend}</p>
      </div>
    </>
  );
}
