# shellcheck shell=bash
# To be sourced: what the scripts ask of the machine, a JDK, Maven and Debian packages, and how they get it.
# Whatever is missing is installed where that is allowed (apt-get as root, or with a sudo that asks for nothing);
# where it is not, the script ends with the command that a person would have to run.

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
die() { say "$*"; exit "${failure:-1}"; } # a script whose status 1 means something else sets failure

# The command that makes the rest of the line run as root; fails where there is none.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
    command -v apt-get >/dev/null && as_root true 2>/dev/null
}

# install WHAT PACKAGE...: installs Debian packages without what they merely recommend; WHAT says to a person what for.
install() {
    local what=$1; shift
    may_install || die "$what is missing. Install it, on Debian or Ubuntu with: apt-get install --no-install-recommends $*"
    say "installing $*"
    local log; log=$(mktemp)
    # The lists may be old, or not there at all as in most container images.
    if ! { as_root env DEBIAN_FRONTEND=noninteractive apt-get update \
        && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } </dev/null >"$log" 2>&1; then
        tail -n 20 "$log" >&2; rm -f "$log"
        die "$what could not be installed: apt-get install $* failed, see above"
    fi
    rm -f "$log"
}

# have_package PACKAGE: whether the distribution has it, as far as its lists are known.
have_package() { [ -n "$(apt-cache --no-generate madison "$1" 2>/dev/null)" ]; }

# java_major HOME: 17 for a JDK 17; its release file answers at once, starting it takes a moment.
java_major() {
    local version
    version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$1/release" 2>/dev/null || true)
    [ -n "$version" ] || version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' || true)
    version=${version#1.}
    printf '%s\n' "${version%%[!0-9]*}"
}

# java_home PROGRAM: the first home with bin/PROGRAM (java or javac) of version 17 or newer: JAVA_HOME, the PATH's, any other.
java_home() {
    local home program=$1 found major
    found=$(command -v "$program" || true)
    [ -z "$found" ] || found=$(readlink -f "$found")
    for home in "${JAVA_HOME:-}" "${found%/bin/*}" /usr/lib/jvm/*; do
        if [ -z "$home" ] || [ ! -x "$home/bin/$program" ]; then continue; fi
        major=$(java_major "$home")
        if [ "${major:-0}" -ge 17 ]; then printf '%s\n' "$home"; return; fi
    done
    return 1
}

# Sees to a JDK, and points JAVA_HOME at it for Maven.
need_jdk() {
    local home
    if ! home=$(java_home javac); then
        local package=openjdk-17-jdk-headless
        if may_install; then
            as_root apt-get update </dev/null >/dev/null 2>&1 || true
            have_package "$package" || package=default-jdk-headless
        fi
        install "a JDK, 17 or newer," "$package"
        home=$(java_home javac) || die "$package is installed, but is no JDK 17 or newer: set JAVA_HOME to one"
    fi
    export JAVA_HOME=$home
}

maven_version() { mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*[0-9]\).*/\1/p' | head -n 1; }

need_maven() {
    command -v mvn >/dev/null || install "Maven, 3.8.7 or newer," maven
    local version; version=$(maven_version)
    [ "$(printf '%s\n' 3.8.7 "${version:-0}" | sort -V | head -n 1)" = 3.8.7 ] \
        || die "Maven ${version:-of unknown version} is too old: put 3.8.7 or newer first on the PATH (https://maven.apache.org/download.cgi)"
}

# need_program PROGRAM PACKAGE [WHAT]
need_program() {
    command -v "$1" >/dev/null || install "${3:-$1}" "$2"
}
