#!/bin/sh
# need.sh COMMAND PACKAGES WHAT: makes sure that COMMAND is there, from Debian's PACKAGES where we may install it.
# Says in one line what is missing otherwise, and fails.
set -u
command -v "$1" >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
	echo "installing $2: $3 needs it"
	export DEBIAN_FRONTEND=noninteractive
	{ apt-get -qq update && apt-get -qq -y install --no-install-recommends $2; } >/dev/null 2>&1 && exit 0
fi
echo "missing: $1 ($3 needs it; Debian: apt-get install $2)"
exit 1
