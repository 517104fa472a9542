#!/bin/sh
# Browser tests need Debian's chromium and a CJK font: install them when root, otherwise name them.
set -eu
missing=""
[ -x /usr/bin/chromium ] || missing="chromium"
fc-list :lang=zh 2>/dev/null | grep -q . || missing="$missing fonts-noto-cjk"
missing=$(echo $missing)
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing $missing ..."
    apt-get update -qq >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing fontconfig >/dev/null
else
    echo "The tests need these Debian packages: apt-get install $missing" >&2
    exit 1
fi
