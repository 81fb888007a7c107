#!/bin/sh
# Installs Debian packages that some tests need: scripts/system.sh libreoffice chromium
# Does nothing for a tool that is installed. If a tool can't be installed, prints why; the exit code
# is still 0, and the tests that need the tool are skipped with a reason.
set -u

say() { printf 'system    %s\n' "$1"; }

# have NAME: true if all commands of a tool are installed
have() {
    case $1 in
        libreoffice) command -v localc >/dev/null && command -v soffice >/dev/null ;;
        chromium) command -v chromium >/dev/null && command -v chromedriver >/dev/null ;;
    esac
}

install() {
    case $1 in
        libreoffice) packages=libreoffice-calc ;;
        chromium) packages="chromium chromium-driver" ;;
        *)
            echo "There is no tool '$1'. There are libreoffice and chromium." >&2
            exit 2
            ;;
    esac
    have "$1" && return
    if ! command -v apt-get >/dev/null; then
        say "$1 is not installed, and this is not Debian: tests that need it are skipped"
        return
    fi
    if [ "$(id -u)" != 0 ]; then
        say "$1 is not installed; as root, apt-get install $packages. Tests that need it are skipped"
        return
    fi
    say "installing $packages (once)"
    log=$(mktemp)
    # $packages is a list; the lock may be held by another installation for some minutes.
    # shellcheck disable=SC2086
    if ! { apt_get update && apt_get install --no-install-recommends $packages; } >"$log" 2>&1
    then
        say "$packages can't be installed, so tests that need $1 are skipped: $(tail -n 1 "$log")"
    fi
    rm -f "$log"
}

apt_get() {
    DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600 \
        -o Acquire::Retries=3 -o Acquire::http::Timeout=30 "$@" </dev/null
}

for tool in "$@"; do
    install "$tool"
done
exit 0
