// The page: the same buttons, on a saved ledger. It knows no command; it does what the program on this computer wants.
"use strict";
const PROTOCOL = 1, KEY = "rectify_xl.token", LEDGER = "rectify_xl.ledger";
const at = (id) => document.getElementById(id);
let token = "", ledger = localStorage.getItem(LEDGER) || "", running = null;

async function post(path, data) {
  const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json", "X-Token": token }, body: JSON.stringify(data) });
  if (!answer.ok) { throw new Error(refusal(answer.status, (await answer.json().catch(() => ({}))).message)); }
  return answer.json();
}

function refusal(status, message) {
  if (message) { return message; }
  if (status === 403) { return "这个页面已经失效。请从开始菜单重新打开“巡察整改”。"; }
  if (status === 410) { return "这次点击已经结束。请核对台账，需要时再点一次按钮。"; }
  if (status === 503) { return "“巡察整改”程序正在结束。请过一会儿从开始菜单重新打开。"; }
  if (status === 429) { return "同时处理的按钮太多，请等一会儿再点。"; }
  return `“巡察整改”程序没有接受这次点击（${status}）。请从开始菜单重新打开。`;
}

async function begin() {
  const code = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  token = sessionStorage.getItem(KEY) || "";
  if (code) {
    token = (await post("/session", { code })).token;
    sessionStorage.setItem(KEY, token);
  }
  draw(await post("/buttons", {}));
  showLedger();
}

function draw(groups) {
  for (const group of groups) {
    const box = document.createElement("div"), row = document.createElement("div"), name = document.createElement("span");
    box.className = "group";
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", group.label);
    name.textContent = group.label;
    for (const command of group.commands) { row.append(splitButton(command)); }
    box.append(row, name);
    at("ribbon").append(box);
  }
}

function splitButton(command) {
  const split = document.createElement("span"), button = document.createElement("button");
  split.className = "split";
  button.type = "button";
  button.textContent = command.label;
  button.title = command.help;
  button.addEventListener("click", () => click(command, ""));
  split.append(button);
  if (command.variants.length > 1) {
    const menu = document.createElement("select"), head = new Option("", "");
    menu.setAttribute("aria-label", `${command.label}的其他做法`);
    head.hidden = true;
    menu.append(head, ...command.variants.map((entry) => new Option(entry.label, entry.id)));
    menu.addEventListener("change", () => { const chosen = menu.value; menu.value = ""; click(command, chosen); });
    split.append(menu);
  }
  return split;
}

function showLedger() { at("ledger").textContent = ledger || "还没有选台账"; }

async function click(command, variant) {
  if (running !== null) { return; }
  if (command.ledger && !ledger && !(await chooseLedger())) { return; }
  running = { name: "", title: command.label, texts: [] };
  busy(true);
  try {
    let wish = await post("/click", { protocol: PROTOCOL, command: command.id, variant, book: null, file: ledger, asOf: "" });
    while (wish.op !== "done") {
      running.name = wish.click;
      const reply = { click: wish.click, number: wish.number, value: null, error: "" };
      if (wish.op !== "wait") {
        try { reply.value = (await HANDS[wish.op](wish)) ?? null; } catch (error) { reply.error = `${wish.op}: ${error.message}`; }
      }
      wish = await post("/reply", reply);
    }
    if (wish.trouble) { await tell("巡察整改", wish.trouble); }
  } catch (error) {
    await tell("巡察整改", error instanceof TypeError ? "“巡察整改”程序没有回应。请从开始菜单重新打开。" : error.message);
  } finally {
    note(running);
    running = null;
    busy(false);
  }
}

function busy(on) {
  for (const control of document.querySelectorAll("#ribbon button, #ribbon select, #choose")) { control.disabled = on; }
  at("status").textContent = on ? "正在处理……" : "";
}

function note(done) {
  if (!done.texts.length) { return; }
  const line = document.createElement("li"), head = document.createElement("b");
  head.textContent = `${new Date().toTimeString().slice(0, 5)}　${done.title}`;
  line.append(head, done.texts[done.texts.length - 1]);
  at("history").prepend(line);
}

const HANDS = {
  status: (wish) => { at("status").textContent = wish.text || "正在处理……"; },
  alert: async (wish) => {
    if (running) { running.texts.push(wish.text); }
    if (wish.buttons === "yes_no") { return (await ask(wish.title, wish.text)) ? "yes" : "no"; }
    await tell(wish.title, wish.text);
    return "ok";
  },
  input: (wish) => enter(wish.title, wish.prompt, wish.default),
  pick: (wish) => pick(wish.title || "选文件", endings(wish.filters), wish.many, wish.start),
  folder: async (wish) => (await pick(wish.title || "选文件夹", null, false, wish.start, true))?.[0] ?? null,
  target: (wish) => enter("存到哪里", "文件的位置和名称：", wish.suggested),
  open: () => { throw new Error("nothing is open here"); },
};

function endings(filters) {
  return (filters || "").split(/[,;]/).filter((part) => part.startsWith("*.") && part !== "*.*").map((part) => part.slice(1));
}

function show(title, text, { no = "", yes = "确定", value = null, browse = false } = {}) {
  const dialog = at("dialog");
  at("dialog-title").textContent = title;
  at("dialog-text").textContent = text;
  at("dialog-field").hidden = value === null;
  at("dialog-input").value = value ?? "";
  at("dialog-list").replaceChildren();
  at("dialog-list").hidden = at("dialog-place").hidden = !browse;
  at("dialog-no").hidden = !no;
  at("dialog-no").textContent = no;
  at("dialog-yes").textContent = yes;
  dialog.returnValue = "";
  return new Promise((resolve) => {
    at("dialog-no").onclick = () => dialog.close("no");
    dialog.onclose = () => resolve(dialog.returnValue === "yes");
    dialog.showModal();
    (value === null ? at("dialog-yes") : at("dialog-input")).focus();
    if (value !== null) { at("dialog-input").select(); }
  });
}

const tell = (title, text) => show(title, text);
const ask = (title, text) => show(title, text, { no: "否", yes: "是" });

async function enter(title, prompt, value) {
  return (await show(title, prompt, { no: "取消", value: value || "" })) ? at("dialog-input").value : null;
}

// Let the user go through the folders of this computer; returns the chosen paths, null when cancelled.
async function pick(title, wanted, many, start, folders = false) {
  const chosen = new Set();
  let here = "";
  const open = async (folder) => {
    const list = await post("/files", { folder, endings: wanted || [] });
    const join = (name) => (list.folder.endsWith(list.separator) ? list.folder : list.folder + list.separator) + name;
    here = list.folder;
    chosen.clear();
    at("dialog-place").textContent = list.more ? `${here}（太多，还有${list.more}个没有列出）` : here;
    const rows = list.folders.map((name) => row(name + list.separator, () => open(join(name))));
    if (list.parent) { rows.unshift(row("↑ 上一层", () => open(list.parent))); }
    if (!folders) { rows.push(...list.files.map((name) => row(name, (button) => toggle(button, join(name)), true))); }
    at("dialog-list").replaceChildren(...rows);
    at("dialog-list").querySelector("button")?.focus();
  };
  const toggle = (button, path) => {
    const on = !chosen.has(path);
    if (!many) { chosen.clear(); at("dialog-list").querySelectorAll("[aria-pressed]").forEach((other) => other.setAttribute("aria-pressed", "false")); }
    if (on) { chosen.add(path); } else { chosen.delete(path); }
    button.setAttribute("aria-pressed", String(on));
  };
  const row = (text, act, chosen = false) => {
    const item = document.createElement("li"), button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    if (chosen) { button.setAttribute("aria-pressed", "false"); }
    button.addEventListener("click", () => Promise.resolve(act(button)).catch((error) => { at("dialog-place").textContent = error.message; }));
    item.append(button);
    return item;
  };
  const answer = show(title, folders ? "打开要选的文件夹，再点“确定”。" : "", { no: "取消", browse: true });
  await open(start || "").catch(() => open(""));
  if (!(await answer)) { return null; }
  return folders ? [here] : chosen.size ? [...chosen] : null;
}

async function chooseLedger() {
  const folder = ledger ? ledger.replace(/[\\/][^\\/]*$/, "") : "";
  const chosen = await pick("选台账", [".xlsx"], false, folder);
  if (chosen) {
    ledger = chosen[0];
    localStorage.setItem(LEDGER, ledger);
    showLedger();
  }
  return !!chosen;
}

at("choose").addEventListener("click", () => chooseLedger().catch((error) => tell("巡察整改", error.message)));
begin().catch((error) => tell("巡察整改", error instanceof TypeError ? "“巡察整改”程序没有回应。请从开始菜单重新打开。" : error.message));
