# shellcheck shell=bash
# To be sourced after machine.sh: finds a Docker Engine for the tests, or starts one.

# answers URL: whether an engine does, at a DOCKER_HOST such as unix:///var/run/docker.sock or tcp://127.0.0.1:2375.
answers() {
    case $1 in
        unix://*) curl -sf -m 5 -o /dev/null --unix-socket "${1#unix://}" http://docker/_ping;;
        tcp://*) curl -sf -m 5 -o /dev/null "http://${1#tcp://}/_ping";;
        *) return 1;;
    esac
}

# start_engine DIRECTORY: runs Debian's dockerd with all its state below DIRECTORY, and prints its DOCKER_HOST.
# stop_engine DIRECTORY ends it. Both need root.
start_engine() {
    local dir=$1 host=unix://$1/docker.sock packages=(docker.io iptables)
    # Newer releases of Debian have the command line and BuildKit's front end in packages of their own.
    if ! command -v dockerd >/dev/null; then
        apt-get update </dev/null >/dev/null 2>&1 || true
        local extra
        for extra in docker-cli docker-buildx; do have_package "$extra" && packages+=("$extra"); done
        install "Docker's engine" "${packages[@]}"
    fi
    # The package may have started the machine's own.
    answers unix:///var/run/docker.sock && { echo unix:///var/run/docker.sock; return; }
    setsid dockerd --data-root "$dir/data" --exec-root "$dir/exec" --pidfile "$dir/docker.pid" -H "$host" \
        </dev/null >"$dir/dockerd.log" 2>&1 &
    local _
    for _ in $(seq 120); do
        answers "$host" && { echo "$host"; return; }
        kill -0 $! 2>/dev/null || break
        sleep 0.5
    done
    say "no engine could be started:"
    grep -v 'level=info' "$dir/dockerd.log" | tail -n 5 >&2
    return 1
}

stop_engine() {
    local pid _
    if pid=$(cat "$1/docker.pid" 2>/dev/null); then
        kill "$pid" 2>/dev/null || true
        for _ in $(seq 60); do kill -0 "$pid" 2>/dev/null || break; sleep 0.5; done
    fi
    umount -R "$1/data" 2>/dev/null || true # dockerd mounts its data on itself, and not every version takes that back
    rm -rf "$1" || say "could not remove $1"
}
