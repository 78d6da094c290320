"use strict";
const list = document.getElementById("list");
const body = list.tBodies[0];
const rows = [...body.rows];
const texts = new Map(rows.map(row => [row, row.cells[2].textContent.toLowerCase()]));
const fields = ["text", "outcome", "tag", "turned"].map(id => document.getElementById(id)).filter(field => field);
const value = id => document.getElementById(id)?.value ?? "";

function fits(row) {
  const { outcome, turned, tags } = row.dataset;
  const wanted = value("outcome");
  return value("text").toLowerCase().split(/\s+/).every(word => texts.get(row).includes(word))
    && (!wanted || (wanted === "-right" ? outcome !== "right" : outcome === wanted))
    && (!value("tag") || tags.split("\n").includes(value("tag")))
    && (!value("turned") || turned === value("turned"));
}

function filter() {
  for (const row of rows) row.hidden = !fits(row);
  const shown = rows.filter(row => !row.hidden).length;
  document.getElementById("count").textContent = `${shown} of ${rows.length} questions`;
  document.getElementById("none").hidden = shown > 0;
}

const read = {
  order: row => Number(row.dataset.order),
  confidence: row => Number(row.dataset.confidence),
  ms: row => Number(row.dataset.ms),
  outcome: row => row.dataset.outcome,
  tags: row => row.dataset.tags,
  question: row => row.querySelector("summary").textContent.trim().toLowerCase(),
};

function sort(heading) {
  const up = heading.getAttribute("aria-sort") !== "ascending";
  for (const other of heading.parentElement.cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", up ? "ascending" : "descending");
  const key = read[heading.dataset.key];
  const compare = (a, b) => {
    const [first, second] = [key(a), key(b)];
    const order = typeof first === "number" ? first - second : first.localeCompare(second);
    return (up ? order : -order) || read.order(a) - read.order(b);
  };
  rows.sort(compare);
  body.append(...rows);
}

function openTo(row) {
  if (!row) return;
  row.hidden = false;
  row.querySelector("details").open = true;
}

for (const field of fields) field.addEventListener("input", filter);
for (const heading of list.tHead.rows[0].cells) heading.firstElementChild.addEventListener("click", () => sort(heading));
const each = open => () => { for (const row of rows) if (!open || !row.hidden) row.querySelector("details").open = open; };
document.getElementById("open").addEventListener("click", each(true));
document.getElementById("close").addEventListener("click", each(false));
document.getElementById("reset").addEventListener("click", () => {
  for (const field of fields) field.value = "";
  filter();
});
document.querySelector(".tools").hidden = false;
filter();
openTo(location.hash && document.getElementById(location.hash.slice(1))?.closest("#list tbody tr"));

let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open])")];
  for (const one of opened) one.open = true;
});
addEventListener("afterprint", () => { for (const one of opened) one.open = false; });
