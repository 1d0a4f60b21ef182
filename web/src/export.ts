// A fan as a picture to take away. It is drawn anew as SVG, with its title, unit and number of
// futures, so that it stands alone in a report. (Other charts: papers.ts; as tables: tables.ts.)
import { rangeOf, shortNumber, ticksOf, type About, type Fan } from "./charts";
import { unitText } from "./format";

export const escape = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

export function fanSvg(fan: Fan, about: About, foot: string, width = 800, height = 450): string {
  const box = { left: 70, top: 58, right: width - 20, bottom: height - 62 };
  const [low, high] = rangeOf(fan);
  const first = fan.years[0]!;
  const last = fan.years.at(-1)!;
  const x = (year: number) => box.left + ((year - first) / (last - first)) * (box.right - box.left);
  const y = (value: number) => box.bottom - ((value - low) / (high - low)) * (box.bottom - box.top);
  const at = (k: number, value: number) => `${x(fan.years[k]!).toFixed(1)} ${y(value).toFixed(1)}`;
  const line = (row: (number | null)[]) =>
    row.reduce<string>((text, value, k) => (typeof value === "number" ? text + (text === "" || typeof row[k - 1] !== "number" ? "M" : "L") + at(k, value) : text), "");
  const area = (under: (number | null)[], over: (number | null)[]) => {
    const back = under.map((value, k) => (typeof value === "number" ? "L" + at(k, value) : "")).reverse();
    return line(over) + back.join("") + "Z";
  };
  const { current } = fan;
  const parts = [
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="20" y="26" font-size="18" font-weight="600">${escape(about.label)}</text>`,
    `<text x="20" y="45" font-size="12" fill="#555">${escape(unitText(fan.unit, fan.percent))}${about.definition ? " · " + escape(about.definition) : ""}</text>`,
  ];
  for (const tick of ticksOf(low, high, 6)) {
    parts.push(`<path d="M${box.left} ${y(tick).toFixed(1)}H${box.right}" stroke="#ddd"/>`);
    parts.push(`<text x="${box.left - 6}" y="${(y(tick) + 4).toFixed(1)}" font-size="11" fill="#555" text-anchor="end">${shortNumber(tick, fan.percent)}</text>`);
  }
  for (const tick of ticksOf(first, last, 8).filter((one) => one === Math.round(one))) {
    parts.push(`<text x="${x(tick).toFixed(1)}" y="${box.bottom + 16}" font-size="11" fill="#555" text-anchor="middle">${tick}</text>`);
  }
  parts.push(`<path d="${area(current.quantiles[0]!, current.quantiles[4]!)}" fill="${current.color}" fill-opacity="0.14"/>`);
  parts.push(`<path d="${area(current.quantiles[1]!, current.quantiles[3]!)}" fill="${current.color}" fill-opacity="0.32"/>`);
  for (const one of fan.lines) parts.push(`<path d="${line(one)}" fill="none" stroke="${current.color}" stroke-opacity="0.3" stroke-width="0.75"/>`);
  if (fan.zero) parts.push(`<path d="M${box.left} ${y(0).toFixed(1)}H${box.right}" stroke="#333"/>`);
  for (const other of fan.others) {
    for (const edge of [other.quantiles[0]!, other.quantiles[4]!]) parts.push(`<path d="${line(edge)}" fill="none" stroke="${other.color}" stroke-opacity="0.55" stroke-dasharray="2 3"/>`);
    parts.push(`<path d="${line(other.quantiles[2]!)}" fill="none" stroke="${other.color}" stroke-width="2"${other.dashed ? ' stroke-dasharray="6 4"' : ""}/>`);
  }
  parts.push(`<path d="${line(current.quantiles[2]!)}" fill="none" stroke="${current.color}" stroke-width="2.5"/>`);
  for (const point of fan.points) {
    if (point.low !== null && point.high !== null) parts.push(`<path d="M${x(point.year).toFixed(1)} ${y(point.low).toFixed(1)}V${y(point.high).toFixed(1)}" stroke="#333"/>`);
    parts.push(`<circle cx="${x(point.year).toFixed(1)}" cy="${y(point.value).toFixed(1)}" r="3" fill="#333"><title>${escape(point.text)}</title></circle>`);
  }
  let left = 20;
  for (const one of [current, ...fan.others]) {
    parts.push(`<path d="M${left} ${height - 32}h18" stroke="${one.color}" stroke-width="2.5"${one.dashed ? ' stroke-dasharray="6 4"' : ""}/>`);
    parts.push(`<text x="${left + 23}" y="${height - 28}" font-size="12">${escape(one.label)}</text>`);
    left += 40 + one.label.length * 7;
  }
  parts.push(`<text x="20" y="${height - 10}" font-size="11" fill="#555">${escape(foot)}</text>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif">${parts.join("")}</svg>`;
}

export async function pngOf(svg: string, factor = 2): Promise<Blob> {
  const image = new Image();
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg);
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width * factor;
  canvas.height = image.height * factor;
  const ctx = canvas.getContext("2d")!;
  ctx.scale(factor, factor);
  ctx.drawImage(image, 0, 0);
  return new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/png"));
}

export function download(name: string, content: Blob | string, type = "text/plain") {
  const blob = typeof content === "string" ? new Blob([content], { type }) : content;
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(blob);
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
}
