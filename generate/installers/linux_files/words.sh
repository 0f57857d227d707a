# How the scripts speak: on the terminal, or in a window where a double click started them. Comments are in ASCII, and
# the locale is set to C first: a shell in a GB18030 locale would join bytes of our UTF-8 text with what follows them.
charset=$(locale charmap 2>/dev/null) || charset=
lc_all=${LC_ALL-}
LC_ALL=C
export LC_ALL
title=巡察整改
windows=
if [ ! -t 1 ] && [ ! -t 2 ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then windows=yes; fi

# Run a program with the locale that the user has.
own_locale() (
  if [ -n "$lc_all" ]; then LC_ALL=$lc_all; else unset LC_ALL; fi
  "$@"
)

# Run a program that shows windows, which reads our text only in a locale of UTF-8.
window() (
  case $charset in
  UTF-8 | utf8) if [ -n "$lc_all" ]; then LC_ALL=$lc_all; else unset LC_ALL; fi ;;
  *) LC_ALL=C.UTF-8 ;;
  esac
  "$@" 2>/dev/null
)

has() { command -v "$1" >/dev/null 2>&1; }

# Write a text on the terminal, in the letters that it reads.
say() {
  case $charset in
  GB* | gb* | BIG5* | Big5*)
    letters=$(printf '%s' "$1" | iconv -f UTF-8 -t "$charset//TRANSLIT" 2>/dev/null) || letters=$1
    printf '%s\n' "$letters"
    ;;
  *) printf '%s\n' "$1" ;;
  esac
}

# show info|error TEXT
show() {
  if [ "$1" = error ]; then say "$2" >&2; else say "$2"; fi
  if [ -z "$windows" ]; then return 0; fi
  if has zenity; then
    window zenity "--$1" --no-markup --width=520 --title="$title" --text="$2" || :
  elif has kdialog; then
    if [ "$1" = error ]; then kind=--error; else kind=--msgbox; fi
    window kdialog --title "$title" $kind "$2" || :
  elif has xmessage; then
    window xmessage -center -buttons OK "$2" || :
  elif has notify-send; then
    window notify-send "$title" "$2" || :
  fi
}

fail() {
  show error "$1"
  exit 2
}

# ask QUESTION: true where the user agrees; on a terminal, who gave the command has agreed.
ask() {
  if [ -z "$windows" ]; then return 0; fi
  if has zenity; then
    window zenity --question --no-markup --width=420 --title="$title" --text="$1"
  elif has kdialog; then
    window kdialog --title "$title" --yesno "$1"
  elif has xmessage; then
    window xmessage -center -buttons Yes:0,No:1 "$1"
  else
    return 0
  fi
}
