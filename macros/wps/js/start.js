// How the program is started when it does not run; `rectify-xl addin install --host wps` writes this file anew.
var START_PROGRAM = "";
