// What the tests of the page share: the real server over a copy of the flagship, a real browser, and hands on the page.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";

const require = createRequire(join(process.cwd(), "package.json"));
const kBrowser = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (!existsSync(kBrowser)) {
  console.log(`skipped: there is no ${kBrowser}; ./dev setup test installs it`);
  process.exit(77);
}
if (!existsSync(join(process.cwd(), "installed.json"))) {
  console.log("skipped: the program was built without its page (npm could not install its parts)");
  process.exit(77);
}
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const pictures = process.env.SLUICE_PICTURES;
const folder = mkdtempSync(join(tmpdir(), "sluice-e2e-"));
export const study = join(folder, "chips");
cpSync(join(process.env.SLUICE_SOURCE_DIR, "studies/chips"), study, { recursive: true });

const server = spawn(process.env.SLUICE_BINARY, ["serve", study, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
export const address = await new Promise((done, fail) => {
  server.stdout.once("data", (data) => done(/http:\S+/.exec(data)[0]));
  server.once("exit", () => fail(new Error("the server ended")));
});
// Patient: a machine under load may be slow, and slowness is reported, not judged.
export const kPatience = 180_000;
const browser = await chromium.launch({ executablePath: kBrowser, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });

// A page that fails the test where the page's own code fails or asks anything of another machine.
export async function open({ width = 1366, height = 768, scheme = "light", link = "", ...more } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, acceptDownloads: true, reducedMotion: "reduce", ...more });
  const page = await context.newPage();
  page.setDefaultTimeout(kPatience);
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(error.message));
  page.on("request", (request) => {
    const { protocol } = new URL(request.url());
    if (protocol === "http:" || protocol === "https:" || protocol === "ws:") {
      if (!request.url().startsWith(address)) page.faults.push("asked for " + request.url());
    }
  });
  await page.goto(address + link);
  await page.waitForFunction(() => window.sluice?.drawn.value?.done >= 1000, null, { timeout: kPatience });
  return page;
}
export async function close(page) {
  assert.deepEqual(page.faults, []);
  await page.context().close();
}
export const drawn = (page) => page.evaluate(() => ({ done: window.sluice.drawn.value.done, members: window.sluice.drawn.value.members }));
export const median = (page, chart) =>
  page.evaluate((name) => window.sluice.drawn.value.charts.at(-1).get(name).quantiles[2].at(-1), chart);
// Until 1,000 futures of what the page shows now are drawn, and words say what has changed.
export const settled = (page) =>
  page.waitForFunction(
    () => {
      const { drawn, state } = window.sluice;
      return !document.querySelector(".words.busy") && drawn.value.state === state.value && drawn.value.done >= 1000;
    },
    null,
    { timeout: kPatience },
  );
export const refined = (page) => page.waitForFunction(() => window.sluice.drawn.value.state === window.sluice.state.value && window.sluice.drawn.value.done === 5000, null, { timeout: kPatience });
export const lever = (page, name) => page.locator(`[data-lever="${name}"]`);
export const slider = (page, name) => lever(page, name).locator("input[type=range]");
export const words = (page) => page.locator(".words").first().innerText();

export async function drag(page, name, from, to, steps) {
  const box = await slider(page, name).boundingBox();
  const x = (share) => box.x + 8 + share * (box.width - 16);
  const y = box.y + box.height / 2;
  await page.mouse.move(x(from), y);
  await page.mouse.down();
  for (let k = 1; k <= steps; ++k) {
    await page.mouse.move(x(from + ((to - from) * k) / steps), y);
    await page.waitForTimeout(30);
  }
  await page.mouse.up();
}

// Of a page or a part of it, for the guide; the other widths and themes only where somebody wants to look at them.
const kOfTheGuide = ["dashboard-1366-light", "dashboard-1366-dark", "dashboard-360-light", "variable-light", "dots", "drivers", "timeline", "compare", "future"];
export async function picture(of, name) {
  if (!pictures || !(process.env.SLUICE_ALL_PICTURES || kOfTheGuide.includes(name))) return;
  mkdirSync(pictures, { recursive: true });
  await of.screenshot({ path: join(pictures, name + ".png") });
}

const report = []; // what was measured, in words
export function measured(line) {
  report.push(line);
  console.log(line);
}

// What the small menu of a card gives as a file.
export async function exported(page, place, kind) {
  await place.locator(".menu summary").click();
  const download = page.waitForEvent("download");
  await place.getByRole("button", { name: kind, exact: true }).click();
  await place.locator(".menu summary").click();
  return take(download);
}
// All three, as other programs read them. Gives the rows of the table.
export async function exportedWhole(page, place, title) {
  const svg = (await exported(page, place, "SVG")).toString();
  assert.match(svg, new RegExp(`^<svg [^]*${title}[^]*</svg>$`));
  assert.match(svg, /[\d,]+ futures/);
  const png = await exported(page, place, "PNG");
  assert.equal(png.subarray(1, 4).toString(), "PNG");
  assert.ok(png.readUInt32BE(16) >= 1600 && png.length > 5000, "a picture with something in it");
  const lines = (await exported(page, place, "CSV")).toString().trim().split("\n");
  const about = lines.filter((line) => line.startsWith("#")).join("\n");
  assert.match(about, new RegExp(title));
  assert.match(about, /[\d,]+ futures/);
  return lines.filter((line) => !line.startsWith("#")).map((line) => line.split(","));
}

export async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }));
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).slice(0, 4).join("; ")}`);
}

export async function take(download) {
  const path = await (await download).path();
  return readFileSync(path);
}

export const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];

export async function end() {
  const load = loadavg()[0].toFixed(1);
  const where = `${cpus()[0].model.trim()}, ${availableParallelism()} cores; load average ${load} at the end; Chromium ${browser.version()}, headless; ${new Date().toISOString().slice(0, 10)}.`;
  if (process.env.SLUICE_LATENCY) {
    const text = readFileSync(process.env.SLUICE_LATENCY, "utf8");
    const at = text.indexOf("## Measured");
    writeFileSync(process.env.SLUICE_LATENCY, `${text.slice(0, at)}## Measured\n\n${where}\n\n${report.map((line) => "- " + line).join("\n")}\n`);
  }
  await browser.close();
  server.kill("SIGTERM");
  await new Promise((done) => server.once("exit", done));
  rmSync(folder, { recursive: true });
}
