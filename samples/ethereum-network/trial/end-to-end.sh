#!/usr/bin/env bash
#
# The whole way, with a real Prometheus: a network of sixty made-up nodes is scraped, `pulse run
# ethereum-network` watches all its clients every minute, one execution client is broken, and a
# Discord on the loopback interface shows one alert that names it as the root cause, and nobody
# else; then it is mended, and the recovery is told. Fails when anything of that is missing. Takes
# five to seven minutes, nearly all of it waiting for the next minute.
#
# Run it after `mvn verify`. Needs a JDK, Prometheus, curl and jq; reads MAVEN_REPOSITORY (default
# ~/.m2/repository) for the web server of the stand-ins, JAVA_HOME, and PULSE_JAR to try another jar.
#
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

readonly jar=${PULSE_JAR:-samples/app/target/pulse.jar}
readonly fakes=samples/fakes/target/classes
readonly repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
readonly java=${JAVA_HOME:+$JAVA_HOME/bin/}java
readonly network=hoodi
readonly victim=reth
readonly guild=197038439483310001
readonly channel=197038439483310086
# A run a minute may reuse an evaluation that ended less than 60 seconds ago; so every other counts.
readonly patience=200
work=$(mktemp -d)
readonly work
processes=()

fail() {
  printf 'FAILED: %s\n' "$1" >&2
  shift
  if (($# > 0)); then tail -n 40 "$@" | sed 's/^/  | /' >&2; fi
  exit 1
}

clean_up() {
  local process
  for process in "${processes[@]}"; do
    kill -TERM "$process" 2>/dev/null || true
  done
  for process in "${processes[@]}"; do
    # Waited for so that the shell does not tell of it.
    wait "$process" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap clean_up EXIT

passed() {
  printf -- '--> [%3ds] %s\n' "$SECONDS" "$*"
}

for tool in prometheus curl jq "$java"; do
  command -v "$tool" >/dev/null || fail "$tool is not installed"
done
[[ -f $jar && -d $fakes ]] || fail "$jar and $fakes are not there: run mvn verify first"
web=$(find "$repository/com/squareup/okhttp3/mockwebserver3" -name 'mockwebserver3-*.jar' \
  ! -name '*-sources.jar' 2>/dev/null | sort | tail -n 1)
[[ -n $web ]] || fail "mockwebserver3 is not in $repository: run mvn verify first"
readonly web

# start NAME COMMAND...: in the background, with its output in a file.
start() {
  local name=$1
  shift
  "$@" >"$work/$name.out" 2>"$work/$name.err" &
  processes+=("$!")
  printf -v "${name}_process" '%s' "$!"
}

# wait_for SECONDS WHAT COMMAND...: tries the command every half second.
wait_for() {
  local limit=$1 what=$2 end
  shift 2
  end=$((SECONDS + limit))
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || return 1
    sleep 0.5
  done
  passed "$what"
}

# said NAME PATTERN: what a program has said, as the first group of a sed expression.
said() {
  sed -nE "s#.*$2.*#\1#p" "$work/$1.out" | head -n 1
}

has_said() {
  [[ -n $(said "$1" "$2") ]]
}

free_port() {
  local port
  while port=$((20000 + RANDOM % 20000)); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  printf '%s' "$port"
}

# --- the network, Prometheus and Discord ---------------------------------------------------------

start generator "$java" -cp "$fakes:$jar:$web" dev.pulse.samples.fakes.EthereumNetworkMain \
  --network "$network" --nodes 60 --slot 1000
wait_for 20 "sixty nodes are up" has_said generator 'CLIENTS_DATA_URL=(http[^ ]+)' ||
  fail "the network of nodes did not start" "$work/generator.err"
directory=$(said generator 'CLIENTS_DATA_URL=(http[^ ]+)')
readonly directory
readonly nodes=${directory%/networks.json}

start discord "$java" -cp "$fakes:$jar:$web" dev.pulse.samples.fakes.FakeDiscord 0
wait_for 20 "Discord is up" has_said discord 'Discord at (http[^ ]+)' ||
  fail "Discord did not start" "$work/discord.err"
discord=$(said discord 'Discord at (http[^ ]+)')
token=$(said discord 'token ([^ ]+)')
readonly discord token

prometheus=http://127.0.0.1:$(free_port)
readonly prometheus
cat >"$work/prometheus.yml" <<YAML
global:
  scrape_interval: 1s
  scrape_timeout: 1s
scrape_configs:
  - job_name: nodes
    # The nodes say themselves which instance they are.
    honor_labels: true
    static_configs:
      - targets: ["${nodes#http://}"]
YAML
start prometheus prometheus --config.file="$work/prometheus.yml" \
  --storage.tsdb.path="$work/data" --web.listen-address="${prometheus#http://}"

# query EXPRESSION: its one value.
query() {
  curl -sf --data-urlencode "query=$1" "$prometheus/api/v1/query" |
    jq -er '.data.result[0].value[1]'
}

sees() {
  [[ $(query "$1") == "$2" ]]
}

wait_for 40 "Prometheus has the heads of 60 nodes" \
  sees "count(delta(beacon_head_slot{network=\"$network\"}[5m]) > 0)" 60 ||
  fail "Prometheus does not have the nodes" "$work/prometheus.err"

# --- the system ----------------------------------------------------------------------------------

health=127.0.0.1:$(free_port)
metrics=127.0.0.1:$(free_port)
readonly health metrics
start pulse env CLIENTS_DATA_URL="$directory" PROMETHEUS_URL="$prometheus" \
  DISCORD_BOT_TOKEN="$token" DISCORD_API_BASE="$discord" DISCORD_GUILD_IDS="$guild" \
  DISCORD_CHANNEL_CATEGORIES= GITHUB_TOKEN=unused NODE_PROBE=false \
  DATABASE_URL="jdbc:sqlite:$work/pulse.db" API_ADDRESS=127.0.0.1:0 \
  HEALTH_CHECK_ADDRESS="$health" METRICS_ADDRESS="$metrics" \
  "$java" -jar "$jar" run ethereum-network
wait_for 60 "the system runs" has_said pulse 'ready at (http[^ ]+/)' ||
  fail "the system did not start" "$work/pulse.err" "$work/pulse.out"
api=$(said pulse 'ready at (http[^ ]+/)')
readonly api
wait_for 30 "the system is ready: it has its clients" curl -sf "http://$health/readyz" ||
  fail "the system does not become ready" "$work/pulse.out" "$work/pulse.err"

answer=$(curl -s -H 'Content-Type: application/json' "${api}checks" \
  -d "{\"network\":\"$network\",\"channel\":\"$channel\",\"schedule\":\"* * * * *\"}")
[[ $(jq -r .message <<<"$answer") == "Registered 11 clients on $network"* ]] ||
  fail "the registration was answered with: $answer" "$work/pulse.out"
passed "$(jq -r .message <<<"$answer")"

# last_run CLIENT: the id of its newest run.
last_run() {
  curl -sf "${api}checks?network=$network" |
    jq -er --arg client "$1" '.checks[] | select(.client == $client) | .lastRun // empty'
}

# log CLIENT: what its newest run wrote down.
log() {
  local id
  id=$(last_run "$1")
  [[ -n $id ]] && curl -sf "${api}checks/$id/log"
}

log_says() {
  log "$1" | grep -qF -- "$2"
}

# posted JQ-EXPRESSION: how many messages and edits at Discord it selects.
posted() {
  grep '^{' "$work/discord.out" | jq -c "select($1)" | wc -l
}

at_least_one() {
  (($(posted "$1") > 0))
}

wait_for 150 "a healthy run is kept" log_says "$victim" "Decision: nothing for this client" ||
  fail "no healthy run" "$work/pulse.out"
log "$victim" >"$work/healthy.log"
(($(grep -c ': PASS, 0 failing' "$work/healthy.log") == 5)) ||
  fail "not all five checks passed" "$work/healthy.log"
(($(posted true) == 0)) || fail "something was posted without reason" "$work/discord.out"
passed "all five checks pass, and Discord is silent"

# --- broken ---------------------------------------------------------------------------------------

curl -sf -X POST "$nodes/break?client=$victim" >/dev/null || fail "$victim could not be broken"
passed "$victim is broken on 12 nodes"
readonly in_channel=".channel == \"$channel\""
wait_for "$patience" "an alert is at Discord" at_least_one "$in_channel" ||
  fail "no alert" "$work/pulse.out" "$work/discord.out"
log "$victim" >"$work/broken.log"
grep -qF "Root cause: $victim (EL), failing with 6:" "$work/broken.log" ||
  fail "the run does not name the root cause" "$work/broken.log"
grep -qF "Decision: the client is a root cause" "$work/broken.log" ||
  fail "the run does not decide on it" "$work/broken.log"
passed "$(sed -n 's/^ *\(Root cause: [^;]*\);.*/\1/p' "$work/broken.log")"

wait_for 60 "the thread lists the nodes" at_least_one \
  'has("thread") and (.message | tostring | contains("teku-reth-1"))' ||
  fail "the thread does not list the nodes" "$work/discord.out"
at_least_one "$in_channel and (.message | tostring | contains(\"Reth\"))" ||
  fail "the alert is not about $victim" "$work/discord.out"

# Another evaluation of the same fault is no news, and nobody else is told of it.
evaluated=$(log "$victim" | sed -n 's/.*evaluated at //p')
readonly evaluated
evaluated_again() {
  local at
  at=$(log "$victim" | sed -n 's/.*evaluated at //p')
  [[ -n $at && $at != "$evaluated" ]]
}
wait_for "$patience" "the fault was found once more" evaluated_again ||
  fail "no further evaluation" "$work/pulse.out"
log_says teku "Decision: nothing for this client" ||
  fail "another client is blamed" "$work/pulse.out"
alerts=$(posted "$in_channel and .event == \"posted\"")
((alerts == 1)) || fail "$alerts messages instead of one" "$work/discord.out"
passed "still one alert, and only for $victim"

# --- mended ---------------------------------------------------------------------------------------

curl -sf -X POST "$nodes/mend?client=$victim" >/dev/null || fail "$victim could not be mended"
passed "$victim is mended"
readonly recovery="Recovered: $victim on $network, open for"
wait_for "$patience" "the recovery is told" at_least_one \
  ".message | tostring | contains(\"$recovery\")" ||
  fail "no recovery" "$work/pulse.out" "$work/discord.out"
log_says "$victim" "Decision: nothing for this client" || fail "the log does not say that it is well"

# --- ten queries for eleven clients ---------------------------------------------------------------

curl -sf "http://$metrics/metrics" >"$work/metrics" || fail "no metrics"
queries=$(awk '/^panda_pulse_api_requests_total\{.*service="prometheus"/ {s += $NF} END {print s + 0}' \
  "$work/metrics")
runs=$(awk '/^panda_pulse_queue_checks_processed_total\{/ {s += $NF} END {print s + 0}' "$work/metrics")
((queries > 0 && runs >= 33 && queries % 10 == 0 && queries < runs)) ||
  fail "$queries queries for $runs runs" "$work/metrics"
passed "$queries queries served $runs runs"

echo "The whole way works."
