# shellcheck shell=bash disable=SC2034,SC2086,SC2154 # a sourced part; commands and options are words
# What each further feature of Lotse costs; wants gateways.sh.
api_key=lotse-perf-$RANDOM$RANDOM$RANDOM

# own_ticks PIDS...: CPU time of these processes without the compiler's threads, which have most to do while little is warm
own_ticks() {
    local pid
    for pid in $*; do
        cat "/proc/$pid/task"/*/stat 2>/dev/null
    done | sed '/(C[12] CompilerThre/d; s/.*) //' | awk '{sum += $12 + $13} END {print sum + 0}'
}

base64url() {
    base64 -w0 | tr '+/' '-_' | tr -d =
}

# a key pair for tokens, and a token
make_token() {
    local now
    now=$(date +%s)
    openssl genrsa -out "$work/issuer.key" 2048 2>/dev/null
    openssl rsa -in "$work/issuer.key" -pubout -out "$work/issuer.pem" 2>/dev/null
    token=$(printf '{"alg":"RS256","typ":"JWT"}' | base64url).$(
        printf '{"iss":"https://id.example","aud":"bench","sub":"till-3","iat":%s,"exp":%s}' "$now" $((now + 86400)) | base64url
    )
    token+=.$(printf %s "$token" | openssl dgst -sha256 -sign "$work/issuer.key" -binary | base64url)
}

api_keys() {
    echo "api_keys:"
    echo "- {name: till, sha256: $(printf %s "$api_key" | sha256sum | cut -d' ' -f1)}"
}

# Features of a route: name, what it adds to the match, what to the route, the request (see request)
features_of_routes() {
    local pem
    pem=$(awk '{printf "%s\\n", $0}' "$work/issuer.pem")
    cat <<TABLE
retries||policy: {retries: {attempts: 2}}|get
retries-with-body||policy: {retries: {attempts: 2, methods: [POST]}}|post
breaker||policy: {breaker: {failures: 5}}|get
bulkhead||policy: {bulkhead: {concurrent: 1000}}|get
total-timeout||policy: {timeouts: {total: 30}}|get
fallback||policy: {fallback: {answer: {status: 503, body: later}}}|get
least-requests||policy: {balancing: {strategy: least-requests}}|get
peak-ewma||policy: {balancing: {strategy: peak-ewma}}|get
consistent-hash||policy: {balancing: {strategy: consistent-hash, hash_on: "header:Host"}}|get
sticky-cookie||policy: {balancing: {strategy: sticky-cookie}}|get
header-match|, headers: {host: "*"}||get
host-match|, hosts: ["127.0.0.1"]||get
rate-limit||policy: {rate_limits: [{requests: 1000000}]}|get
api-key||policy: {auth: {api_keys: {}}}|key
jwt||policy: {auth: {jwt: [{issuer: "https://id.example", audiences: [bench], pem: "$pem"}]}}|token
slow-body-watch||policy: {limits: {body_idle: 30, min_rate: 100}}|post
compression||policy: {compression: {}}|json
cache-hit||policy: {cache: {}}|kept
TABLE
}

# Features of a node: name and options
features_of_nodes() {
    cat <<TABLE
traces-1-percent --otlp-endpoint http://127.0.0.1:$backend_port --trace-share 0.01
traces-100-percent --otlp-endpoint http://127.0.0.1:$backend_port --trace-share 1
access-log-json --access-log $work/access.log
server-timing --server-timing
TABLE
}

# request KIND: sets path and wrk_options
request() {
    wrk_options=()
    path=/128
    case $1 in
        key) wrk_options=(-H "X-API-Key: $api_key") ;;
        token) wrk_options=(-H "Authorization: Bearer $token") ;;
        json)
            path=/articles.json
            wrk_options=(-H "Accept-Encoding: gzip")
            ;;
        kept) path=/kept/128 ;;
        post)
            path=/orders
            echo 'wrk.method = "POST"; wrk.body = string.rep("x", 1024); wrk.headers["Content-Type"] = "text/plain"' >"$work/post.lua"
            wrk_options=(-s "$work/post.lua")
            ;;
    esac
}

node_names=()
node_ports=()
node_pids=()

# wanted NAME: whether its price is asked for
wanted() {
    [ "$features" = all ] || [[ ,$features, == *,$1,* ]]
}

wanted_nodes() {
    local name options
    features_of_nodes | while read -r name options; do
        ! wanted "$name" || echo "$name $options"
    done
}

# settle PORT PIDS: asks for the time of the warm-up, and then until a request has twice cost no less than three seconds before
settle() {
    local last now measured=$seconds calm=0 i
    $load_core wrk -t1 -c64 -d"${warm_up}s" "http://127.0.0.1:$1/bench/128" >/dev/null
    seconds=3
    last=$(cpu_us "$1" /bench/128 "$2")
    for ((i = 0; i < 20 && calm < 2; i++)); do
        now=$(cpu_us "$1" /bench/128 "$2")
        if awk "BEGIN {exit !($now < 0.97 * $last)}"; then calm=0; else calm=$((calm + 1)); fi
        last=$now
    done
    seconds=$measured
}

# the nodes besides the first, each with the one service; the first of them, plain, is what the others are compared with
start_nodes() {
    local name options n=0 ready port
    lotse_routes <<<"bench||" >"$work/node.yaml"
    while read -r name options; do
        port=$((19200 + 10 * n))
        n=$((n + 1))
        ready=$($gateway_core ./lotse start --detach --name "$name" --gateway-port $port --control-port $((port + 1)) \
            --cluster-port $((port + 2)) --ledger-port $((port + 3)) --dns-port $((port + 4)) --routes "$work/node.yaml" \
            $options 2>"$work/$name.err" </dev/null) || fail "the node did not start: $(cat "$work/$name.err")"
        node_names+=("$name")
        node_ports[$n]=$port
        node_pids[$n]=$(sed -n 's/.*"pid" *: *\([0-9]*\).*/\1/p' "$LOTSE_HOME/$name/node.json")
        more_pids+=" ${node_pids[$n]}"
        [ -z "$nicer" ] || prefer "${node_pids[$n]}"
        ./lotse register --control "http://127.0.0.1:$((port + 1))" --name bench --address 127.0.0.1 --port $backend_port \
            >"$work/register.log" 2>&1 </dev/null || fail "the service could not be registered: $(tail -n 1 "$work/register.log")"
        await $port /bench/128 "$work/register.log"
        settle $port "${node_pids[$n]}"
    done < <(
        echo plain
        wanted_nodes
    )
}

# price NAME PORT PID PATH PORT PID PATH: with first, then without, without and with: what drifts evens out
price() {
    local name=$1 with without without_too with_too
    with=$(cpu_us "$2" "$4" "$3")
    without=$(cpu_us "$5" "$7" "$6")
    without_too=$(cpu_us "$5" "$7" "$6")
    with_too=$(cpu_us "$2" "$4" "$3")
    echo "$name $with $without $without_too $with_too" >>"$work/prices"
    printf 'perf: %s\n' "$(tail -n 1 "$work/prices")" >&2
}

# one round; of the warm-up nothing is kept
prices() {
    local name kind n
    while IFS='|' read -r name _ _ kind; do
        wanted "$name" || continue
        request "$kind"
        price "$name" $lotse_port $lotse_pids "/$name$path" $lotse_port $lotse_pids "/bench$path"
    done < <(features_of_routes)
    request get
    ! wanted standard-path || price standard-path $lotse_port $lotse_pids "/api/bench/v1$path" $lotse_port $lotse_pids "/bench$path"
    for ((n = 2; n <= ${#node_names[@]}; n++)); do
        price "${node_names[n - 1]}" "${node_ports[n]}" "${node_pids[n]}" "/bench$path" \
            "${node_ports[1]}" "${node_pids[1]}" "/bench$path"
    done
}

features() {
    local round measured=$seconds
    warm_up_lotse
    [ -z "$(wanted_nodes)" ] || start_nodes
    # of this round nothing counts: the first requests of each kind
    seconds=1
    prices
    : >"$work/prices"
    seconds=$measured
    for ((round = 0; round < rounds; round++)); do
        prices
    done
    echo
    echo "| feature | us/request | without, us | ratio | from - to |"
    echo "|---|---|---|---|---|"
    awk '{print $1}' "$work/prices" | sort -u | while read -r feature; do
        grep "^$feature " "$work/prices" | awk '
            {with += $2 + $5; without += $3 + $4; r = ($2 + $5) / ($3 + $4); if (!n++ || r < least) least = r; if (r > most) most = r}
            END {printf "| %s | %.1f | %.1f | %.2f | %.2f - %.2f |\n", $1, with / n / 2, without / n / 2, with / without, least, most}'
    done
}
