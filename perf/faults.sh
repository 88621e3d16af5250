# shellcheck shell=bash disable=SC2154 # a sourced part
# What befalls the mesh in a journey; wants mesh.sh. Each says what it did in $work/faults, and ends with 0 if all went well.

# when the load has begun and so many seconds of it are over
await_load() {
    until [ -e "$work/begun" ]; do
        sleep 0.2
    done
    sleep "$1"
}

# of three nodes the last one dies at a third of the time
node_killed() {
    await_load $((warm_up + duration / 3))
    kill -9 "$(pid_of "$nodes_started")"
    echo "node perf-$nodes_started: kill -9 after $((duration / 3)) s" >>"$work/faults"
}

# each is stopped and started in its turn, the next one when it is ready
rolling_restart() {
    local node begun
    await_load $((warm_up + 2))
    for ((node = 1; node <= nodes_started; node++)); do
        begun=$(date +%s%N)
        ./lotse stop --name "perf-$node" >/dev/null || return 1
        start_node "$node" || return 1
        echo "node perf-$node: stopped, and ready again after $((($(date +%s%N) - begun) / 1000000)) ms" >>"$work/faults"
        sleep 1
    done
}

# what each node's live heap grew by from a third of the time to shortly before the end
soak() {
    local node before=() now
    await_load $((warm_up + duration / 3))
    for ((node = 1; node <= nodes_started; node++)); do
        before+=("$(live_kb "$(pid_of "$node")")")
    done
    sleep $((duration * 2 / 3 - 5))
    for ((node = 1; node <= nodes_started; node++)); do
        now=$(live_kb "$(pid_of "$node")")
        echo "node perf-$node: live heap $((before[node - 1] / 1024)) MB, then $((now / 1024)) MB" >>"$work/faults"
        [ $((now * 100)) -le $((before[node - 1] * (100 + growth))) ] ||
            echo "node perf-$node: its live heap grew by more than $growth %" >>"$work/broken"
    done
}
