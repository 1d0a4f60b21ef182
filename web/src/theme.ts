// Light or dark: as the system says, until somebody chooses.
import { signal } from "@preact/signals";

export const themeVersion = signal(0);
const system = matchMedia("(prefers-color-scheme: dark)");
system.addEventListener("change", () => themeVersion.value++);

export function isDark(): boolean {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : system.matches;
}

export function toggleTheme() {
  document.documentElement.dataset.theme = isDark() ? "light" : "dark";
  themeVersion.value++;
}
