// The table of all rows: it sorts by a click or a key on a column's head, and shows the rows whose names the filter finds.
const number = (key, title, spelling) => ({key, title, value: row => row[FIELDS[key] ?? key], spelling: spelling ?? spell});
const FIELDS = {time: "time_ns", cold: "cold_ns", first: "first_ns", low: "low_ns", high: "high_ns", p99: "p99_ns",
  max: "max_ns", gbytes: "gbytes_per_s", share: "limit_share"};

function peerColumns() {
  const peers = [...new Set(results.rows.flatMap(row => (row.peers ?? []).map(peer => peer.peer)))];
  const of = (row, name) => (row.peers ?? []).find(peer => peer.peer === name);
  return peers.flatMap(name => [
    {key: `peer:${name}`, title: name, value: row => of(row, name)?.time_ns, spelling: spellTime},
    {key: `ratio:${name}`, title: `Cincel / ${name.replace(/ [\d.]+\S*$/, "")}`, value: row => of(row, name)?.ratio, spelling: spell}]);
}

function counterColumns() {
  const names = [...new Set(results.rows.flatMap(row => Object.keys(row.counters ?? {})))];
  return names.map(name => ({key: `counter:${name}`, title: name.replaceAll("_", " "), value: row => row.counters?.[name], spelling: spell}));
}

function columnsOf() {
  return [{key: "name", title: "Row", value: row => row.name, text: true}, number("threads", "Threads", String),
    number("time", "Time", spellTime), number("spread", "Spread", spellShare), number("gflops", "GFLOP/s"),
    number("gbytes", "GB/s"), {key: "limit", title: "Limit", value: row => row.limit, text: true},
    number("share", "Share", spellShare), ...peerColumns(), number("cold", "Cold", spellTime), number("first", "First", spellTime),
    number("low", "Quartile 1", spellTime), number("high", "Quartile 3", spellTime), number("p99", "99 %", spellTime),
    number("max", "Longest", spellTime), number("flops", "FLOP", spellCount), number("bytes", "Bytes", spellBytes),
    number("repetitions", "Repetitions", String), ...counterColumns()];
}

let columns = [];

function cell(column, row) {
  const value = column.value(row), missing = value === null || value === undefined;
  if (column.key === "name") return make("th", {class: "text", scope: "row", "data-key": "name"}, value, row.noisy ? noisyBadge() : null);
  return make("td", {class: column.text ? "text" : null, "data-key": column.key, "data-value": missing ? null : value},
    missing ? "" : column.text ? String(value) : column.spelling(value));
}

// "time" or "-time", as it stands in the address.
function sorting() {
  const wanted = state.sort ?? "", down = wanted.startsWith("-");
  return {column: columns.find(column => column.key === (down ? wanted.slice(1) : wanted)), down};
}

function sorted(rows) {
  const {column, down} = sorting();
  if (!column) return rows;
  const missing = value => value === null || value === undefined;
  return [...rows].sort((a, b) => {
    const [x, y] = [column.value(a), column.value(b)];
    if (missing(x) || missing(y)) return missing(x) - missing(y);  // they stand last in both directions
    const order = column.text ? x.localeCompare(y, "en", {numeric: true}) : x - y;
    return down ? -order : order;
  });
}

// Whether a row's name is found by the filter; one that is no regular expression is taken as plain text.
function matcher(text) {
  $("filter-note").textContent = "";
  try {
    const expression = new RegExp(text, "i");
    return row => expression.test(row.name);
  } catch {
    $("filter-note").textContent = "The filter is no regular expression; it is taken as plain text.";
    return row => row.name.toLowerCase().includes(text.toLowerCase());
  }
}

function showRows() {
  const rows = sorted(results.rows.filter(matcher(state.filter ?? ""))), {column, down} = sorting();
  for (const head of $("rows").tHead.rows[0].cells) {
    if (head.dataset.key === column?.key) head.setAttribute("aria-sort", down ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  }
  $("rows").tBodies[0].replaceChildren(...rows.map(row => make("tr", {"data-row": keyOf(row), "data-noisy": row.noisy ? "yes" : null},
    ...columns.map(column => cell(column, row)))));
  if (!rows.length) $("rows").tBodies[0].append(make("tr", {}, make("td", {class: "empty", colspan: columns.length}, "No row matches.")));
  $("count").textContent = `${rows.length} of ${results.rows.length} rows.`;
}

function sortBy(key) {
  const {column, down} = sorting();
  choose("sort", column?.key !== key ? key : down ? null : `-${key}`);
  showRows();
}

function makeTable() {
  columns = columnsOf();
  $("rows").tHead.replaceChildren(make("tr", {}, ...columns.map(column => {
    const button = make("button", {type: "button"}, column.title);
    button.addEventListener("click", () => sortBy(column.key));
    return make("th", {scope: "col", class: column.text ? "text" : null, "data-key": column.key}, button);
  })));
  $("filter").addEventListener("input", () => {
    choose("filter", $("filter").value);
    showRows();
  });
}
