// The header: what was measured, on what, and what the machine can do.
const LIMIT_NAMES = {fma: "Multiply-adds", l1: "L1 cache", l2: "L2 cache", l3: "L3 cache", memory: "Memory"};
const limitName = name => LIMIT_NAMES[name] ?? name;
const between = range => isNumber(range.low) && isNumber(range.high) ? `${spell(range.low)} to ${spell(range.high)}` : "";

function showTiles() {
  const limits = (results.limits ?? []).map(limit => ({...limit, title: limitName(limit.name)}));
  if (results.frequency_ghz) limits.push({...results.frequency_ghz, title: "Frequency", unit: "GHz"});
  $("limits").replaceChildren(...limits.map(limit => make("div", {class: "tile"}, limit.title,
    make("b", {}, `${spell(limit.median)} ${limit.unit}`),
    make("span", {class: "muted"}, between(limit) || "\u00a0"))));
  if (limits.length) $("limits").title = "The median, and below it the quartiles";
}

function spellCache(bytes) {
  const [size, unit] = bytes >= 2 ** 20 ? [2 ** 20, "MiB"] : [2 ** 10, "KiB"];
  return `${Number((bytes / size).toPrecision(4))} ${unit}`;
}

function cachesOf(header) {
  return Object.entries(header.caches ?? {}).filter(([, bytes]) => bytes > 0)
    .map(([name, bytes]) => `${name.toUpperCase().replace("D", "d")} ${spellCache(bytes)}`).join(", ");
}

function levelOf(header) {
  const parts = [header.level, isNumber(header.lanes) ? `${header.lanes} lanes` : null,
    isNumber(header.registers) ? `${header.registers} registers` : null];
  return parts.filter(Boolean).join(", ");
}

function showMachine() {
  const header = results.header;
  const dirty = header.dirty ? " with uncommitted changes" : "";
  $("subtitle").textContent = [`commit ${header.commit ?? "unknown"}${dirty}`, header.date?.slice(0, 16).replace("T", " "),
    header.quick ? "quick run" : null].filter(Boolean).join(" · ");
  document.title = `Cincel: benchmark of ${header.commit ?? "an unknown commit"}`;
  const facts = [["Processor", header.processor], ["Cores", header.cores], ["Caches", cachesOf(header)],
    ["System", header.system], ["Compiler", header.compiler], ["Flags", header.flags, "code"], ["Level", levelOf(header)],
    ["Command", header.command, "code"], ["Hardware counters", header.counters]];
  $("facts").replaceChildren(...facts.filter(([, value]) => value !== undefined && value !== null && value !== "")
    .map(([name, value, style]) => make("div", {}, make("dt", {}, name), make("dd", {class: style}, String(value)))));
  showTiles();
}

function showCompileTime() {
  const entries = results.compile_time ?? [];
  $("compile").hidden = entries.length === 0;
  const heads = [["Compiler", "text"], ["Unit", "text"], ["Seconds"], ["Megabytes"]];
  $("compile-rows").tHead.replaceChildren(make("tr", {}, ...heads.map(([name, style]) =>
    make("th", {class: `plain ${style ?? ""}`, scope: "col"}, name))));
  $("compile-rows").tBodies[0].replaceChildren(...entries.map(entry => make("tr", {},
    make("td", {class: "text"}, entry.compiler), make("td", {class: "text code"}, entry.unit),
    make("td", {"data-value": entry.seconds}, spell(entry.seconds)),
    make("td", {"data-value": entry.megabytes}, spell(entry.megabytes)))));
}
