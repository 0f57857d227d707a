#!/bin/sh
# Installs the program that follows this text, for one user. Needs sh, tail, tar, gzip and sha256sum only.
set -u
version=@VERSION@
architecture=@ARCHITECTURE@
glibc=@GLIBC@
offset=@OFFSET@
size=@SIZE@
digest=@DIGEST@
kilobytes=@KILOBYTES@
@WORDS@
@CHECKS@
prefix=
only_check=
while [ $# -gt 0 ]; do
  case $1 in
  --prefix)
    if [ $# -lt 2 ]; then fail "--prefix 后面要写装到哪个文件夹。"; fi
    prefix=$2
    shift
    ;;
  --prefix=*) prefix=${1#--prefix=} ;;
  --check) only_check=yes ;;
  -h | --help)
    say "巡察整改 $version（$architecture）安装程序
  sh $0                   装给当前用户，不需要管理员，不联网
  sh $0 --prefix 文件夹    装到指定的文件夹（平时装在 ~/.local/share/巡察整改）
  sh $0 --check           只检查这个文件完整不完整、这台电脑能不能装"
    exit 0
    ;;
  *) fail "不认识的选项：$1。可用的：--prefix 文件夹、--check、--help。" ;;
  esac
  shift
done
for tool in tail tar gzip sha256sum id df; do
  has "$tool" || fail "系统里缺少 $tool 命令，不能安装。请联系管电脑的同志。"
done
refuse_other_computer
incomplete="安装文件不完整，或者被改动过，没有安装。请重新拷贝、下载一份，再运行。"
if [ "$(wc -c <"$0")" -ne "$((offset - 1 + size))" ]; then fail "$incomplete"; fi
if [ "$(tail -c "+$offset" "$0" | sha256sum | cut -c 1-64)" != "$digest" ]; then fail "$incomplete"; fi
if [ -n "$only_check" ]; then
  say "安装文件完整，这台电脑可以装。"
  exit 0
fi
refuse_root
if [ -z "${HOME:-}" ]; then fail "找不到当前用户的文件夹（HOME），不能安装。"; fi
data=${XDG_DATA_HOME:-$HOME/.local/share}
if [ -z "$prefix" ]; then prefix=$data/巡察整改; fi
case $prefix in
/*) ;;
*) prefix=$PWD/$prefix ;;
esac
parent=$(dirname "$prefix")
mkdir -p "$parent" 2>/dev/null || fail "不能新建文件夹 $parent，没有安装。请换一个位置：--prefix 文件夹。"
if [ ! -w "$parent" ]; then fail "不能写入文件夹 $parent，没有安装。请换一个位置：--prefix 文件夹。"; fi
# Set-ups that were killed left what they had unpacked: their process is gone, or its number is another one's by now.
# Where an older version is in it, the new one will see to it.
for left in "$parent"/.rectify_xl.*.*; do
  number=${left#"$parent"/.rectify_xl.}
  number=${number%%.*}
  case $number in
  '' | *[!0-9]*) ;;
  *)
    if [ -O "$left" ] && [ ! -d "$left/former" ] && [ -d /proc/self ] &&
      { [ ! -O "/proc/$number" ] || [ -n "$(find "$left" -maxdepth 0 -mmin +60 2>/dev/null)" ]; }; then
      rm -rf "$left"
    fi
    ;;
  esac
done
# Names of disks and folders may hold blanks: what is free stands before the first share in percent.
free=$(df -Pk "$parent" 2>/dev/null | awk 'END { for (i = 2; i <= NF; i++) if ($i ~ /^[0-9]+%$/) { print $(i - 1); exit } }')
case $free in
'' | *[!0-9]*) free=$kilobytes ;; # nothing can be told of this place; unpacking will tell
esac
if [ "$free" -lt "$kilobytes" ]; then
  fail "磁盘空间不够：$parent 所在的磁盘还剩 $((free / 1024)) MB，要 $((kilobytes / 1024)) MB。请清理磁盘，或换一个位置：--prefix 文件夹。"
fi
if [ -z "$windows" ]; then say "正在安装“巡察整改” $version……"; fi
work=$(mktemp -d "$parent/.rectify_xl.$$.XXXXXX") || fail "不能写入文件夹 $parent，没有安装。"
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
if ! tail -c "+$offset" "$0" | gzip -dc | tar -xf - -C "$work" 2>/dev/null; then
  fail "解压时出错，没有安装：多半是磁盘满了。请清理磁盘再试。"
fi
own_locale sh "$work/@FOLDER@/安装.sh" --move --prefix "$prefix"
exit $?
