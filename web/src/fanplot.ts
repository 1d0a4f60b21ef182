// A fan on a canvas. uPlot keeps axes, scales, sizes and the cursor; the fan itself is painted here,
// because it is many filled paths that change at every move.
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { rangeOf, shortNumber, ticksOf, type Fan, type FanLine } from "./charts";

type Row = (number | null)[];

// The scales of a painting, worked out once: both are straight.
interface Brush {
  ctx: CanvasRenderingContext2D;
  x: number[]; // of each saved time
  zero: number;
  rise: number; // pixels a unit
}
function brushOf(u: uPlot, years: number[]): Brush {
  const zero = u.valToPos(0, "y", true);
  const span = u.scales.y!.max! - u.scales.y!.min!;
  return { ctx: u.ctx, x: years.map((year) => u.valToPos(year, "x", true)), zero, rise: -u.bbox.height / span };
}

function path(brush: Brush, row: Row): void {
  const { ctx, x, zero, rise } = brush;
  let open = false;
  for (let k = 0; k < x.length; ++k) {
    const value = row[k];
    if (typeof value !== "number") {
      open = false;
      continue;
    }
    if (open) ctx.lineTo(x[k]!, zero + value * rise);
    else ctx.moveTo(x[k]!, zero + value * rise);
    open = true;
  }
}

function band(brush: Brush, low: Row, high: Row) {
  const { ctx, x, zero, rise } = brush;
  ctx.beginPath();
  path(brush, high);
  for (let k = x.length - 1; k >= 0; --k) {
    const value = low[k];
    if (typeof value === "number") ctx.lineTo(x[k]!, zero + value * rise);
  }
  ctx.closePath();
  ctx.fill();
}

function stroke(brush: Brush, row: Row) {
  brush.ctx.beginPath();
  path(brush, row);
  brush.ctx.stroke();
}

function paintOther(brush: Brush, line: FanLine, pixel: number) {
  const { ctx } = brush;
  ctx.strokeStyle = line.color;
  ctx.lineWidth = 1 * pixel;
  ctx.globalAlpha = 0.55;
  ctx.setLineDash([2 * pixel, 3 * pixel]);
  stroke(brush, line.quantiles[0]!);
  stroke(brush, line.quantiles[4]!);
  ctx.globalAlpha = 1;
  ctx.lineWidth = 2 * pixel;
  ctx.setLineDash(line.dashed ? [6 * pixel, 4 * pixel] : []);
  stroke(brush, line.quantiles[2]!);
  ctx.setLineDash([]);
}

function paintPoints(u: uPlot, fan: Fan, ink: string, pixel: number) {
  const { ctx } = u;
  ctx.fillStyle = ink;
  ctx.strokeStyle = ink;
  ctx.lineWidth = 1.2 * pixel;
  for (const point of fan.points) {
    const x = u.valToPos(point.year, "x", true);
    if (point.low !== null && point.high !== null) {
      ctx.beginPath();
      ctx.moveTo(x, u.valToPos(point.low, "y", true));
      ctx.lineTo(x, u.valToPos(point.high, "y", true));
      ctx.stroke();
    }
    ctx.beginPath();
    ctx.arc(x, u.valToPos(point.value, "y", true), 3 * pixel, 0, 2 * Math.PI);
    ctx.fill();
  }
}

function paint(u: uPlot, fan: Fan, ink: string, marked: number | null) {
  const { ctx } = u;
  const pixel = devicePixelRatio;
  const { years, current } = fan;
  const brush = brushOf(u, years);
  ctx.save();
  ctx.beginPath();
  ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
  ctx.clip();
  ctx.lineJoin = "round";
  ctx.fillStyle = current.color;
  ctx.globalAlpha = 0.14;
  band(brush, current.quantiles[0]!, current.quantiles[4]!);
  ctx.globalAlpha = 0.32;
  band(brush, current.quantiles[1]!, current.quantiles[3]!);
  ctx.strokeStyle = current.color;
  ctx.lineWidth = 0.75 * pixel;
  ctx.globalAlpha = 0.3;
  for (const line of fan.lines) stroke(brush, line);
  ctx.globalAlpha = 1;
  if (fan.zero) {
    ctx.strokeStyle = ink;
    ctx.lineWidth = pixel;
    stroke(brush, years.map(() => 0));
  }
  for (const other of fan.others) paintOther(brush, other, pixel);
  ctx.strokeStyle = current.color;
  ctx.lineWidth = 2.5 * pixel;
  stroke(brush, current.quantiles[2]!);
  const markedLine = marked === null ? undefined : fan.lines[fan.lineMembers.indexOf(marked)];
  if (markedLine) {
    ctx.strokeStyle = ink;
    ctx.lineWidth = 2 * pixel;
    stroke(brush, markedLine);
  }
  paintPoints(u, fan, ink, pixel);
  ctx.restore();
}

// The line that passes nearest to a place, within a few pixels.
function nearestLine(u: uPlot, fan: Fan, idx: number, top: number): number | null {
  let best: number | null = null;
  let distance = 9;
  fan.lines.forEach((line, k) => {
    const value = line[idx];
    if (typeof value !== "number") return;
    const away = Math.abs(u.valToPos(value, "y") - top);
    if (away < distance) {
      distance = away;
      best = fan.lineMembers[k] ?? null;
    }
  });
  return best;
}

export interface Hovered {
  index: number | null;
  point: string | null;
}

export class FanPlot {
  private plot: uPlot;
  private range: [number, number] = [0, 1];
  marked: number | null = null;

  constructor(
    private host: HTMLElement,
    private fan: Fan,
    onHover: (hovered: Hovered) => void,
    onPick: (member: number) => void,
  ) {
    this.range = rangeOf(fan);
    const ink = () => getComputedStyle(this.host).getPropertyValue("--ink-soft") || "#555";
    const grid = () => getComputedStyle(this.host).getPropertyValue("--grid") || "#ddd";
    const axis = { stroke: ink, grid: { stroke: grid, width: 1 }, ticks: { show: false }, font: "12px system-ui, sans-serif" };
    this.plot = new uPlot(
      {
        width: Math.max(120, host.clientWidth),
        height: Math.max(120, host.clientHeight),
        pxAlign: 0,
        legend: { show: false },
        cursor: { y: false, points: { show: false }, drag: { setScale: false } },
        scales: { x: { time: false }, y: { range: () => this.range } },
        axes: [
          { ...axis, size: 28, splits: (u) => ticksOf(u.scales.x!.min!, u.scales.x!.max!, u.width / 90).filter((one) => one === Math.round(one)), values: (_, ticks) => ticks.map(String) },
          { ...axis, size: 52, splits: (u) => ticksOf(u.scales.y!.min!, u.scales.y!.max!, u.height / 45), values: (_, ticks) => ticks.map((one) => shortNumber(one, this.fan.percent)) },
        ],
        series: [{}, { paths: () => null, points: { show: false } }],
        hooks: {
          draw: [(u) => paint(u, this.fan, ink(), this.marked)],
          setCursor: [(u) => onHover({ index: u.cursor.idx ?? null, point: this.pointAt(u) })],
        },
      },
      this.data(),
      host,
    );
    this.plot.over.addEventListener("click", () => {
      const { idx, top } = this.plot.cursor;
      const member = typeof idx === "number" && typeof top === "number" ? nearestLine(this.plot, this.fan, idx, top) : null;
      if (member !== null) onPick(member);
    });
  }

  private data(): uPlot.AlignedData {
    return [this.fan.years, this.fan.current.quantiles[2]!];
  }

  private pointAt(u: uPlot): string | null {
    const { left, top } = u.cursor;
    if (typeof left !== "number" || typeof top !== "number" || left < 0) return null;
    const near = this.fan.points.find((point) => Math.hypot(u.valToPos(point.year, "x") - left, u.valToPos(point.value, "y") - top) < 10);
    return near?.text ?? null;
  }

  update(fan: Fan) {
    this.fan = fan;
    this.range = rangeOf(fan);
    this.plot.setData(this.data());
  }

  mark(member: number | null) {
    this.marked = member;
    this.plot.redraw(false);
  }

  resize() {
    const { clientWidth, clientHeight } = this.host;
    if (clientWidth > 0 && clientHeight > 0) this.plot.setSize({ width: clientWidth, height: clientHeight });
  }

  repaint() {
    this.plot.redraw(false, true);
  }

  destroy() {
    this.plot.destroy();
  }
}
