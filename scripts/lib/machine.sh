# shellcheck shell=bash
# To be sourced: what the scripts ask of the machine, a JDK, Maven and Debian packages, and how they get it.
# Whatever is missing is installed where that is allowed (apt-get as root, or with a sudo that asks for nothing);
# where it is not, the script ends with the command that a person would have to run.

# For the JVM, where it goes through a whole build context: what runs a hundred thousand times is over before the thorough
# compiler would have paid, but for a digest, which runs far oftener; nor is it worth it to count, for that compiler, which way
# each branch goes, on two processors at once. What the system tells of a file is read where the JDK keeps it (InodeFields).
# shellcheck disable=SC2034 # for those who source this
for_trees="-XX:Tier4InvocationThreshold=100000 -XX:Tier4MinInvocationThreshold=50000 -XX:Tier4CompileThreshold=200000 -XX:Tier4BackEdgeThreshold=400000"
for_trees+=" -XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions -XX:-C1ProfileCalls -XX:-C1ProfileVirtualCalls"
for_trees+=" -XX:-C1ProfileInlinedCalls -XX:-C1ProfileBranches -XX:-C1ProfileCheckcasts -XX:-C1UpdateMethodData"
for_trees+=" --add-opens java.base/sun.nio.fs=ALL-UNNAMED"

# test_classes FILE [ARGUMENT...]: compiles the tests, and writes the class path of what they need into FILE.
test_classes() {
    local file=$1 log; shift
    log=$(cd "$root" && mvn -q -B -ntp -Dstyle.color=never -DskipTests "$@" test-compile dependency:build-classpath \
        -Dmdep.outputFile="$file" -Dmdep.includeScope=test </dev/null 2>&1) \
        || { printf '%s\n' "$log" >&2; die "the build failed, see above"; }
}

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
die() { say "$*"; exit "${failure:-1}"; } # a script whose status 1 means something else sets failure

# The command that makes the rest of the line run as root; fails where there is none.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
    command -v apt-get >/dev/null && as_root true 2>/dev/null
}

# install WHAT PACKAGE...: installs Debian packages without what they merely recommend; WHAT tells a person what is missing.
# The package jdk stands for a JDK, 17 or newer, of whatever release this is.
install() {
    local what=$1 log; shift
    log=$(mktemp)
    # The lists may be old, or not there at all as in most container images.
    ! may_install || as_root env DEBIAN_FRONTEND=noninteractive apt-get update </dev/null >"$log" 2>&1 || true
    local package packages=()
    for package in "$@"; do
        [ "$package" != jdk ] || { have_package openjdk-17-jdk-headless && package=openjdk-17-jdk-headless || package=default-jdk-headless; }
        packages+=("$package")
    done
    may_install || { rm -f "$log"; die "missing: $what. On Debian or Ubuntu: apt-get install --no-install-recommends ${packages[*]}"; }
    say "installing ${packages[*]}"
    if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}" </dev/null >>"$log" 2>&1; then
        tail -n 20 "$log" >&2; rm -f "$log"
        die "could not be installed: $what. apt-get install ${packages[*]} failed, see above"
    fi
    rm -f "$log"
}

# have_package PACKAGE: whether the distribution has it, as far as its lists are known.
have_package() { [ -n "$(apt-cache madison "$1" 2>/dev/null)" ]; }

# The next three put their answer into REPLY: each $(…) would be a process, and scripts/misstep is to start at once.

# java_major HOME: 17 for a JDK 17; its release file answers at once, starting it takes a moment.
java_major() {
    local line
    REPLY=
    if [ -r "$1/release" ]; then
        while read -r line; do
            [[ $line != JAVA_VERSION=* ]] || { REPLY=${line#*\"}; REPLY=${REPLY%\"*}; }
        done <"$1/release"
    fi
    [ -n "$REPLY" ] || REPLY=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' || true)
    REPLY=${REPLY#1.}
    REPLY=${REPLY%%[!0-9]*}
}

# path_home PROGRAM: the home of the one on the PATH, empty if there is none.
path_home() {
    local home
    REPLY=
    hash "$1" 2>/dev/null || return 0
    for home in /usr/lib/jvm/*; do
        if [ "$home/bin/$1" -ef "${BASH_CMDS[$1]}" ]; then REPLY=$home; return; fi
    done
    REPLY=$(readlink -f "${BASH_CMDS[$1]}")
    REPLY=${REPLY%/bin/*}
}

# java_home PROGRAM: the first home with bin/PROGRAM (java or javac) of version 17 or newer: JAVA_HOME, the PATH's, any other.
java_home() {
    local home program=$1
    path_home "$program"
    for home in "${JAVA_HOME:-}" "$REPLY" /usr/lib/jvm/*; do
        if [ -z "$home" ] || [ ! -x "$home/bin/$program" ]; then continue; fi
        java_major "$home"
        if [ "${REPLY:-0}" -ge 17 ]; then REPLY=$home; return; fi
    done
    return 1
}

# need TOOL...: sees to all of them at once. A TOOL is jdk (which also points JAVA_HOME at it, for Maven), maven, or
# PROGRAM or PROGRAM:PACKAGE, where the Debian package has another name.
need() {
    local tool packages=() what=()
    for tool in "$@"; do
        case $tool in
            jdk) java_home javac || { what+=("a JDK (17 or newer)"); packages+=(jdk); };;
            maven) command -v mvn >/dev/null || { what+=("Maven (3.8.7 or newer)"); packages+=(maven); };;
            *) command -v "${tool%:*}" >/dev/null || { what+=("${tool%:*}"); packages+=("${tool#*:}"); };;
        esac
    done
    if [ ${#packages[@]} -gt 0 ]; then
        local list; list=$(printf ', %s' "${what[@]}")
        install "${list:2}" "${packages[@]}"
    fi
    for tool in "$@"; do
        case $tool in
            jdk) java_home javac || die "no JDK 17 or newer, even now: set JAVA_HOME to one"; export JAVA_HOME=$REPLY;;
            maven) check_maven;;
        esac
    done
}

maven_version() { mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*[0-9]\).*/\1/p' | head -n 1; }

check_maven() {
    local version; version=$(maven_version)
    [ "$(printf '%s\n' 3.8.7 "${version:-0}" | sort -V | head -n 1)" = 3.8.7 ] \
        || die "Maven ${version:-of unknown version} is too old: put 3.8.7 or newer first on the PATH (https://maven.apache.org/download.cgi)"
}
