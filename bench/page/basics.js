// Elements, numbers as text, and the tooltip. Texts of the results go through textContent alone.
const results = JSON.parse(document.getElementById("results").textContent);
const $ = id => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}
const make = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const draw = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);
const isNumber = value => typeof value === "number" && Number.isFinite(value);

// Three digits that count, without an exponent.
function spell(value) {
  if (!isNumber(value)) return "";
  if (value === 0) return "0";
  const rounded = Number(value.toPrecision(3));
  const places = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(rounded))));
  return rounded.toLocaleString("en-US", {minimumFractionDigits: Math.min(places, 20), maximumFractionDigits: Math.min(places, 20)});
}
function scaled(value, units) {
  if (!isNumber(value)) return "";
  const [size, unit] = units.find(([least]) => Math.abs(Number(value.toPrecision(3))) >= least) ?? units.at(-1);
  return `${spell(value / size)} ${unit}`;
}
const spellTime = value => scaled(value, [[1e9, "s"], [1e6, "ms"], [1e3, "µs"], [1, "ns"]]);
const spellCount = value => scaled(value, [[1e12, "T"], [1e9, "G"], [1e6, "M"], [1e3, "k"], [1, ""]]).trim();
const spellBytes = value => scaled(value, [[2 ** 30, "GiB"], [2 ** 20, "MiB"], [2 ** 10, "KiB"], [1, "B"]]);
const spellShare = value => isNumber(value) ? `${(100 * value).toFixed(1)} %` : "";
const spellThreads = count => `${count} thread${count === 1 ? "" : "s"}`;
const titleOf = row => row.threads === 1 ? row.name : `${row.name} (${spellThreads(row.threads)})`;
const keyOf = row => `${row.name}@${row.threads}`;
const noisyBadge = () => make("span", {class: "badge"}, "noisy");

// Tooltips: of the elements in here, what to say: a title and pairs of a name and a number.
const tips = new WeakMap();

function withTip(element, title, pairs) {
  tips.set(element, {title, pairs: pairs.filter(([, value]) => value !== "" && value !== null && value !== undefined)});
  element.setAttribute("data-tip", "");
  return element;
}

function showTip(element, x, y) {
  const tip = $("tip"), {title, pairs} = tips.get(element);
  tip.replaceChildren(make("b", {}, title), ...pairs.map(([name, value]) =>
    make("div", {}, make("span", {}, name), make("span", {}, value))));
  tip.hidden = false;
  const {width, height} = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(8, Math.min(x + 14, innerWidth - width - 8))}px`;
  tip.style.top = `${y + 14 + height + 8 > innerHeight ? Math.max(8, y - height - 14) : y + 14}px`;
}

function listenForTips() {
  const tipped = event => event.target instanceof Element ? event.target.closest("[data-tip]") : null;
  document.addEventListener("pointermove", event => {
    const element = tipped(event);
    if (element) showTip(element, event.clientX, event.clientY);
    else $("tip").hidden = true;
  });
  document.addEventListener("focusin", event => {
    const element = tipped(event);
    if (!element?.matches(":focus-visible")) return;
    const box = element.getBoundingClientRect();
    showTip(element, box.left + box.width / 2, box.top + box.height / 2);
  });
  for (const name of ["focusout", "pointerleave", "scroll"]) document.addEventListener(name, () => { $("tip").hidden = true; }, true);
  document.addEventListener("keydown", event => { if (event.key === "Escape") $("tip").hidden = true; });
}
