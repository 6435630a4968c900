#!/usr/bin/env bash
# Sees to it that what a target needs is on this machine: `tools/need.sh go node cc pg
# java mvn xfs chromium`. As root on Debian it installs what is missing; elsewhere it says which
# command would, and ends with 1. Go and Node it only checks.
set -euo pipefail

missing=()   # Debian packages
say() { printf '%s\n' "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }

has_pg() {
  [ -n "${HELIU_TEST_PG:-}" ] && return 0
  local dir
  for dir in ${PATH//:/ } /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin; do
    [ -x "$dir/initdb" ] && [ -x "$dir/postgres" ] && return 0
  done
  return 1
}

# at_least A B: is version A at least B (dotted numbers)?
at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$2" ]; }

for what in "$@"; do
  case $what in
    go)
      want=$(sed -n 's/^go //p' "$(dirname "$0")/../go.mod")
      have go || { say "Go $want or later is missing: https://go.dev/dl/"; exit 1; } ;;
    node)
      have node && have npm || { say "Node.js 20.19 or later with npm is missing: https://nodejs.org/en/download"; exit 1; }
      now=$(node --version)
      at_least "${now#v}" 20.19 || { say "Node.js is $now; 20.19 or later is needed: https://nodejs.org/en/download"; exit 1; } ;;
    cc) have cc || have gcc || have clang || missing+=(gcc libc6-dev) ;; # the race detector links with it
    pg) has_pg || missing+=(postgresql) ;;
    java) have java || missing+=(default-jre-headless) ;;
    xfs) have xfs_io || missing+=(xfsprogs) ;;
    mvn) have mvn || missing+=(maven) ;;
    disk) # file systems whose power is cut
      have mkfs.ext4 || [ -x /sbin/mkfs.ext4 ] || missing+=(e2fsprogs)
      have losetup || [ -x /sbin/losetup ] || missing+=(mount util-linux) ;;
    chromium)
      [ -n "${CHROMIUM:-}" ] || have chromium || have chromium-browser || have google-chrome || missing+=(chromium)
      if have fc-list; then [ -n "$(fc-list :lang=zh family 2>/dev/null)" ] || missing+=(fonts-noto-cjk); else missing+=(fontconfig fonts-noto-cjk); fi ;;
    *) say "need.sh: what is $what?"; exit 2 ;;
  esac
done

[ ${#missing[@]} -gt 0 ] || exit 0
if [ "$(id -u)" = 0 ] && have apt-get; then
  say "installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null >/dev/null
  exit 0
fi
if have apt-get; then say "missing: run  sudo apt-get install -y ${missing[*]}"
else say "missing: ${missing[*]} (Debian's names); install them with your package manager"; fi
exit 1
