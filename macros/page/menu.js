// The ▾ beside a button: a menu for mouse and keyboard. Arrows move in it, Enter runs, Esc closes; nothing runs before.
"use strict";

// Return the button and its menu; `run` gets the id of an entry, `free` tells whether anything may be begun now.
function menuButton(id, label, entries, run, free) {
  const box = document.createElement("span"), opener = document.createElement("button"), menu = document.createElement("div");
  const items = entries.map((entry) => {
    const item = document.createElement("button");
    item.type = "button";
    item.tabIndex = -1;
    item.setAttribute("role", "menuitem");
    item.textContent = entry.label;
    item.addEventListener("click", () => { close(true); run(entry.id, opener); });
    return item;
  });
  const close = (back) => {
    menu.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    if (back) { opener.focus(); }
  };
  const open = (number) => {
    if (!free()) { return; }
    menu.hidden = false;
    menu.style.left = "0";
    opener.setAttribute("aria-expanded", "true");
    const place = menu.getBoundingClientRect(), over = place.right - document.documentElement.clientWidth + 4;
    if (over > 0) { menu.style.left = `${-Math.min(over, place.left - 4)}px`; }
    items[number].focus();
  };
  box.className = "more";
  opener.type = "button";
  opener.tabIndex = 0;
  opener.textContent = "▾";
  opener.title = `${label}的其他做法`;
  menu.id = `menu-${id}`;
  menu.className = "menu";
  menu.hidden = true;
  menu.setAttribute("role", "menu");
  for (const part of [opener, menu]) { part.setAttribute("aria-label", `${label}的其他做法`); }
  for (const [name, value] of [["haspopup", "menu"], ["expanded", "false"], ["controls", menu.id]]) { opener.setAttribute(`aria-${name}`, value); }
  opener.addEventListener("click", () => { if (menu.hidden) { open(0); } else { close(true); } });
  opener.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") { return; }
    event.preventDefault();
    open(event.key === "ArrowDown" ? 0 : items.length - 1);
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.preventDefault(); close(true); }
    if (event.key === "Tab") { close(true); } // and the key goes on from the button
    step(event, items);
  });
  box.addEventListener("focusout", (event) => { if (!menu.hidden && !box.contains(event.relatedTarget)) { close(false); } });
  menu.append(...items);
  box.append(opener, menu);
  return box;
}

// Move the focus among some buttons, from the last to the first and back.
function step(event, buttons) {
  const now = buttons.indexOf(document.activeElement), last = buttons.length - 1;
  const next = { ArrowDown: now === last ? 0 : now + 1, ArrowUp: now <= 0 ? last : now - 1, Home: 0, End: last }[event.key];
  if (next === undefined || !buttons.length) { return; }
  event.preventDefault();
  buttons[next].focus();
}
