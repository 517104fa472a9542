#!/bin/sh
# Spark needs Java 17: install Debian's package when root, otherwise name it.
set -eu
if command -v java >/dev/null && java -version 2>&1 | grep -qE 'version "(1[7-9]|2[0-9])'; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing openjdk-17-jre-headless ..."
    apt-get update -qq >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq openjdk-17-jre-headless >/dev/null
else
    echo "Spark needs Java 17 or newer: apt-get install openjdk-17-jre-headless" >&2
    exit 1
fi
