# shellcheck shell=bash disable=SC2034,SC2086,SC2048 # a sourced part; commands, pids and options are words
# Starts the gateways of perf/peers on loopback, and ends them; to be sourced in the repository's root.
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
jcmd=$(dirname "$(readlink -f "$(command -v "$java")")")/jcmd
hertz=$(getconf CLK_TCK)
work=$(mktemp -d "${TMPDIR:-/tmp}/lotse-peers.XXXXXX")
backend_port=19100
haproxy_port=19001
haproxy_bare_port=19004
nginx_port=19002
spring_port=19003
vertx_bare_port=19005
lotse_port=19000
# prefer PID: before other sessions, too, for nice alone counts within one session where the kernel groups by sessions
prefer() {
    echo -15 2>/dev/null >"/proc/$1/autogroup" || true
}

# only as root; whom nginx would become could not read the temporary folder
nicer=
nginx_user=
if [ "$(id -u)" = 0 ]; then
    nicer="nice -n -10"
    prefer $$
    nginx_user="user root;"
fi
# before a command: where it runs
load_core="$nicer taskset -c 0"
gateway_core="$nicer taskset -c 1"
started=()
lotse_pids=
more_pids=
# whether the prices of features are asked for: features.sh says what they are
features=${features:-}
unset "${!LOTSE_@}"
export LOTSE_HOME=$work/home
mkdir "$LOTSE_HOME"

cleanup() {
    local status=$? pid
    trap - EXIT INT TERM
    for pid in "${started[@]}"; do
        kill "$pid" 2>/dev/null || true
    done
    for pid in $lotse_pids $more_pids; do
        kill "$pid" 2>/dev/null || true
    done
    for pid in $lotse_pids $more_pids; do
        timeout 20 tail --pid="$pid" -f /dev/null || true
    done
    if [ $status -eq 0 ]; then
        rm -rf "$work"
    else
        printf 'perf: logs are in %s\n' "$work" >&2
    fi
    exit $status
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

missing=()
for tool in haproxy nginx wrk; do
    PATH=$PATH:/usr/sbin command -v "$tool" >/dev/null || missing+=("$tool")
done
PATH=$PATH:/usr/sbin
if [ ${#missing[@]} -gt 0 ]; then
    apt-get install -y --no-install-recommends "${missing[@]}" >"$work/apt.log" 2>&1 ||
        fail "apt-get install ${missing[*]} failed: $(tail -n 1 "$work/apt.log")"
fi
"${java}c" -d "$work" perf/peers/Rate.java

# ticks PIDS...: CPU time of these processes, user and system
ticks() {
    local pid sum=0
    for pid in $*; do
        sum=$((sum + $(sed 's/.*) //' "/proc/$pid/stat" | awk '{print $12 + $13}')))
    done
    echo "$sum"
}

memory() {
    local pid sum=0
    for pid in $*; do
        sum=$((sum + $(awk '/^VmRSS/ {print int($2 / 1024)}' "/proc/$pid/status")))
    done
    echo "$sum"
}

# await PORT PATH LOG: until it answers with 200
await() {
    local i
    for ((i = 0; i < 600; i++)); do
        if curl -sf -o /dev/null "http://127.0.0.1:$1$2"; then
            return
        fi
        sleep 0.1
    done
    fail "nothing answers at $1$2: $(tail -n 3 "$3")"
}

with_children() {
    echo "$1" $(pgrep -P "$1" || true)
}

port_of() {
    local name=${1//-/_}_port
    echo "${!name}"
}

start_backend() {
    mkdir "$work/www"
    head -c 102400 /dev/urandom >"$work/www/100k"
    head -c 128 /dev/urandom | base64 -w0 | head -c 128 >"$work/www/128"
    { echo "["; seq -f '  {"id": %04g, "name": "article", "price": "12.50"},' 1 80; echo "]"; } >"$work/www/articles.json"
    cat >"$work/backend.conf" <<CONF
$nginx_user daemon off; worker_processes 1; pid $work/backend.pid; error_log $work/backend.log;
events { worker_connections 16000; }
http {
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; keepalive_timeout 300s; open_file_cache max=10;
    client_body_temp_path $work; client_max_body_size 0; client_body_buffer_size 1m; types { application/json json; }
    server {
        listen 127.0.0.1:$backend_port backlog=4096;
        location /v1/ { alias $work/www/; }
        location /v1/kept/ { alias $work/www/; add_header Cache-Control max-age=3600; }
        location /v1/orders { return 200 "taken\n"; }
        # an OTLP collector that throws away what it gets
        location /v1/traces { return 200; }
    }
}
CONF
    $load_core nginx -c "$work/backend.conf" 2>"$work/backend.err" &
    started+=($!)
    await $backend_port /v1/128 "$work/backend.err"
}

# the names of the other 999 services
others() {
    seq -f 'service-%04g' 1 999
}

start_haproxy() {
    {
        cat <<CONF
global
    nbthread 1
    maxconn 8000
defaults
    mode http
    timeout connect 2s
    timeout client 300s
    timeout server 30s
    http-reuse always
    option forwardfor
frontend all
    bind 127.0.0.1:$haproxy_port
    http-request set-header x-team shop
    http-request del-header x-debug
    http-request set-header x-forwarded-proto http
    http-request set-var(txn.service) path,field(2,/)
    http-request replace-path /[^/]+/(.*) /v1/\1
    http-response del-header x-powered-by
    http-response set-header x-gateway peer
    use_backend %[var(txn.service),map($work/haproxy.map)]
frontend bare
    bind 127.0.0.1:$haproxy_bare_port
    default_backend bare
backend bare
    server one 127.0.0.1:$backend_port
CONF
        for service in bench $(others); do
            printf 'backend %s\n    option redispatch\n    server one 127.0.0.1:%s observe layer7 on-error mark-down error-limit 50\n' \
                "$service" $backend_port
        done
    } >"$work/haproxy.cfg"
    for service in bench $(others); do
        echo "$service $service"
    done >"$work/haproxy.map"
    $gateway_core haproxy -db -f "$work/haproxy.cfg" 2>"$work/haproxy.log" &
    haproxy_pids=$!
    haproxy_bare_pids=$!
    started+=($!)
    await $haproxy_port /bench/128 "$work/haproxy.log"
}

start_nginx() {
    {
        cat <<CONF
$nginx_user daemon off; worker_processes 1; pid $work/nginx.pid; error_log $work/nginx.log;
events { worker_connections 16000; }
http {
    access_log off; keepalive_requests 100000000; keepalive_timeout 300s; client_body_temp_path $work; proxy_temp_path $work;
    map_hash_max_size 4096; map_hash_bucket_size 128;
    map \$service \$upstream { include $work/nginx.map; }
CONF
        for service in bench $(others); do
            echo "upstream $service { server 127.0.0.1:$backend_port max_fails=5; keepalive 128; keepalive_requests 100000000; }"
        done
        cat <<CONF
    server {
        listen 127.0.0.1:$nginx_port;
        location ~ ^/(?<service>[^/]+)/(?<rest>.*)$ {
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host \$host;
            proxy_set_header X-Forwarded-For \$proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto http;
            proxy_set_header x-team shop;
            proxy_set_header x-debug "";
            proxy_hide_header x-powered-by;
            add_header x-gateway peer;
            proxy_connect_timeout 2s;
            proxy_read_timeout 30s;
            proxy_buffers 8 16k;
            proxy_pass http://\$upstream/v1/\$rest;
        }
    }
}
CONF
    } >"$work/nginx.conf"
    for service in bench $(others); do
        echo "$service $service;"
    done >"$work/nginx.map"
    $gateway_core nginx -c "$work/nginx.conf" 2>"$work/nginx.err" &
    started+=($!)
    await $nginx_port /bench/128 "$work/nginx.err"
    nginx_pids=$(with_children $!)
}

build_spring() {
    (cd perf/peers/spring && mvn -B -ntp -q package) >"$work/spring.build" 2>&1 ||
        fail "Spring Cloud Gateway could not be built: $(grep -m 1 ERROR "$work/spring.build")"
}

start_spring() {
    PORT=$spring_port BACKEND=$backend_port $gateway_core "$java" -Xmx256m -XX:+UseParallelGC \
        -jar perf/peers/spring/target/spring.jar >"$work/spring.log" 2>&1 &
    spring_pids=$!
    started+=($!)
    await $spring_port /bench/128 "$work/spring.log"
}

start_vertx_bare() {
    "${java}c" -cp deploy/launcher/target/lotse.jar -d "$work" perf/peers/VertxBare.java
    $gateway_core "$java" -Xmx256m -XX:+UseParallelGC -cp "$work:deploy/launcher/target/lotse.jar" VertxBare $vertx_bare_port \
        $backend_port >"$work/vertx-bare.log" 2>&1 &
    vertx_bare_pids=$!
    started+=($!)
    await $vertx_bare_port /bench/128 "$work/vertx-bare.log"
}

# routes of lines NAME|MATCH|MORE on stdin: each takes the same request under its own name
lotse_routes() {
    local name match more
    echo "routes:"
    while IFS='|' read -r name match more _; do
        cat <<YAML
- name: $name
  match: {path: /$name/**$match}
  targets: [{service: bench}]
  rewrite: /v1/**
  request_headers: {remove: [x-debug], set: {x-team: shop}}
  response_headers: {remove: [x-powered-by], set: {x-gateway: peer}}
  $more
YAML
    done
}

# start_lotse JAVA_OPTIONS: a node as users start it, with 1 000 services in its ledger
start_lotse() {
    local ready control
    ./lotse --version >&2
    lotse_routes <<<"bench||" >"$work/routes.yaml"
    [ -z "$features" ] || {
        features_of_routes | lotse_routes | tail -n +2
        api_keys
    } >>"$work/routes.yaml"
    ready=$(LOTSE_JAVA_OPTS=$1 $gateway_core ./lotse start --detach --name peers --gateway-port $lotse_port \
        --control-port 19010 --cluster-port 19020 --ledger-port 19030 --dns-port 19040 --routes "$work/routes.yaml" \
        2>"$work/lotse.err") || fail "the node did not start: $(cat "$work/lotse.err")"
    control=$(sed -n 's/.* control=\([^ ]*\).*/\1/p' <<<"$ready")
    lotse_pids=$(sed -n 's/.*"pid" *: *\([0-9]*\).*/\1/p' "$LOTSE_HOME/peers/node.json")
    [ -z "$nicer" ] || prefer "$lotse_pids"
    "$java" -cp deploy/launcher/target/lotse.jar perf/services/Scale.java generate 999 "$work/others.jsonl" 1
    ./lotse ledger import --control "$control" "$work/others.jsonl" >"$work/import.log" 2>&1 ||
        fail "the import failed: $(tail -n 1 "$work/import.log")"
    ./lotse register --control "$control" --name bench --address 127.0.0.1 --port $backend_port >"$work/register.log" 2>&1 ||
        fail "the service could not be registered: $(tail -n 1 "$work/register.log")"
    await $lotse_port /bench/128 "$work/register.log"
}

# warm NAME SECONDS: lets a gateway serve for so long, for the compilers of those in Java take their time
warm() {
    local path
    for path in 128 100k 128; do
        $load_core wrk -t1 -c64 -d"$((($2 + 2) / 3))s" "http://127.0.0.1:$(port_of "$1")/bench/$path" >/dev/null
    done
}

warm_up_lotse() {
    warm lotse "$warm_up"
}

warm_up() {
    local name
    for name in ${only//,/ }; do
        case $name in
            lotse | spring | vertx-bare) warm "$name" "$warm_up" ;;
            *) warm "$name" 3 ;;
        esac
    done
    warm haproxy 3
}
