// The page in a real browser through the real server: moves, words, links, undo, exports, files, keys, accessibility,
// and how long it takes from a pointer event to the painted frame. Run by ctest in build/web:
//   SLUICE_BINARY=... SLUICE_SOURCE_DIR=... node page_test.mjs
// With SLUICE_PICTURES=DIR it leaves the pictures of docs/guide.md there. Exit 77: no browser here.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

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
const study = join(folder, "chips");
cpSync(join(process.env.SLUICE_SOURCE_DIR, "studies/chips"), study, { recursive: true });

const server = spawn(process.env.SLUICE_BINARY, ["serve", study, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
const address = await new Promise((done, fail) => {
  server.stdout.once("data", (data) => done(/http:\S+/.exec(data)[0]));
  server.once("exit", () => fail(new Error("the server ended")));
});
// Patient: a machine under load may be slow, and slowness is reported, not judged.
const kPatience = 180_000;
const browser = await chromium.launch({ executablePath: kBrowser, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });

// A page that fails the test where the page's own code fails or asks anything of another machine.
async function open({ width = 1366, height = 768, scheme = "light", link = "", ...more } = {}) {
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
async function close(page) {
  assert.deepEqual(page.faults, []);
  await page.context().close();
}
const drawn = (page) => page.evaluate(() => ({ done: window.sluice.drawn.value.done, members: window.sluice.drawn.value.members }));
const median = (page, chart) =>
  page.evaluate((name) => window.sluice.drawn.value.charts.at(-1).get(name).quantiles[2].at(-1), chart);
// Until what a move has started is done: the claims and the line of words too.
const settled = (page) => page.waitForFunction(() => !document.querySelector(".words.busy") && window.sluice.drawn.value.done >= 1000, null, { timeout: kPatience });
const lever = (page, name) => page.locator(`[data-lever="${name}"]`);
const slider = (page, name) => lever(page, name).locator("input[type=range]");
const words = (page) => page.locator(".words").first().innerText();

async function drag(page, name, from, to, steps) {
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

async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }));
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).slice(0, 4).join("; ")}`);
}

async function take(download) {
  const path = await (await download).path();
  return readFileSync(path);
}

const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];

test("the page opens, draws and asks nobody else", async () => {
  const began = Date.now();
  const page = await open();
  const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
  console.log(`first contentful paint ${Math.round(paint)} ms, 1,000 futures drawn ${Date.now() - began} ms after opening`);
  assert.match(await page.title(), /two gates/);
  assert.equal(await page.locator(".card").count(), 2);
  assert.match(await page.locator(".card footer").first().innerText(), /futures/);
  await close(page);
});

test("a lever that is dragged moves the futures, and words say what it changed", async () => {
  const page = await open();
  await settled(page);
  const before = await median(page, "us_share_installed");
  await page.evaluate(() => window.sluice.latency.splice(0));
  await drag(page, "us_h200_approval", 0.4, 1, 24);
  await settled(page);
  const latency = await page.evaluate(() => window.sluice.latency);
  console.log(
    `dragging, pointer event to painted frame, 200 futures: median ${Math.round(quantile(latency, 0.5))} ms, 95th percentile ${Math.round(quantile(latency, 0.95))} ms (${latency.length} frames)`,
  );
  assert.ok(latency.length >= 3, "the charts follow the drag");
  assert.notEqual(await median(page, "us_share_installed"), before);
  assert.match(await words(page), /^US approval share, H200 class: most of all “/);
  assert.match(await lever(page, "us_h200_approval").getAttribute("class"), /moved/);
  await page.waitForFunction(() => window.sluice.drawn.value.done === 5000, null, { timeout: kPatience });
  assert.deepEqual(await drawn(page), { done: 5000, members: 5000 });
  await close(page);
});

test("Beijing closed: a lever that can do nothing says so, and what would let it", async () => {
  const page = await open();
  await page.locator("#scenario").selectOption("h200_beijing_closed");
  await settled(page);
  const link = await page.evaluate(() => decodeURIComponent(location.hash));
  const state = JSON.parse(link.slice(1));
  state.cards = [{ chart: "h200_delivered", mode: "fan" }];
  await page.goto("about:blank");
  await page.goto(address + "#" + encodeURIComponent(JSON.stringify(state)));
  await page.waitForFunction(() => window.sluice?.drawn.value?.done >= 1000);
  await settled(page);
  await slider(page, "us_h20_approval").focus();
  await page.keyboard.press("End");
  await page.waitForFunction(() => /nothing (changes|that is charted)/.test(document.querySelector(".words").innerText), null, { timeout: kPatience });
  await page.waitForFunction(() => /It would act with/.test(document.querySelector(".words").innerText), null, { timeout: kPatience });
  await close(page);
});

test("keys move levers, undo and redo; a link holds the whole state", async () => {
  const page = await open();
  await settled(page);
  const one = slider(page, "us_h200_approval");
  await one.focus();
  const first = await one.inputValue();
  await page.keyboard.press("PageUp");
  await settled(page);
  const moved = await one.inputValue();
  assert.notEqual(moved, first);
  await page.keyboard.press("Control+z");
  await settled(page);
  assert.equal(await one.inputValue(), first);
  await page.keyboard.press("Control+y");
  await settled(page);
  assert.equal(await one.inputValue(), moved);
  await page.locator("#baseline").selectOption("h20_only");
  await page.getByRole("button", { name: "Keep to compare" }).click();
  await settled(page);
  const here = await median(page, "china_compute");
  const link = await page.evaluate(() => location.hash);
  const other = await open({ link });
  assert.equal(await slider(other, "us_h200_approval").inputValue(), moved);
  assert.equal(await other.locator("#baseline").inputValue(), "h20_only");
  assert.equal(await other.locator(".kept li").count(), 2);
  await page.waitForFunction(() => window.sluice.drawn.value.done === 5000, null, { timeout: kPatience });
  await other.waitForFunction(() => window.sluice.drawn.value.done === 5000, null, { timeout: kPatience });
  assert.equal(await median(other, "china_compute"), await median(page, "china_compute"));
  assert.ok(Number.isFinite(here));
  await close(other);
  await close(page);
});

test("charts show differences, dots, drivers and tables, and can be taken away", async () => {
  const page = await open();
  await settled(page);
  const card = page.locator(".card").first();
  const exporting = async (kind) => {
    await card.locator(".menu summary").click();
    const download = page.waitForEvent("download");
    await card.getByRole("button", { name: kind, exact: true }).click();
    await card.locator(".menu summary").click();
    return take(download);
  };
  const csv = (await exporting("CSV")).toString();
  const last = csv.trim().split("\n").at(-1).split(",");
  assert.equal(last[0], "2031-12");
  assert.equal(Number(last[3]), await median(page, "china_compute"));
  assert.match((await exporting("SVG")).toString(), /^<svg .*China-controlled effective compute/s);
  assert.equal((await exporting("PNG")).subarray(1, 4).toString(), "PNG");
  await card.getByRole("button", { name: "Table" }).click();
  assert.match(await card.locator("table").innerText(), /2031-12/);
  await card.getByRole("button", { name: "Difference" }).click();
  await card.locator("canvas").waitFor();
  await card.getByRole("button", { name: "Dots" }).click();
  assert.match(await card.locator(".dots").innerText(), /\d+ of 50 futures reach/);
  await card.getByRole("slider", { name: "Threshold" }).focus();
  await page.keyboard.press("Home");
  assert.match(await card.locator(".dots").innerText(), /50 of 50 futures reach/);
  await card.getByRole("button", { name: "Drivers" }).click();
  await card.locator(".tornado li").first().waitFor({ timeout: kPatience });
  await card.locator(".picker").selectOption("lag");
  await card.locator(".tornado li").first().waitFor({ timeout: kPatience });
  await page.getByRole("button", { name: "Add a chart" }).click();
  assert.equal(await page.locator(".card").count(), 3);
  await close(page);
});

test("claims follow the policy, and the scenario file comes back", async () => {
  const page = await open();
  await page.locator("#scenario").selectOption("h200");
  await settled(page);
  const claim = page.locator('[data-claim="hooked.B"]');
  const told = await claim.locator(".number").first().innerText();
  await claim.locator("button.name").click();
  assert.match(await claim.innerText(), /Your policy against “Ban”/);
  await slider(page, "us_h200_approval").focus();
  await page.keyboard.press("Home");
  await settled(page);
  assert.notEqual(await claim.locator(".number").first().innerText(), told);
  await page.locator(".toolbar .menu summary").click();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: /Save as a scenario file/ }).click();
  const file = (await take(download)).toString();
  assert.match(file, /\[\[scenario\]\]/);
  const fresh = await open();
  await fresh.locator("input[type=file]").setInputFiles({ name: "my.toml", mimeType: "application/toml", buffer: Buffer.from(file) });
  await fresh.waitForFunction(() => document.querySelector('[data-lever="us_h200_approval"] input[type=number]').value === "0");
  await settled(fresh);
  const report = fresh.waitForEvent("download");
  await fresh.locator(".toolbar .menu summary").click();
  await fresh.getByRole("button", { name: /One HTML file/ }).click();
  assert.match((await take(report)).toString(), /<svg/);
  await close(fresh);
  await close(page);
});

test("a variable is explained, walked from and tried; unknowns can be fixed; levers dated", async () => {
  const page = await open();
  await settled(page);
  await page.locator(".card header").first().getByRole("button", { name: /What is/ }).click();
  const dialog = page.locator("dialog[open]");
  await dialog.getByText("Follows from").waitFor();
  const name = await dialog.locator("h2").innerText();
  await dialog.locator(".causes .node").first().click();
  await page.waitForFunction((old) => document.querySelector("dialog[open] h2").innerText !== old, name);
  await dialog.getByRole("button", { name: /Back/ }).click();
  await page.waitForFunction((old) => document.querySelector("dialog[open] h2").innerText === old, name);
  await dialog.locator(".equation textarea").first().waitFor();
  const text = await dialog.locator(".equation textarea").first().inputValue();
  await dialog.locator(".equation textarea").first().fill(text + " + no such name");
  await dialog.getByRole("button", { name: "Try", exact: true }).first().click();
  await dialog.getByText(/no such name/).first().waitFor();
  await dialog.locator(".equation textarea").first().fill(text + " * 2");
  await dialog.getByRole("button", { name: "Try", exact: true }).first().click();
  await dialog.getByText("Trial equation").waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".trial-bar").waitFor();
  await settled(page);
  await page.locator(".trial-bar").getByRole("button", { name: /Back to the file/ }).click();
  await page.getByRole("tab", { name: "Unknowns" }).click();
  const unknown = page.locator('[data-unknown="budget_2026"]');
  await unknown.locator("select").selectOption("fixed");
  await settled(page);
  assert.match(await unknown.getAttribute("class"), /moved/);
  await page.getByRole("tab", { name: "Levers" }).click();
  await lever(page, "us_h200_approval").locator("button.name").click();
  await lever(page, "us_h200_approval").getByRole("button", { name: /Dates/ }).click();
  await page.locator("dialog[open]").getByRole("button", { name: "Add a step" }).click();
  await page.locator("dialog[open] input[type=number]").fill("1");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  await settled(page);
  assert.match(await lever(page, "us_h200_approval").innerText(), /1 step/);
  await close(page);
});

test("the study's files may change while the page is open", async () => {
  const page = await open();
  await settled(page);
  const path = join(study, "study.toml");
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replace('label = "Ban"', 'label = "Ban'));
  await page.locator(".bad").getByText(/T500/).waitFor({ timeout: kPatience });
  writeFileSync(path, text.replace('label = "Ban"', 'label = "A ban"'));
  await page.waitForFunction(() => document.querySelector("#baseline").selectedOptions[0].label === "A ban", null, { timeout: kPatience });
  writeFileSync(path, text);
  await close(page);
});

test("nothing is wrong for a screen reader or a weak eye, in both themes and at three widths", async () => {
  for (const scheme of ["light", "dark"]) {
    for (const [width, height] of [
      [360, 740],
      [1366, 768],
      [1920, 1080],
    ]) {
      const page = await open({ width, height, scheme });
      await settled(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `the page is ${wide} wide at ${width}`);
      if (width !== 1920) assert.deepEqual(await violations(page), [], `${scheme} at ${width}`);
      if (pictures) {
        mkdirSync(pictures, { recursive: true });
        await page.screenshot({ path: join(pictures, `dashboard-${width}-${scheme}.png`) });
      }
      if (width === 1366) {
        await page.locator(".card header").first().getByRole("button", { name: /What is/ }).click();
        await page.locator("dialog[open]").getByText("Follows from").waitFor();
        assert.deepEqual(await violations(page), [], `dialog, ${scheme}`);
        if (pictures) await page.screenshot({ path: join(pictures, `variable-${scheme}.png`) });
      }
      await close(page);
    }
  }
});

test.after(async () => {
  await browser.close();
  server.kill("SIGTERM");
  await new Promise((done) => server.once("exit", done));
  rmSync(folder, { recursive: true });
});
