"use strict";
// Everything that units wrote reaches the page through textContent only; the policy of the page forbids all else.
const data = JSON.parse(document.getElementById("data").textContent);
const PAGE = 100;

function make(tag, classes, text) {
  const node = document.createElement(tag);
  if (classes) node.className = classes;
  if (text !== undefined && text !== null) node.textContent = String(text);
  return node;
}

function fold(text) {
  return String(text).normalize("NFKC").toLowerCase().replace(/\s+/g, "");
}

function option(select, value, label) {
  const node = make("option", "", label);
  node.value = value;
  select.append(node);
}

function percent(done, problems) {
  return problems ? (100 * done / problems).toFixed(1) + "%" : "";
}

function signed(number) {
  return (number > 0 ? "+" : "") + number;
}

// On paper nobody can ask for more: what does not stand there is told.
const ON_PAPER = 500;
function left(id, count, what) {
  document.getElementById(id + "-rest").textContent = count > 0 ? "还有" + count + what + "没有印，见汇总表。" : "";
}

const TAGS = { "红": "r", "橙": "o", "黄": "y" };

// ---- 各单位
const KEYS = ["place", "unit", "level", "superior", "state", "problems", "done", "rate", "ongoing", "overdue", "errors", "red", "moved"];
const HEADS = ["名次", "单位", "层级", "上级单位", "报送", "问题", "完成", "完成率", "继续整改", "逾期", "校验错误", "预警", "完成较上期"];
const NUMBERS = new Set(["place", "problems", "done", "rate", "ongoing", "overdue", "errors", "moved"]);
const units = data.units.map((row) => {
  const unit = Object.fromEntries(data.fields.map((field, at) => [field, row[at]]));
  unit.rate = unit.problems ? unit.done / unit.problems : null;
  unit.red = unit.warnings.reduce((sum, level) => sum + { "红": 10000, "橙": 100, "黄": 1 }[level], 0);
  unit.folded = fold(unit.unit + " " + unit.superior + " " + unit.level);
  return unit;
});
const shownKeys = KEYS.filter((key) => {
  if (key === "level" || key === "superior") return units.some((unit) => unit[key]);
  return key !== "moved" || data.compared;
});
const order = { key: data.ranked ? "place" : "unit", down: false };
let room = PAGE, asked = PAGE;

const FILTERS = {
  "": () => true,
  late: (unit) => unit.overdue > 0,
  warned: (unit) => unit.warnings.length > 0,
  red: (unit) => unit.warnings.includes("红"),
  faulty: (unit) => unit.errors > 0,
  missing: (unit) => unit.problems === null,
  slow: (unit) => unit.state.includes("迟报"),
};

function compare(one, other) {
  const first = one[order.key], second = other[order.key];
  if (first === null || second === null || first === "" || second === "") {
    const blank = (value) => value === null || value === "";
    return blank(first) - blank(second);
  }
  const by = typeof first === "number" ? first - second : String(first).localeCompare(String(second), "zh-CN");
  return (order.down ? -by : by);
}

function selected() {
  const words = fold(document.getElementById("search").value);
  const level = document.getElementById("level").value;
  const superior = document.getElementById("superior").value;
  const test = FILTERS[document.getElementById("which").value];
  return units.filter((unit) => unit.folded.includes(words) && (!level || unit.level === level)
    && (!superior || unit.superior === superior) && test(unit)).sort(compare);
}

function unitCell(unit, key) {
  if (key === "rate") {
    const cell = make("td", "n");
    if (unit.rate === null) return cell;
    const bar = make("span", "bar"), fill = make("i");
    fill.style.width = (100 * unit.rate).toFixed(1) + "%";
    bar.append(fill);
    cell.append(bar, percent(unit.done, unit.problems));
    return cell;
  }
  if (key === "red") {
    const cell = make("td", "state");
    for (const level of ["红", "橙", "黄"]) {
      const count = unit.warnings.filter((word) => word === level).length;
      if (count) cell.append(make("span", "tag " + TAGS[level], level + " " + count));
    }
    return cell;
  }
  if (key === "state") {
    const cell = make("td", "state");
    if (/未报|错报|迟报|不在名册/.test(unit.state)) cell.append(make("span", "tag w", unit.state));
    else cell.textContent = unit.state;
    return cell;
  }
  if (key === "moved") return make("td", "n", unit.moved === null ? "" : signed(unit.moved));
  const late = (key === "overdue" || key === "errors") && unit[key] > 0;
  const text = unit[key] === null ? "" : key === "place" && unit.few ? unit[key] + "*" : unit[key];
  return make("td", (NUMBERS.has(key) ? "n" : key === "unit" ? "name" : "") + (late && key === "overdue" ? " late" : ""), text);
}

function drawUnits() {
  const rows = selected();
  const body = document.getElementById("units");
  body.replaceChildren(...rows.slice(0, room).map((unit) => {
    const row = make("tr");
    row.append(...shownKeys.map((key) => unitCell(unit, key)));
    return row;
  }));
  const sums = make("tr");
  const sum = (key) => rows.reduce((total, unit) => total + (unit[key] || 0), 0);
  const counted = rows.filter((unit) => unit.problems !== null).length;
  for (const key of shownKeys) {
    if (key === "unit") sums.append(make("td", "name", "合计（" + counted + "家）"));
    else if (key === "rate") sums.append(make("td", "n", percent(sum("done"), sum("problems"))));
    else if (key === "moved") sums.append(make("td", "n", signed(sum(key))));
    else if (["problems", "done", "ongoing", "overdue", "errors"].includes(key)) sums.append(make("td", "n", sum(key)));
    else sums.append(make("td"));
  }
  document.getElementById("sums").replaceChildren(sums);
  const without = rows.length > counted ? "（其中没有数字的" + (rows.length - counted) + "家）" : "";
  document.getElementById("count").textContent =
    "共" + rows.length + "家" + without + (rows.length > room ? "，显示前" + room + "家" : "");
  document.getElementById("more").hidden = rows.length <= room;
  left("units", rows.length - room, "家");
  document.querySelectorAll("#heads th").forEach((head) => {
    const own = head.dataset.key === order.key;
    head.setAttribute("aria-sort", own ? (order.down ? "descending" : "ascending") : "none");
  });
}

function setUpUnits() {
  const heads = document.getElementById("heads");
  for (const key of shownKeys) {
    const head = make("th", NUMBERS.has(key) ? "n" : "");
    head.scope = "col";
    head.dataset.key = key;
    const button = make("button", "", HEADS[KEYS.indexOf(key)]);
    button.type = "button";
    button.addEventListener("click", () => {
      order.down = order.key === key ? !order.down : NUMBERS.has(key) && key !== "place" || key === "red";
      order.key = key;
      drawUnits();
    });
    head.append(button);
    heads.append(head);
  }
  for (const key of ["level", "superior"]) {
    const select = document.getElementById(key);
    const names = [...new Set(units.map((unit) => unit[key]).filter(Boolean))];
    if (names.length < 2) select.hidden = true;
    for (const name of names) option(select, name, name);
  }
  for (const id of ["search", "level", "superior", "which"]) {
    document.getElementById(id).addEventListener("input", () => { room = PAGE; drawUnits(); });
  }
  document.getElementById("more").addEventListener("click", () => { room *= 5; drawUnits(); });
  window.addEventListener("beforeprint", () => { asked = room; room = Math.max(room, ON_PAPER); drawUnits(); });
  window.addEventListener("afterprint", () => { room = asked; drawUnits(); });
  drawUnits();
}

// ---- lists that show some rows first and more on demand
function list(id, rows, draw, most) {
  const place = document.getElementById(id);
  const more = document.getElementById(id + "-more");
  let shown = most;
  const show = () => {
    place.replaceChildren(...rows.slice(0, shown).map(draw));
    if (!rows.length) place.append(place.tagName === "TBODY" ? plainRow([place.dataset.empty]) : make("p", "", place.dataset.empty));
    more.hidden = rows.length <= shown;
    left(id, rows.length - shown, "条");
    more.textContent = "显示更多（还有" + (rows.length - shown) + "条）";
  };
  more.onclick = () => { shown *= 5; show(); };
  show();
}

function warningRow([unit, level, title, text, ids, advice]) {
  const row = make("tr"), mark = make("td");
  mark.append(make("span", "tag " + TAGS[level], level));
  row.append(mark, make("td", "name", unit), make("td", "state", title), make("td", "", text + (ids ? "：" + ids : "")), make("td", "", advice));
  return row;
}

function commonItem([text, count, problems, done, overdue, aspect, wordings, names]) {
  const item = make("details"), head = make("summary");
  head.append(make("b", "", text), "　" + count + "家单位，" + problems + "个问题，完成" + done + "个");
  if (overdue) head.append("，", make("span", "late", "逾期" + overdue + "个"));
  const words = make("ul");
  words.append(...wordings.map((wording) => make("li", "", wording)));
  item.append(head, make("p", "faint", aspect), words, make("p", "", "单位：" + names));
  return item;
}

function plainRow(cells) {
  const row = make("tr");
  row.append(...cells.map((cell) => make("td", typeof cell === "number" ? "n" : "", cell)));
  return row;
}

setUpUnits();
const levels = document.getElementById("warned");
const chosen = () => data.warnings.filter((row) => !levels.value || row[1] === levels.value);
levels.addEventListener("input", () => list("warnings", chosen(), warningRow, 50));
list("warnings", data.warnings, warningRow, 50);
list("common", data.common, commonItem, 20);
list("back", data.back, plainRow, 50);
list("refused", data.refused, plainRow, 50);
