// The door of WPS: it knows no command, and does in the workbook what the program on this computer wants done.
// ES5 without async functions: those keep the ribbon of WPS from working. It obeys only who sends the proof that the
// service wrote down for this user: another program may have taken the port of one that died.
var PROTOCOL = 1;
var STATE_FILE = "/.rectify_xl/service.json";
var PROOF = "X-Proof";
var TITLE = "巡察整改";
var NOT_RUN = "“巡察整改”程序没有运行，这次点击没有执行。请在开始菜单里打开“巡察整改”，再点一次按钮。";
var LOST = "“巡察整改”程序中途没有了回应，台账可能只改了一部分。请核对台账，再点一次按钮。";
var START_TRIES = 40, START_PAUSE = 250; // ten seconds for a program that is being started
var VISIBLE_CELLS = 12, OPEN_FILES = 3, OPEN_FOLDER = 4, CHOSEN = -1, TEXT = 2; // Excel's and WPS's numbers
var DAY_FORMAT = "yyyy-mm-dd";
var running = null; // the click that is being carried out: its name and its workbook

function OnAddinLoad(ribbon) {
  if (typeof window.Application === "object") { window.Application.ribbonUI = ribbon; }
  return true;
}

function OnAction(control) {
  var words = String(control.Tag || control.tag || control.Id.replace(".", " ")).split(" ");
  click(words[0], words[1] || "");
  return true;
}

function click(command, variant) {
  var workbook = Application.ActiveWorkbook || null;
  if (running !== null) {
    if (confirm(TITLE + "\n\n上一个按钮还在处理。要停止它吗？")) { stop(running); }
    return;
  }
  var mine = { name: "", workbook: workbook, stopping: false };
  running = mine;
  post("/click", { protocol: PROTOCOL, command: command, variant: variant, book: facts(workbook), asOf: window.AS_OF || "" },
    function (wish) { fulfil(mine, wish); }, START_TRIES);
}

// End a click; its last word, what is written and what is not, is still to come.
function stop(mine) {
  mine.stopping = true;
  if (mine.name) { post("/cancel", { click: mine.name }, function () {}); }
}

function service() {
  try {
    var state = JSON.parse(Application.FileSystem.readFileString(Application.Env.GetHomePath() + STATE_FILE));
    return state.port > 0 && state.port === Math.floor(state.port) && state.proof ? state : null;
  } catch (error) {
    return null;
  }
}

// Post to the service; where it does not answer, start it and try again `tries` times.
function post(path, data, done, tries) {
  var state = service(), request;
  if (state === null) { again(path, data, done, tries); return; }
  request = new XMLHttpRequest();
  request.open("POST", "http://127.0.0.1:" + state.port + path);
  request.setRequestHeader("Content-Type", "application/json");
  request.setRequestHeader("X-Token", state.token);
  request.onload = function () {
    var proved = request.getResponseHeader(PROOF) === state.proof;
    if (request.status === 200 && !proved) { again(path, data, done, tries); return; }
    if (request.status === 200) { done(JSON.parse(request.responseText)); return; }
    if (request.status === 503) { again(path, data, done, tries); return; } // it is ending; a new one is started
    running = null;
    alert(TITLE + "\n\n" + refusal(request.status));
  };
  request.onerror = function () { again(path, data, done, tries); };
  request.send(JSON.stringify(data));
}

function again(path, data, done, tries) {
  if (!tries) {
    running = null;
    alert(TITLE + "\n\n" + (path === "/click" ? NOT_RUN : LOST));
    return;
  }
  if (tries === START_TRIES) {
    try {
      Application.StatusBar = "正在启动“巡察整改”程序……";
      if (START_PROGRAM) { Application.OAAssist.ShellExecute(START_PROGRAM); }
    } catch (error) { /* it may start with the session */ }
  }
  setTimeout(function () { post(path, data, done, tries - 1); }, START_PAUSE);
}

function refusal(status) {
  if (status === 409) { return "按钮与“巡察整改”程序的版本不一致，请重新安装，再点一次按钮。"; }
  if (status === 410) { return "这次点击已经结束。请核对台账，需要时再点一次按钮。"; }
  if (status === 429) { return "同时处理的按钮太多，请等一会儿再点。"; }
  return "“巡察整改”程序没有接受这次点击（" + status + "）。请关闭 WPS 重新打开，再点一次按钮。";
}

function facts(workbook) {
  if (!workbook) { return null; }
  return {
    name: workbook.Name, fullName: workbook.FullName, saved: !!workbook.Saved, readOnly: !!workbook.ReadOnly,
    autoSave: false, date1904: !!workbook.Date1904, active: workbook.ActiveSheet.Name, selection: selection()
  };
}

// The areas of the selection without the rows that a filter hides; one cell alone stands for itself.
function selection() {
  var areas = [], selected, address, i;
  try {
    selected = Application.Selection;
    address = text(selected.Address);
    if (address.indexOf(":") >= 0 || address.indexOf(",") >= 0) {
      try { selected = selected.SpecialCells(VISIBLE_CELLS); } catch (error) { /* as it is */ }
    }
    for (i = 1; i <= selected.Areas.Count; i++) { areas.push(text(selected.Areas.Item(i).Address)); }
  } catch (error) {
    return address ? [address] : []; // a picture is selected
  }
  return areas;
}

// In WPS some properties are functions.
function text(property) { return String(typeof property === "function" ? property() : property); }

function sheetOf(workbook, name) {
  var i, sheet;
  for (i = 1; i <= workbook.Sheets.Count; i++) {
    sheet = workbook.Sheets.Item(i);
    if (sheet.Name === name) { return sheet; }
  }
  return null;
}

function cells(workbook, wish) {
  var sheet = sheetOf(workbook, wish.sheet);
  if (sheet === null) { throw new Error("no sheet " + wish.sheet); }
  return wish.area ? sheet.Range(wish.area) : sheet;
}

function chosen(dialog, many) {
  var items = [], i;
  if (dialog.Show() !== CHOSEN) { return null; }
  for (i = 1; i <= dialog.SelectedItems.Count; i++) { items.push(String(dialog.SelectedItems.Item(i))); }
  return many ? items : items.slice(0, 1);
}

function picker(kind, wish) {
  var dialog = Application.FileDialog(kind);
  dialog.Title = wish.title || TITLE;
  if (wish.start) { dialog.InitialFileName = wish.start; }
  return dialog;
}

// What the program may want: each gets the click and the wish, and returns what the program asked for.
var HANDS = {
  sheets: function (mine) {
    var names = [], i;
    for (i = 1; i <= mine.workbook.Sheets.Count; i++) { names.push(mine.workbook.Sheets.Item(i).Name); }
    return names;
  },
  sheet: function (mine, wish) {
    var sheet = sheetOf(mine.workbook, wish.sheet);
    return sheet === null ? null : { name: sheet.Name, "protected": !!sheet.ProtectContents };
  },
  copy: function (mine, wish) { mine.workbook.SaveCopyAs(wish.path); },
  fill: function (mine, wish) {
    var range = cells(mine.workbook, wish), i, cell;
    range.Value2 = wish.values;
    for (i = 0; i < wish.days.length; i++) {
      cell = range.Cells.Item(wish.days[i][0] + 1, wish.days[i][1] + 1);
      if (cell.NumberFormat === "General" || cell.NumberFormat === "G/通用格式") { cell.NumberFormat = DAY_FORMAT; }
    }
  },
  unlink: function (mine, wish) { cells(mine.workbook, wish).ClearHyperlinks(); },
  resize: function (mine, wish) {
    var sheet = cells(mine.workbook, { sheet: wish.sheet });
    sheet.ListObjects.Item(wish.table).Resize(sheet.Range(wish.area));
  },
  hide: function (mine, wish) { cells(mine.workbook, wish).EntireRow.Hidden = wish.hidden; },
  merge: function (mine, wish) { cells(mine.workbook, wish).Merge(); },
  unmerge: function (mine, wish) { cells(mine.workbook, wish).UnMerge(); },
  activate: function (mine, wish) { mine.workbook.Activate(); cells(mine.workbook, wish).Activate(); },
  select: function (mine, wish) { cells(mine.workbook, wish).Select(); },
  status: function (mine, wish) { Application.StatusBar = wish.text || false; },
  alert: function (mine, wish) {
    if (wish.buttons === "yes_no") { return confirm(wish.title + "\n\n" + wish.text) ? "yes" : "no"; }
    alert(wish.title + "\n\n" + wish.text);
    return "ok";
  },
  input: function (mine, wish) {
    var answer = Application.InputBox(wish.prompt, wish.title, wish["default"], undefined, undefined, undefined, undefined, TEXT);
    return answer === false || answer === undefined || answer === null ? null : String(answer);
  },
  pick: function (mine, wish) {
    var dialog = picker(OPEN_FILES, wish);
    dialog.AllowMultiSelect = !!wish.many;
    return chosen(dialog, wish.many);
  },
  folder: function (mine, wish) { return (chosen(picker(OPEN_FOLDER, wish), false) || [null])[0]; },
  target: function (mine, wish) {
    var answer = Application.GetSaveAsFilename(wish.suggested, wish.filters);
    return answer === false || !answer ? null : String(answer);
  },
  open: function (mine, wish) {
    var workbook = Application.Workbooks.Open(wish.path);
    mine.workbook = workbook || Application.ActiveWorkbook;
    return facts(mine.workbook);
  },
  close: function (mine) { mine.workbook.Close(false); }
};

function fulfil(mine, wish) {
  var answer;
  if (running !== mine) { return; } // it was told as lost
  if (wish.op === "done") {
    running = null;
    Application.StatusBar = false;
    if (wish.trouble) { alert(TITLE + "\n\n" + wish.trouble); }
    if (window.onClickDone) { window.onClickDone(wish); }
    return;
  }
  if (!mine.name) {
    mine.name = wish.click;
    if (mine.stopping) { stop(mine); }
  }
  answer = { click: wish.click, number: wish.number, value: null, error: "" };
  if (wish.op !== "wait") {
    try {
      answer.value = HANDS[wish.op](mine, wish);
      if (answer.value === undefined) { answer.value = null; }
    } catch (error) {
      answer.error = wish.op + ": " + (error && error.message ? error.message : error);
    }
  }
  post("/reply", answer, function (next) { fulfil(mine, next); });
}
