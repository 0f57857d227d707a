// The page: the same buttons, on a saved ledger. It knows no command; it does what the program on this computer wants.
// Browsers of 2018 understand all of it: those on office computers are old.
"use strict";
const PROTOCOL = 1, KEY = "rectify_xl.token", PROOF = "rectify_xl.proof", LEDGER = "rectify_xl.ledger", LABEL = "rectify_xl.label";
let token = "", proof = "", running = null, ledger = kept(LEDGER), label = readable(ledger);

// Another program may have taken the port of one that died: only who sends the proof is believed.
async function post(path, data, more = {}) {
  const headers = { "Content-Type": "application/json", "X-Token": token };
  const answer = await fetch(path, Object.assign({ method: "POST", headers, body: JSON.stringify(data) }, more));
  const proved = path === "/session" || answer.headers.get("X-Proof") === proof;
  if (!answer.ok) { throw new Error(refusal(answer.status, proved ? (await answer.json().catch(() => ({}))).message : "")); }
  if (!proved) { throw new Error(refusal(403)); }
  return answer.json();
}

function refusal(status, message) {
  if (message) { return message; }
  if (status === 403) { return "这个页面已经失效。请从开始菜单（或启动器）重新打开“巡察整改”。"; }
  if (status === 410) { return "这次点击已经结束。请核对台账，需要时再点一次按钮。"; }
  if (status === 503) { return "“巡察整改”程序正在结束，或者刚更新过。请过一会儿从开始菜单（或启动器）重新打开。"; }
  if (status === 429) { return "同时处理的按钮太多，请等一会儿再点。"; }
  return `“巡察整改”程序没有接受这次点击（${status}）。请从开始菜单（或启动器）重新打开。`;
}

async function begin() {
  const code = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  token = sessionStorage.getItem(KEY) || "";
  proof = sessionStorage.getItem(PROOF) || "";
  if (code) { await enterBy(code); }
  draw(await post("/buttons", {}));
  showLedger();
}

// A code opens the page once. Where it is spent or too old, a page that is open already stays so.
async function enterBy(code) {
  try {
    ({ token, proof } = await post("/session", { code }));
  } catch (error) {
    if (!token || error instanceof TypeError) { throw error; }
    return;
  }
  sessionStorage.setItem(KEY, token);
  sessionStorage.setItem(PROOF, proof);
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
  button.tabIndex = 0;
  button.textContent = command.label;
  button.title = command.help;
  button.addEventListener("click", () => click(command, "", button));
  split.append(button);
  if (command.variants.length > 1) {
    split.append(menuButton(command.id, command.label, command.variants, (variant, opener) => click(command, variant, opener), () => running === null));
  }
  return split;
}

// What a person reads of a ledger's place; the program said it when the ledger was chosen.
function readable(path) {
  const [whose, text] = JSON.parse(kept(LABEL) || "[]");
  return whose === path ? text : path;
}

// Each tab keeps its own ledger; a new one begins with that of the last.
function kept(name) {
  const value = sessionStorage.getItem(name) || localStorage.getItem(name) || "";
  sessionStorage.setItem(name, value);
  return value;
}

function keep(name, value) {
  sessionStorage.setItem(name, value);
  localStorage.setItem(name, value);
}

function take(path, place) {
  ledger = path;
  label = place;
  keep(LEDGER, ledger);
  keep(LABEL, JSON.stringify([ledger, label]));
  showLedger();
}

function showLedger() { at("ledger").textContent = label || "还没有选台账"; }

// Run a click; afterwards the focus is where it was: on `origin`.
async function click(command, variant, origin) {
  if (running !== null) { return; }
  if (command.ledger && !ledger && !(await chooseLedger())) { return; }
  running = { name: "", title: command.label, texts: [], question: "", stopping: false };
  busy(true);
  try {
    let wish = await post("/click", { protocol: PROTOCOL, command: command.id, variant, book: null, file: ledger, asOf: "", page: true });
    while (wish.op !== "done") {
      if (!running.name) { running.name = wish.click; sendStop(); }
      const reply = { click: wish.click, number: wish.number, value: null, error: "" };
      if (wish.op !== "wait") {
        try { reply.value = orNull(await HANDS[wish.op](wish)); } catch (error) { reply.error = `${wish.op}: ${error.message}`; }
      }
      wish = await post("/reply", reply);
    }
    if (wish.trouble) { await report("巡察整改", wish.trouble); }
  } catch (error) {
    await report("巡察整改", plain(error, running.name));
  } finally {
    note(running);
    running = null;
    busy(false);
    if ([document.body, at("stop")].includes(document.activeElement)) { origin.focus(); }
    at("stop").hidden = true;
  }
}

// What to tell of a failure: fetch raises a TypeError where nobody answers.
function plain(error, begun) {
  if (!(error instanceof TypeError)) { return error.message; }
  const what = begun ? "中途没有了回应，这一步办没办完，请打开台账核对" : "没有回应";
  return `“巡察整改”程序${what}。请从开始菜单（或启动器）重新打开。`;
}

// The buttons stay where the keyboard is while a click runs: they only do nothing.
function busy(on) {
  for (const control of document.querySelectorAll(".split > button, .more > button, #choose")) { control.setAttribute("aria-disabled", String(on)); }
  at("work").className = on ? "busy" : "";
  if (on) { at("stop").hidden = false; }
  at("stop").setAttribute("aria-disabled", String(!on));
  at("status").textContent = on ? "正在处理……" : "";
}

function stopClick() {
  if (running === null || running.stopping) { return; }
  running.stopping = true;
  at("stop").setAttribute("aria-disabled", "true");
  at("status").textContent = "正在停止……正在写入的，要先写完。";
  sendStop();
}

// A click has its name a moment after it was made; who stopped it sooner need not press again.
function sendStop() {
  if (running.stopping && running.name) { post("/cancel", { click: running.name }).catch(() => { /* it is over */ }); }
}

function note(done) {
  if (!done.texts.length) { return; }
  const line = document.createElement("li"), head = document.createElement("b");
  head.textContent = `${new Date().toTimeString().slice(0, 5)}　${done.title}`;
  line.append(head, done.texts[done.texts.length - 1]);
  at("history").prepend(line);
}

function report(title, text) {
  running.texts.push(text);
  return tell(title, text);
}

const HANDS = {
  status: (wish) => { if (!running.stopping) { at("status").textContent = wish.text || "正在处理……"; } },
  alert: async (wish) => {
    running.texts.push(wish.text);
    if (wish.buttons === "yes_no") { return (await ask(wish.title, wish.text)) ? "yes" : "no"; }
    await tell(wish.title, wish.text);
    return "ok";
  },
  input: (wish) => enter(wish.title, wish.prompt, wish.default, running),
  pick: async (wish) => paths(await pick(wish.title || "选文件", endings(wish.filters), wish.many, wish.start)),
  folder: async (wish) => (paths(await pick(wish.title || "选文件夹", [], false, wish.start, true)) || [null])[0],
  target: (wish) => enter("存到哪里", "文件的位置和名称：", wish.suggested, running),
  ledger: (wish) => take(wish.path, wish.place),
  open: () => { throw new Error("nothing is open here"); },
};

const orNull = (value) => (value === undefined ? null : value);
const paths = (rows) => rows && rows.map((row) => row.path);

function endings(filters) {
  return (filters || "").split(/[,;]/).filter((part) => part.startsWith("*.") && part !== "*.*").map((part) => part.slice(1));
}

async function chooseLedger() {
  const chosen = await pick("选台账", [".xlsx"], false, ledger.replace(/[\\/][^\\/]*$/, ""));
  if (chosen) { take(chosen[0].path, chosen[0].place); }
  return !!chosen;
}

at("choose").addEventListener("click", () => { if (running === null) { chooseLedger().catch((error) => tell("巡察整改", plain(error))); } });
at("stop").addEventListener("click", stopClick);
// Who leaves is asked while something runs; what then waits for an answer, or goes on, is stopped: nobody would hear of it.
window.addEventListener("beforeunload", (event) => { if (running !== null && !at("dialog").open) { event.preventDefault(); } });
window.addEventListener("pagehide", () => {
  if (running !== null && running.name) { post("/cancel", { click: running.name }, { keepalive: true }).catch(() => { /* it is over */ }); }
});
// A new address that is put into this tab brings a new code, and the browser loads nothing by itself.
window.addEventListener("hashchange", () => { if (location.hash.length > 1) { location.reload(); } });
begin().catch((error) => tell("巡察整改", plain(error)));
