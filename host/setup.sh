#!/bin/sh
# Sets up the Python environment for the Makefile: sh host/setup.sh .venv, or with all that the tests need: ... .venv all
# Installs missing system packages through apt when it may (root on Debian or Ubuntu), else says what to install and stops.
set -eu
venv=$1

stop() {
    echo "setup: $*" >&2
    exit 2
}

# apt_or_stop WHY PACKAGE...
apt_or_stop() {
    why=$1
    shift
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "setup: $why; installing $*"
        apt-get update -qq || stop "apt-get update failed; check the network, then run make again"
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
            stop "apt-get could not install: $*; install them by hand, then run make again"
    else
        stop "$why; install (Debian, Ubuntu): sudo apt-get install $*; then run make again"
    fi
}

find_python() {
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
}

python=$(find_python)
[ -n "$python" ] || stop "Python 3.11 or newer is needed and none was found; install it, or name it: make PYTHON=/path/to/python"

"$python" -c 'import venv, ensurepip' 2>/dev/null ||
    apt_or_stop "Python's venv module is missing" "python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"

# Qt comes with its own libraries but for these; name:package
if [ "$(uname -s)" = Linux ]; then
    missing=
    have=$(/sbin/ldconfig -p 2>/dev/null || ldconfig -p 2>/dev/null || true)
    for pair in libEGL.so.1:libegl1 libGL.so.1:libgl1 libxkbcommon.so.0:libxkbcommon0 libdbus-1.so.3:libdbus-1-3 \
        libfontconfig.so.1:libfontconfig1 libglib-2.0.so.0:libglib2.0-0 libxcb-cursor.so.0:libxcb-cursor0 \
        libxkbcommon-x11.so.0:libxkbcommon-x11-0 libxcb-icccm.so.4:libxcb-icccm4 libxcb-keysyms.so.1:libxcb-keysyms1 \
        libxcb-image.so.0:libxcb-image0 libxcb-render-util.so.0:libxcb-render-util0 libxcb-shape.so.0:libxcb-shape0 \
        libxcb-xkb.so.1:libxcb-xkb1 libxcb-randr.so.0:libxcb-randr0; do
        case $have in
            *"${pair%%:*}"*) ;;
            *) missing="$missing ${pair##*:}" ;;
        esac
    done
    if [ -z "$(find /usr/share/fonts /usr/local/share/fonts "$HOME/.fonts" "$HOME/.local/share/fonts" \
        \( -name '*.ttf' -o -name '*.otf' \) 2>/dev/null | head -n 1)" ]; then
        missing="$missing fonts-dejavu-core"
    fi
    # shellcheck disable=SC2086  # a list of package names
    [ -z "$missing" ] || apt_or_stop "Qt needs system libraries that are missing" $missing
fi

if [ "${2:-}" = all ]; then
    echo "setup: installing all optional packages into $venv"
    # not compiled: few of these packages' modules are ever loaded, and those compile themselves once
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes \
        -r requirements-all.lock
    # A server, a browser, a display and a mouse that some tests run for themselves; without them those are skipped, and
    # say so.
    missing=
    ls /usr/local/bin/postgres /usr/lib/postgresql/*/bin/postgres 2>/dev/null | grep -q . || missing="$missing postgresql"
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing="$missing chromium"
    command -v Xvfb >/dev/null || missing="$missing xvfb"
    command -v xdotool >/dev/null || missing="$missing xdotool"
    # shellcheck disable=SC2086  # a list of package names
    [ -z "$missing" ] || (apt_or_stop "tests use programs that are missing" $missing) ||
        echo "setup: the tests that need$missing will be skipped"
    touch "$venv/.whole"
    exit
fi

[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
echo "setup: installing the locked packages into $venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements.lock
# On all cores, without the packages' own tests, and while the rest is installed: pip would do it on one, all of it.
"$venv/bin/python" -m compileall -qq -j 0 -x '[/\\]tests?[/\\]' "$venv/lib" &
compiling=$!
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
# What chips' MicroPython has, for type-checking the firmware: apart from each other and from this Python's own packages.
for port in rp2 esp32; do
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --upgrade \
        --target "$venv/micropython-stubs/$port" -r "tests/firmware/stubs-$port.lock"
done
# some packages hold files for other Pythons, which do not compile
wait "$compiling" || true
touch "$venv/.ready"
