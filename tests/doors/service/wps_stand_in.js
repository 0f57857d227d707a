// What stands for WPS: the objects of its model that the door uses, over cells that are kept by sheet and address.
// `book`: name, fullName, saved, sheets (names), active, selection (areas); `computer`: state file, copying, answers.
function makeApplication(book, computer) {
  "use strict";
  var record = { fills: [], calls: [], dialogs: [] };
  function columnNumber(letters) { var n = 0, i; for (i = 0; i < letters.length; i++) { n = n * 26 + letters.charCodeAt(i) - 64; } return n; }
  function area(address) {
    var match = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(address);
    return { rows: match[4] - match[2] + 1, columns: columnNumber(match[3]) - columnNumber(match[1]) + 1 };
  }
  function range(sheet, address) {
    return {
      Address: function () { return address; },
      set Value2(values) {
        var size = area(address);
        if (values.length !== size.rows || values[0].length !== size.columns) { throw new Error("shape of " + address); }
        record.fills.push({ sheet: sheet.Name, area: address, values: values });
      },
      Cells: { Item: function (row, column) {
        return { NumberFormat: "General", set NumberFormat(format) { record.calls.push("format " + row + "," + column + " " + format); } };
      } },
      Select: function () { record.calls.push("select " + sheet.Name + "!" + address); },
      Merge: function () { record.calls.push("merge " + address); },
      UnMerge: function () { record.calls.push("unmerge " + address); },
      ClearHyperlinks: function () { record.calls.push("unlink " + address); },
      get EntireRow() { return { set Hidden(hidden) { record.calls.push((hidden ? "hide " : "show ") + address); } }; }
    };
  }
  var sheets = book.sheets.map(function (name) {
    var sheet = {
      Name: name, ProtectContents: (book.protectedSheets || []).indexOf(name) >= 0,
      Activate: function () { record.calls.push("activate " + name); },
      Range: function (address) { return range(sheet, address); },
      ListObjects: { Item: function (table) { return { Resize: function (to) { record.calls.push("resize " + table + " " + to.Address()); } }; } }
    };
    return sheet;
  });
  var areas = book.selection || ["$A$2"];
  var selected = {
    Address: function () { return areas.join(","); },
    SpecialCells: function () { return selected; },
    Areas: { Count: areas.length, Item: function (number) { return { Address: function () { return areas[number - 1]; } }; } }
  };
  var workbook = {
    Name: book.name, FullName: book.fullName, Saved: book.saved, ReadOnly: false, Date1904: false,
    ActiveSheet: { Name: book.active || book.sheets[0] }, Activate: function () {},
    Sheets: { Count: sheets.length, Item: function (number) { return sheets[number - 1]; } },
    SaveCopyAs: function (path) { record.calls.push("copy"); computer.copy(book.fullName, path); },
    Close: function () { record.calls.push("close"); }
  };
  return {
    ActiveWorkbook: book.name ? workbook : null, Selection: selected, record: record,
    set StatusBar(text) { if (text) { record.calls.push("status " + text); } },
    Env: { GetHomePath: function () { return computer.home; } },
    FileSystem: { readFileString: function (path) { return computer.read(path); } },
    OAAssist: { ShellExecute: function (program) { record.calls.push("start " + program); computer.start(program); } },
    InputBox: function (prompt, title, byDefault) { record.dialogs.push("? " + prompt); return computer.answer(prompt, byDefault); },
    GetSaveAsFilename: function (suggested) { record.dialogs.push("> " + suggested); return computer.answer(suggested, false); },
    Workbooks: { Open: function (path) { record.calls.push("open " + path); return workbook; } }
  };
}
if (typeof module !== "undefined") { module.exports = makeApplication; }
