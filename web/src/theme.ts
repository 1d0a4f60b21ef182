// Light or dark: as the system says, until somebody chooses. Stands in one place for the sheet, as
// an attribute of the document.
import { signal } from "@preact/signals";

export const themeVersion = signal(0);
const system = matchMedia("(prefers-color-scheme: dark)");
let chosen: boolean | null = null; // dark
let printing = false; // paper is white

export function isDark(): boolean {
  return !printing && (chosen ?? system.matches);
}

function show() {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  themeVersion.value++;
}
system.addEventListener("change", show);
addEventListener("beforeprint", () => {
  printing = true;
  show();
});
addEventListener("afterprint", () => {
  printing = false;
  show();
});
show();

export function toggleTheme() {
  chosen = !isDark();
  show();
}
