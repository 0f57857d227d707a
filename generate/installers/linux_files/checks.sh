# Whether the program can run here. Needs words.sh, and `architecture` and `glibc` as they are named by the package.
refuse_other_computer() {
  machine=$(uname -m)
  case $machine in
  amd64) machine=x86_64 ;;
  arm64) machine=aarch64 ;;
  esac
  if [ "$machine" != "$architecture" ]; then
    case $machine in
    x86_64 | aarch64) fail "这台电脑的处理器是 $machine，这份安装文件是给 $architecture 的。请换用文件名里写着 $machine 的那一份。" ;;
    loongarch64 | loong64 | mips64 | mips64el)
      fail "这台电脑是龙芯（$machine）。程序用到的程序库没有龙芯版，装不上；请在 x86_64 或 ARM64（aarch64）的电脑上用。" ;;
    *) fail "这台电脑的处理器是 $machine，程序只有 x86_64 和 aarch64 两种，装不上。" ;;
    esac
  fi
  if [ "$(getconf LONG_BIT 2>/dev/null || echo 64)" != 64 ]; then
    fail "这台电脑装的是32位系统，程序只能在64位系统上用。"
  fi
  library=$(getconf GNU_LIBC_VERSION 2>/dev/null) || library=
  case $library in
  glibc*) ;;
  *) fail "这个系统用的不是 GNU C 库（glibc），程序不能运行。" ;;
  esac
  library=${library#glibc }
  if [ "${library%%.*}" -lt "${glibc%%.*}" ] ||
    { [ "${library%%.*}" -eq "${glibc%%.*}" ] && [ "$(minor "$library")" -lt "$(minor "$glibc")" ]; }; then
    fail "系统太旧：glibc 是 $library，程序要 $glibc 或更新的（统信 UOS 20、麒麟 V10 都够）。"
  fi
}

# minor 2.28.1 prints 28
minor() {
  minor_part=${1#*.}
  printf '%s' "${minor_part%%[!0-9]*}"
}

refuse_root() {
  if [ "$(id -u)" -eq 0 ]; then
    fail "请不要用管理员（root、sudo）身份安装：程序只装给当前用户，请用平时用的那个用户运行。"
  fi
}
