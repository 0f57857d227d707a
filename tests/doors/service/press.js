// node press.js PLAN.json: press a button of the door against the running service; print what happened as JSON.
var fs = require("fs"), vm = require("vm"), http = require("http"), childProcess = require("child_process");
var makeApplication = require("./wps_stand_in.js");
var plan = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
var application = makeApplication(plan.book, {
  home: plan.home,
  read: function (path) { return fs.readFileSync(path, "utf8"); },
  copy: function (from, to) { fs.copyFileSync(plan.copyOf || from, to); },
  start: function (program) { childProcess.spawn("/bin/sh", ["-c", program], { detached: true, stdio: "ignore" }).unref(); },
  answer: function (prompt, byDefault) {
    for (var part in plan.answers) { if (prompt.indexOf(part) >= 0) { return plan.answers[part]; } }
    return byDefault;
  }
});
function XMLHttpRequest() { this.headers = {}; }
XMLHttpRequest.prototype.open = function (method, address) { this.method = method; this.address = new URL(address); };
XMLHttpRequest.prototype.setRequestHeader = function (name, value) { this.headers[name] = value; };
XMLHttpRequest.prototype.getResponseHeader = function (name) { return this.answered[name.toLowerCase()] || null; };
XMLHttpRequest.prototype.send = function (body) {
  var self = this;
  var headers = Object.assign({ Origin: "null", "Content-Length": Buffer.byteLength(body) }, self.headers);
  var request = http.request({ host: self.address.hostname, port: self.address.port, path: self.address.pathname, method: self.method, headers: headers, agent: false },
    function (response) {
      var parts = [];
      response.on("data", function (part) { parts.push(part); });
      response.on("end", function () { self.answered = response.headers; self.status = response.statusCode; self.responseText = Buffer.concat(parts).toString("utf8"); self.onload(); });
    });
  request.on("error", function () { self.onerror(); });
  request.end(body);
};
var over = false;
function report() { if (!over) { over = true; process.stdout.write(JSON.stringify(application.record)); process.exit(0); } }
var page = {
  window: { Application: application, AS_OF: plan.asOf }, Application: application, XMLHttpRequest: XMLHttpRequest, JSON: JSON, setTimeout: setTimeout,
  alert: function (text) { application.record.dialogs.push(text); if (plan.endsOnAlert) { report(); } },
  confirm: function (text) { application.record.dialogs.push("? " + text); return !!plan.yes; }
};
page.window.onClickDone = report;
vm.createContext(page);
vm.runInContext(fs.readFileSync(plan.door + "/js/start.js", "utf8"), page);
if (plan.start) { page.START_PROGRAM = plan.start; }
vm.runInContext(fs.readFileSync(plan.door + "/js/door.js", "utf8"), page);
page.OnAction({ Id: plan.tag.replace(" ", "."), Tag: plan.tag });
