#!/bin/sh
# The tests of the service need Debian's nginx and PostgreSQL: install them when root, otherwise name them.
# Neither is started: the tests start their own, on free ports of this machine.
set -eu
missing=""
[ -x /usr/sbin/nginx ] || missing="nginx-light"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
command -v openssl >/dev/null || missing="$missing openssl"
missing=$(echo $missing)
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing $missing ..."
    apt-get update -qq >/dev/null
    # the packages would start their services: this machine keeps them stopped
    policy=/usr/sbin/policy-rc.d
    [ -e $policy ] || { printf '#!/bin/sh\nexit 101\n' > $policy; chmod +x $policy; trap 'rm -f /usr/sbin/policy-rc.d' EXIT; }
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
    echo "The tests need these Debian packages: apt-get install $missing" >&2
    exit 1
fi
