#!/bin/sh
# Takes the program away again: 卸载.sh [--force]
set -u
here=$(dirname "$(readlink -f "$0")")
. "$here/setup/words.sh"
if [ ! -x "$here/python/bin/python3.11" ]; then
  fail "程序不完整，多半是上次更新、卸载时断了，不能卸载。请重新安装一次，再卸载。"
fi
ask "要卸载“巡察整改”吗？台账和它的备份都不会动。" || exit 0
text=$(own_locale "$here/python/bin/python3.11" "$here/setup/home.py" remove "$@")
status=$?
if [ $status -eq 0 ]; then show info "$text"; else show error "$text"; fi
exit $status
