#!/bin/sh
# Sets up what `make hardware` needs: sh hardware/setup.sh .venv-hardware
# Python packages (some 1.3 GB) into an environment of their own; PrusaSlicer, ngspice and graphviz (some 700 MB) by apt
# where that may be, else it says what to install and stops.
set -eu
venv=$1
missing=
for pair in prusa-slicer:prusa-slicer ngspice:ngspice dot:graphviz; do
    command -v "${pair%%:*}" >/dev/null || missing="$missing ${pair##*:}"
done
if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "setup: installing$missing"
        apt-get update -qq
        # shellcheck disable=SC2086  # a list of package names
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
    else
        echo "setup: install (Debian, Ubuntu): sudo apt-get install$missing; then run make again" >&2
        exit 2
    fi
fi
[ -x "$venv/bin/python" ] || "${PYTHON:-python3}" -m venv "$venv"
echo "setup: installing the locked packages into $venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r hardware/requirements.lock
touch "$venv/.ready"
