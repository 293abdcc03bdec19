// Fills the page, and follows what is chosen.
const FAMILIES = {net: "Networks", layer: "Single layers", train: "Training steps", tiny: "Tiny networks",
                  augment: "Augmentation"};
const familyOf = row => row.name.split("/")[0];

const networks = results.rows.filter(row => row.layers?.length);

function fillSelects() {
  const families = [...new Set([...Object.keys(FAMILIES), ...results.rows.map(familyOf)])]
    .filter(family => results.rows.some(row => familyOf(row) === family));
  $("family").replaceChildren(...families.map(family => make("option", {value: family}, FAMILIES[family] ?? family)));
  $("net").replaceChildren(...networks.map(row => make("option", {value: keyOf(row)}, titleOf(row))));
  for (const [select, name] of [["family", "rows"], ["net", "net"]]) {
    $(select).disabled = $(select).options.length === 0;
    $(select).addEventListener("change", () => {
      choose(name, $(select).value);
      show();
    });
  }
}

function netNote(row) {
  if (!row) return "No row of these results has layers.";
  const left = row.layers.filter(layer => !placeable(layer)).map(layer => layer.layer);
  const notes = [`${titleOf(row)}: ${spellTime(row.time_ns)}${row.noisy ? ", noisy" : ""}.`];
  if (row.threads > 1) notes.push(`The roofs are those of the machine's header; this row ran on ${spellThreads(row.threads)}.`);
  if (left.length) {
    const named = left.length > 6 ? `${left.slice(0, 5).join(", ")} and ${left.length - 5} more` : left.join(", ");
    notes.push(`Not in the roofline, since they compute or move nothing that was counted: ${named}.`);
  }
  return notes.join(" ");
}

function showNetwork() {
  const row = networks.find(one => keyOf(one) === $("net").value);
  $("net-note").textContent = netNote(row);
  $("network").hidden = !row;
  if (!row) return;
  showRoofline(row);
  showKinds(row.layers);
  showTimes(row.layers);
}

const selectOr = (select, value) => {
  if (value !== undefined && [...select.options].some(option => option.value === value)) select.value = value;
};

function show() {
  applyTheme();
  selectOr($("family"), state.rows);
  selectOr($("net"), state.net);
  if ($("filter").value !== (state.filter ?? "")) $("filter").value = state.filter ?? "";
  showBars($("family").value);
  showNetwork();
  showRows();
}

readHash();
assignKinds();
showMachine();
showCompileTime();
fillSelects();
makeTable();
listenForTips();
show();
$("theme").addEventListener("click", nextTheme);
addEventListener("hashchange", () => { readHash(); show(); });
let drawnAt = innerWidth;
addEventListener("resize", () => {
  if (innerWidth === drawnAt) return;
  drawnAt = innerWidth;
  showNetwork();
});
document.documentElement.dataset.ready = "yes";
