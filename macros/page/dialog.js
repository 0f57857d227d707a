// The one dialog of the page: messages, questions, a field to type in. What is wrong stands in it, and is said aloud.
"use strict";
const at = (id) => document.getElementById(id);

// Show the dialog; resolves to whether it ended with yes. `check` returns what keeps it from that, or nothing.
function show(title, text, { no = "", yes = "确定", value = null, browse = false, error = "", check = () => "" } = {}) {
  const dialog = at("dialog");
  at("dialog-title").textContent = title;
  at("dialog-text").textContent = text;
  at("dialog-field").hidden = value === null;
  at("dialog-input").value = value === null ? "" : value;
  at("dialog-list").textContent = "";
  at("dialog-list").hidden = at("dialog-place").hidden = at("dialog-listed").hidden = !browse;
  at("dialog-place").textContent = at("dialog-listed").textContent = "";
  at("dialog-no").hidden = !no;
  at("dialog-no").textContent = no;
  at("dialog-yes").textContent = yes;
  dialog.returnValue = "";
  complain("");
  return new Promise((resolve) => {
    at("dialog-no").onclick = () => dialog.close("no");
    at("dialog-form").onsubmit = (event) => {
      const wrong = check();
      if (wrong) { event.preventDefault(); complain(wrong); }
    };
    dialog.onclose = () => resolve(dialog.returnValue === "yes");
    dialog.showModal();
    complain(error); // what is there from the beginning is not read aloud, what comes is
    letScroll();
    (value === null ? at("dialog-yes") : at("dialog-input")).focus();
    if (value !== null) { at("dialog-input").select(); }
  });
}

function complain(error) {
  const field = at("dialog-input");
  at("dialog-error").textContent = "";
  at("dialog-error").textContent = error;
  if (error) {
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", "dialog-error");
  } else {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
}

// A text that is too long for its place is scrolled with the arrows: for that it must be reached with the keyboard.
function letScroll() {
  const text = at("dialog-text");
  if (text.scrollHeight > text.clientHeight) { text.tabIndex = 0; } else { text.removeAttribute("tabindex"); }
}

const tell = (title, text) => show(title, text);
const ask = (title, text) => show(title, text, { no: "否", yes: "是" });

// Ask for a text. The program asks a question again by putting before it what was wrong with the answer.
async function enter(title, prompt, value, click) {
  const before = click.question, again = !!before && prompt.endsWith(`\n\n${before}`);
  const question = click.question = again ? before : prompt;
  const error = again ? prompt.slice(0, -question.length).trim() : "";
  return (await show(title, question, { no: "取消", value: value || "", error })) ? at("dialog-input").value : null;
}

window.addEventListener("resize", letScroll);
