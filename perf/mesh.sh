# shellcheck shell=bash disable=SC2034 # a sourced part
# Starts a mesh of its own in a temporary folder on free ports, and ends it; to be sourced in the repository's root.
# The one who sources it has say and fail.
root=$PWD
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
jcmd=$(dirname "$(readlink -f "$(command -v "$java")")")/jcmd
work=$(mktemp -d "${TMPDIR:-/tmp}/lotse-perf.XXXXXX")
own_mesh=
# processes that are to be ended: services, and who befalls the mesh
started=()
nodes_started=0
ports=()
voters=
join=
# nothing of the caller's own mesh
unset "${!LOTSE_@}"
export LOTSE_HOME=$work/home
mkdir "$LOTSE_HOME"

cleanup() {
    local status=$? pid
    trap - EXIT INT TERM
    for pid in "${started[@]}"; do
        kill "$pid" 2>/dev/null || true
    done
    for pid in "${started[@]}"; do
        wait "$pid" 2>/dev/null || true
    done
    if [ -n "$own_mesh" ]; then
        ./lotse stop --all >/dev/null || say "a node did not stop: see $work"
    fi
    if [ $status -eq 0 ]; then
        rm -rf "$work"
    else
        say "the nodes' logs are in $work"
    fi
    exit $status
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# the next port from $1 on at which nobody listens on this host
free_port() {
    local port=$1
    while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
        port=$((port + 1))
    done
    echo "$port"
}

# port_of NODE KIND: 0 ledger, 1 cluster, 2 gateway, 3 control
port_of() {
    echo "${ports[4 * ($1 - 1) + $2]}"
}

# start_node NODE [OPTION ...]: with the same ports each time
start_node() {
    local node=$1
    shift
    ./lotse start --detach --name "perf-$node" --cluster-port "$(port_of "$node" 1)" --gateway-port "$(port_of "$node" 2)" \
        --control-port "$(port_of "$node" 3)" --join "$join" --voters "$voters" "$@" >"$work/ready-$node"
}

pid_of() {
    sed -n 's/.*"pid" *: *\([0-9]*\).*/\1/p' "$LOTSE_HOME/perf-$1/node.json"
}

# start_mesh NODES [OPTION ...]: all at once, for voters are ready only when most of them are there; sets control and gateway
start_mesh() {
    local i next=15801 pids=()
    nodes_started=$1
    shift
    for ((i = 0; i < 4 * nodes_started; i++)); do
        ports+=("$(free_port "$next")")
        next=$((ports[i] + 1))
    done
    for ((i = 1; i <= nodes_started; i++)); do
        voters+=${voters:+,}perf-$i=127.0.0.1:$(port_of "$i" 0)
        join+=${join:+,}127.0.0.1:$(port_of "$i" 1)
    done
    own_mesh=yes
    for ((i = 1; i <= nodes_started; i++)); do
        start_node "$i" "$@" &
        pids+=($!)
    done
    for pid in "${pids[@]}"; do
        wait "$pid" || fail "a node did not start"
    done
    cat "$work"/ready-* >&2
    control=$(sed -n 's/.* control=\([^ ]*\).*/\1/p' "$work"/ready-* | paste -sd,)
    gateway=$(sed -n 's/.* gateway=\([^ ]*\).*/\1/p' "$work"/ready-* | paste -sd,)
}

# serve NAME COPIES: copies of the small service, each told to the next node, so that no node's end takes all their heartbeats
serve() {
    local name=$1 copies=$2 controls i
    IFS=, read -ra controls <<<"$control"
    for ((i = 1; i <= copies; i++)); do
        ./lotse run --control "${controls[(i - 1) % ${#controls[@]}]}" --name "$name" -- \
            "$java" -Xmx64m -XX:+UseSerialGC "$root/perf/services/Hello.java" 2>"$work/$name-$i.log" &
        started+=($!)
    done
}

# await_active NAME COPIES: until so many instances are active; sets direct to their URLs, with commas between
await_active() {
    local i
    for ((i = 0; i < 300; i++)); do
        direct=$(straight "$1")
        [ "$(tr -cd , <<<"$direct," | wc -c)" -lt "$2" ] || [ -z "$direct" ] || return 0
        sleep 0.2
    done
    fail "the services do not answer: $(cat "$work/$1"-*.log)"
}

# straight NAME: URLs of the service's active instances, with commas between
straight() {
    ./lotse services --control "${control%%,*}" --status active "$1" | grep -o '[^ ]*:[0-9][0-9]*' \
        | sed 's|^|http://|' | paste -sd, || true
}

# the live heap of a process, in KB
live_kb() {
    "$jcmd" "$1" GC.class_histogram | awk '/^Total/ {print int($3 / 1024)}'
}
