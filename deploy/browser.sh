#!/usr/bin/env bash
# What the browser tests need: Debian's Chromium and a Chinese font. Installs them if it may.
set -euo pipefail
need=()
command -v chromium >/dev/null || need+=(chromium)
fc-list :lang=zh 2>/dev/null | grep -q . || need+=(fonts-noto-cjk fontconfig)
command -v msgfmt >/dev/null || need+=(gettext)
# the driver that moves the browser is linked against it, and Chromium does not bring it
ldconfig -p | grep -q "libatomic.so.1" || need+=(libatomic1)
[ ${#need[@]} -eq 0 ] && exit 0
sudo=""
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "missing: ${need[*]}. As root: apt-get install ${need[*]}" >&2; exit 1; }
  sudo=sudo
fi
echo "installing ${need[*]}"
$sudo apt-get update -qq
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${need[@]}" >/dev/null
