import { render } from "preact";
import { settle } from "./actions";
import { api } from "./api";
import { App } from "./app";
import { stateFrom } from "./link";
import { drawn, judging, latency, settling } from "./runner";
import { replace, state, study } from "./state";
import { texts } from "./texts";
import "./style.css";

async function open() {
  const of = await api.study();
  study.value = of;
  document.title = texts.title(of.name);
  replace(stateFrom(of, location.hash));
  addEventListener("hashchange", () => {
    replace(stateFrom(of, location.hash));
    void settle(null);
  });
  await settle(null);
}

render(<App />, document.getElementById("page")!);
open().catch((error: Error) => {
  const line = document.createElement("p");
  line.className = "loading";
  line.textContent = `${texts.gone} ${error.message}`;
  document.body.append(line);
});

// For the measured latency report, which runs in a real browser.
Object.assign(window, { sluice: { drawn, judging, latency, settling, state } });
