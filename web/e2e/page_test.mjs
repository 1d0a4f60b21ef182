// The page in a real browser through the real server: moves, words, links, undo, exports, files, keys, accessibility,
// and how long it takes from a pointer event to the painted frame. Run by ctest in build/web:
//   SLUICE_BINARY=... SLUICE_SOURCE_DIR=... node page_test.mjs
// With SLUICE_PICTURES=DIR it leaves the pictures of docs/guide.md there, and with SLUICE_LATENCY=FILE what it has
// measured (docs/latency.md). Exit 77: no browser here.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { address, close, drag, drawn, end, exportedWhole, kPatience, lever, measured, median, open, picture, quantile, refined, settled, slider, study, take, violations, words } from "./browser.mjs";

test("the page opens, draws and asks nobody else", async () => {
  const began = Date.now();
  const page = await open();
  const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
  const first = await page.evaluate(() => window.sluice.settling[0]);
  measured(
    `Opening: first contentful paint ${Math.round(paint)} ms; levers and the first ${first.done} futures painted ${Math.round(first.at)} ms, 1,000 futures of two policies ${Date.now() - began} ms after the address was entered.`,
  );
  assert.match(await page.title(), /two gates/);
  assert.equal(await page.locator(".card").count(), 2);
  assert.match(await page.locator(".card footer").first().innerText(), /futures/);
  await close(page);
});

test("a lever that is dragged moves the futures, and words say what it changed", async () => {
  const page = await open();
  await settled(page);
  const before = await median(page, "us_share_installed");
  await refined(page);
  await page.evaluate(() => (window.sluice.latency.splice(0), window.sluice.settling.splice(0)));
  await drag(page, "us_h200_approval", 0.4, 0.9, 60);
  await settled(page);
  await drag(page, "us_h200_approval", 0.9, 1, 30);
  await refined(page);
  const { latency, settling } = await page.evaluate(() => ({ latency: window.sluice.latency, settling: window.sluice.settling }));
  measured(
    `Dragging, pointer event to painted frame, 200 futures run again: median ${Math.round(quantile(latency, 0.5))} ms, 95th percentile ${Math.round(quantile(latency, 0.95))} ms (${latency.length} frames).`,
  );
  for (const done of [1000, 5000]) {
    const times = settling.filter((one) => one.done === done).map((one) => one.milliseconds);
    measured(`Let go, to ${done.toLocaleString("en")} futures painted: ${times.map((one) => Math.round(one) + " ms").join(", ")}.`);
  }
  assert.ok(latency.length >= 3, "the charts follow the drag");
  assert.notEqual(await median(page, "us_share_installed"), before);
  assert.match(await words(page), /^US approval share, H200 class: most of all “/);
  assert.match(await lever(page, "us_h200_approval").getAttribute("class"), /moved/);
  assert.deepEqual(await drawn(page), { done: 5000, members: 5000 });
  assert.match(await page.locator(".card footer").first().innerText(), /median ± \S+ \(Monte Carlo\)/);
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
  assert.equal(await other.locator(".kept li:not(.against)").count(), 2);
  await refined(page);
  await refined(other);
  assert.equal(await median(other, "china_compute"), await median(page, "china_compute"));
  assert.ok(Number.isFinite(here));
  await close(other);
  await close(page);
});

test("charts show differences, dots, drivers and tables, and can be taken away", async () => {
  const page = await open();
  await settled(page);
  await refined(page);
  const card = page.locator(".card").first();
  const title = "China-controlled effective compute";
  const table = card.getByRole("button", { name: "Table" });
  const last = (await exportedWhole(page, card, title)).at(-1);
  assert.equal(last[0], "2031-12");
  assert.equal(Number(last[3]), await median(page, "china_compute"));
  await table.click();
  assert.match(await card.locator("table").innerText(), /2031-12/);
  await card.getByRole("button", { name: "Difference" }).click();
  assert.match(await card.locator("table").innerText(), /−/, "the table of the difference");
  await table.click();
  await card.locator("canvas").waitFor();
  await exportedWhole(page, card, title);
  await card.getByRole("button", { name: "Dots" }).click();
  await table.click();
  assert.equal(await card.locator("tbody tr").count(), 50);
  await table.click();
  assert.equal((await exportedWhole(page, card, title)).length, 51);
  await picture(card, "dots");
  assert.match(await card.locator(".dots").innerText(), /\d+ of 50 futures reach/);
  await refined(page); // the lowest dot is another one while futures still come
  await card.getByRole("slider", { name: "Threshold" }).focus();
  await page.keyboard.press("Home");
  assert.match(await card.locator(".dots").innerText(), /50 of 50 futures reach/);
  await card.getByRole("button", { name: "Drivers" }).click();
  await card.locator(".tornado li").first().waitFor({ timeout: kPatience });
  await picture(card, "drivers");
  const drivers = await exportedWhole(page, card, title);
  assert.ok(drivers.length > 3 && Number.isFinite(Number(drivers[1].at(-1))));
  await table.click();
  assert.equal(await card.locator("tbody tr").count(), drivers.length - 1);
  await table.click();
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
  const claims = page.locator(".claims");
  const rows = await exportedWhole(page, claims, "Claims");
  assert.ok(rows.length > 3);
  await claims.getByRole("button", { name: "Table" }).click();
  assert.equal(await claims.locator("tbody tr").count(), rows.length - 1);
  await claims.getByRole("button", { name: "Table" }).click();
  await claim.locator("button.name").click();
  assert.match(await claim.innerText(), /Your policy against “Ban”/);
  await slider(page, "us_h200_approval").focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await settled(page);
  assert.notEqual(await claim.locator(".number").first().innerText(), told);
  await page.keyboard.press("Home");
  await settled(page);
  assert.match(await claim.innerText(), /The study’s own policies/);
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
  const whole = (await take(report)).toString();
  assert.match(whole, /<svg/);
  assert.doesNotMatch(whole, /(src|href)="https?:/, "the report needs nothing else");
  await close(fresh);
  await close(page);
});

test("a variable is explained, walked from and tried; unknowns can be fixed; levers dated", async () => {
  const page = await open();
  await settled(page);
  await refined(page);
  const before = await median(page, "china_compute");
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
  await page.waitForFunction((old) => window.sluice.drawn.value.charts.at(-1).get("china_compute").quantiles[2].at(-1) !== old, before, { timeout: kPatience });
  await page.locator(".trial-bar").getByRole("button", { name: /Back to the file/ }).click();
  await refined(page);
  assert.equal(await median(page, "china_compute"), before, "the files are as they were");
  await page.getByRole("tab", { name: "Unknowns" }).click();
  const unknown = page.locator('[data-unknown="budget_2026"]');
  await unknown.locator("select").selectOption("fixed");
  await page.waitForFunction((old) => window.sluice.drawn.value.charts.at(-1).get("china_compute").quantiles[2].at(-1) !== old, before, { timeout: kPatience });
  assert.match(await unknown.getAttribute("class"), /moved/);
  await close(page);
});

test("a lever is dated on a timeline: by hand, by keys, by typing", async () => {
  const page = await open();
  await settled(page);
  await lever(page, "us_h200_approval").locator("button.name").click();
  await lever(page, "us_h200_approval").getByRole("button", { name: /Dates/ }).click();
  await page.locator("dialog[open]").getByRole("button", { name: "Add a step" }).click();
  const dialog = page.locator("dialog[open]");
  const steps = () => page.evaluate(() => window.sluice.state.value.policy.settings.us_h200_approval);
  await dialog.locator("input[type=number]").fill("1");
  await page.keyboard.press("Tab");
  assert.deepEqual(await steps(), [{ from: "2026-10", value: 1 }]);
  const handle = dialog.getByRole("slider", { name: "Step 1" });
  await handle.focus();
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  assert.deepEqual(await steps(), [{ from: "2027-11", value: 0.99 }]);
  assert.match(await handle.getAttribute("aria-valuetext"), /2027-11/);
  const area = await dialog.locator(".timeline-editor").boundingBox();
  const at = (across, up) => [area.x + across * area.width, area.y + (1 - up) * area.height];
  await page.mouse.move(...at(0.8, 0.2));
  await page.mouse.down();
  await page.mouse.move(...at(0.85, 0.3));
  await page.mouse.move(...at(0.9, 0.4));
  await page.mouse.up();
  const drawn = await steps();
  assert.equal(drawn.length, 2);
  assert.ok(drawn[1].from > "2030-06" && drawn[1].from < "2031-06", drawn[1].from);
  assert.ok(drawn[1].value > 0.3 && drawn[1].value < 0.5, String(drawn[1].value));
  await picture(dialog, "timeline");
  assert.deepEqual(await violations(page), []);
  await dialog.getByRole("slider", { name: "Step 2" }).focus();
  await page.keyboard.press("Delete");
  assert.equal((await steps()).length, 1);
  await page.keyboard.press("Escape");
  await settled(page);
  assert.match(await lever(page, "us_h200_approval").innerText(), /1 step/);
  await close(page);
});

test("four policies stand beside each other; a line tells its future; paper has what matters", async () => {
  const page = await open();
  await settled(page);
  for (const scenario of ["ban", "h200", "open"]) {
    await page.getByRole("button", { name: "Keep to compare" }).click();
    await page.locator("#scenario").selectOption(scenario);
  }
  await settled(page);
  assert.equal(await page.locator(".kept li:not(.against)").count(), 4);
  assert.ok(await page.getByRole("button", { name: "Keep to compare" }).isDisabled());
  assert.equal(await page.evaluate(() => window.sluice.drawn.value.charts.length), 5);
  await picture(page, "compare");
  const plot = await page.locator(".card .plot").first().boundingBox();
  for (let y = plot.y + 10; y < plot.y + plot.height && !(await page.locator("dialog[open]").count()); y += 7) await page.mouse.click(plot.x + plot.width * 0.8, y);
  const story = page.locator("dialog[open]");
  await story.locator(".draws li").first().waitFor();
  assert.match(await story.innerText(), /^Future \d+/);
  assert.ok((await story.locator(".story h4").count()) === 2);
  await picture(story, "future");
  await page.keyboard.press("Escape");
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".left").isVisible(), false);
  assert.ok(await page.locator(".card").first().isVisible());
  assert.ok((await page.pdf()).length > 10_000);
  await page.emulateMedia({ media: "screen" });
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

test("nothing is wrong for a screen reader or a weak eye, in both themes and at four widths", async () => {
  for (const scheme of ["light", "dark"]) {
    const page = await open({ scheme });
    await settled(page);
    for (const [width, height] of [
      [360, 740],
      [1024, 768],
      [1920, 1080],
      [1366, 768],
    ]) {
      await page.setViewportSize({ width, height });
      await page.waitForFunction((wanted) => innerWidth === wanted && document.querySelector(".card .plot canvas").clientWidth <= wanted, width);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `the page is ${wide} wide at ${width}`);
      if (width === 360 || width === 1366) assert.deepEqual(await violations(page), [], `${scheme} at ${width}`);
      await picture(page, `dashboard-${width}-${scheme}`);
    }
    await page.locator(".card header").first().getByRole("button", { name: /What is/ }).click();
    await page.locator("dialog[open]").getByText("Follows from").waitFor();
    assert.deepEqual(await violations(page), [], `dialog, ${scheme}`);
    await picture(page, `variable-${scheme}`);
    await close(page);
  }
});

test.after(end);
