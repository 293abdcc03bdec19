// What is chosen stands in the address behind "#": sort, filter, theme, net, rows. So a view can be shared.
const state = {};

function readHash() {
  for (const name of Object.keys(state)) delete state[name];
  for (const part of location.hash.slice(1).split("&")) {
    const at = part.indexOf("=");
    if (at < 1) continue;
    let value = part.slice(at + 1);
    try { value = decodeURIComponent(value); } catch { /* it is taken as it stands */ }
    state[part.slice(0, at)] = value;
  }
}

function choose(name, value) {
  if (value === "" || value === null) delete state[name];
  else state[name] = value;
  const spelt = Object.entries(state).map(([key, text]) => `${key}=${encodeURIComponent(text).replaceAll("%2F", "/")}`);
  try { history.replaceState(null, "", `#${spelt.join("&")}`); } catch { /* a sandboxed frame has no history */ }
}

const THEMES = ["auto", "light", "dark"];

function applyTheme() {
  const theme = THEMES.includes(state.theme) ? state.theme : "auto";
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  $("theme").textContent = `Theme: ${theme}`;
}

function nextTheme() {
  const next = THEMES[(THEMES.indexOf(state.theme ?? "auto") + 1) % THEMES.length];
  choose("theme", next === "auto" ? null : next);
  applyTheme();
}
