// Files and folders of this computer, which a browser shows to no page: the program lists them.
"use strict";

// Return what the user chose, as rows with path and label; null when cancelled. `wanted` are endings, all without any.
async function pick(title, wanted, many, start, folders = false) {
  const chosen = new Map(), list = at("dialog-list");
  let here = null, reached = null;
  const buttons = () => [...list.querySelectorAll("button")];
  const open = async (folder) => {
    const content = await post("/files", { folder, endings: wanted });
    const rows = content.folders.map((entry) => row(entry.label, () => open(entry.path)));
    if (content.parent) { rows.unshift(row("↑ 上一层", () => open(content.parent))); }
    if (!folders) { rows.push(...content.files.map(fileRow)); }
    here = content;
    chosen.clear();
    complain("");
    at("dialog-place").textContent = content.place;
    at("dialog-listed").textContent = listNote(content, wanted, folders);
    list.textContent = "";
    list.append(...rows);
    list.scrollTop = 0;
    if (rows.length) { rows[0].focus(); }
  };
  // One row alone is reached with Tab, the others with arrows.
  const reach = (button) => {
    if (reached) { reached.tabIndex = -1; }
    reached = button;
    reached.tabIndex = 0;
  };
  const row = (text, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.tabIndex = -1;
    button.textContent = text;
    button.addEventListener("click", (event) => {
      if (event.detail > 1 && (list.pressed !== button || !button.hasAttribute("aria-pressed"))) { return; } // of a click on a folder
      list.pressed = button;
      Promise.resolve(act(button)).catch((error) => complain(plain(error)));
    });
    return button;
  };
  const fileRow = (entry) => {
    const button = row(entry.label, () => choose(button, entry, !(many && chosen.has(entry.path))));
    const confirm = () => { choose(button, entry, true); at("dialog-yes").click(); };
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("dblclick", () => { if (list.pressed === button) { confirm(); } });
    button.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !chosen.has(entry.path)) { return; }
      event.preventDefault();
      confirm();
    });
    return button;
  };
  const choose = (button, entry, on) => {
    if (!many) {
      chosen.clear();
      buttons().forEach((other) => { if (other.hasAttribute("aria-pressed")) { other.setAttribute("aria-pressed", "false"); } });
    }
    if (on) { chosen.set(entry.path, entry); } else { chosen.delete(entry.path); }
    button.setAttribute("aria-pressed", String(on));
    complain("");
  };
  const check = () => {
    if (folders) { return here ? "" : "还没有打开文件夹。"; }
    return chosen.size ? "" : "还没有选文件。请先点要选的文件，再点“确定”；不选了，点“取消”。";
  };
  const how = folders ? "打开要选的文件夹，再点“确定”。" : many ? "点要选的文件，可以选几个，再点“确定”。" : "点要选的文件，再点“确定”；也可以双击它。";
  const answer = show(title, how, { no: "取消", browse: true, check });
  list.onkeydown = (event) => step(event, buttons());
  list.onfocusin = (event) => reach(event.target);
  await open(start || "").catch(() => open("")).catch((error) => complain(plain(error)));
  if (!(await answer)) { return null; }
  return folders ? [here] : [...chosen.values()];
}

// Say what is not listed, and where nothing is.
function listNote(content, wanted, folders) {
  const kinds = wanted.join("、"), words = [];
  if (content.more) { words.push(`文件太多，还有${content.more}个没有列出`); }
  if (folders) {
    words.push(content.folders.length ? "这里只列出文件夹" : "里面没有别的文件夹");
  } else {
    if (!content.files.length) { words.push(kinds ? `这个文件夹里没有能选的文件（${kinds}）` : "这个文件夹里没有文件"); }
    else if (kinds) { words.push(`只列出能选的文件（${kinds}）`); }
    if (content.others) { words.push(`另有${content.others}个别的文件没有列出`); }
  }
  return words.length ? `${words.join("；")}。` : "";
}
