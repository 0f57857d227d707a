#!/bin/sh
# Opens the page with the buttons in the browser.
set -u
here=$(dirname "$(readlink -f "$0")")
. "$here/setup/words.sh"
if text=$(own_locale "$here/rectify-xl" service open 2>&1); then
  say "$text"
  case $text in *没有打开浏览器*) show info "$text" ;; esac
else
  status=$?
  show error "$text"
  exit $status
fi
