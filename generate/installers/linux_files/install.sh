#!/bin/sh
# Installs this folder for the user: 安装.sh [--prefix FOLDER]
set -u
here=$(dirname "$(readlink -f "$0")")
. "$here/setup/package.sh"
. "$here/setup/words.sh"
. "$here/setup/checks.sh"
refuse_other_computer
refuse_root
python=$here/python/bin/python3.11
if ! "$python" -c pass 2>/dev/null; then
  fail "${here%%/.rectify_xl.*} 里的程序不能运行。多半是这个磁盘不许运行程序，或系统的安全设置拦住了没有签名的程序（统信 UOS 要打开开发者模式，麒麟要在安全中心放行）。请换一个位置安装，或联系管电脑的同志。"
fi
text=$(own_locale "$python" "$here/setup/home.py" install "$@")
status=$?
if [ $status -eq 0 ]; then show info "$text"; else show error "$text"; fi
exit $status
