#!/usr/bin/env bash
#
# A plug-in from outside: builds the sources of this module the way a third party would, in a folder
# of its own against installed artifacts only, drops the jar into plugins/ beside pulse.jar, and
# asks what a user would ask. Run it after `mvn verify`; options go to Maven, such as -o.
#
# Needs a JDK, Maven, curl and jq. Installs into a throw-away repository, which borrows everything
# that is not Pulse from the usual one (MAVEN_REPOSITORY, default ~/.m2/repository).
#
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

readonly plugin=samples/plugin-example
readonly usual=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
readonly java=${JAVA_HOME:+$JAVA_HOME/bin/}java
readonly options=("$@")
work=$(mktemp -d)
readonly work
processes=()

fail() {
  printf 'FAILED: %s\n' "$1" >&2
  shift
  if (($# > 0)); then sed 's/^/  | /' "$@" >&2; fi
  exit 1
}

clean_up() {
  local process
  for process in "${processes[@]}"; do
    kill -KILL "$process" 2>/dev/null || true
    # Waited for so that the shell does not tell of it.
    wait "$process" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap clean_up EXIT

passed() {
  printf -- '--> [%2ds] %s\n' "$SECONDS" "$*"
}

maven() {
  mvn -B -q -ntp "-Dmaven.repo.local=$work/repository" "${options[@]}" "$@" >"$work/mvn.log" 2>&1 ||
    fail "mvn $*" "$work/mvn.log"
}

# pulse STATUS ARGUMENT...: runs it where the plugins are, and insists on its exit code.
pulse() {
  local expected=$1 status=0
  shift
  (cd "$work/pulse" && exec "$java" -jar pulse.jar "$@") >"$work/out" 2>"$work/err" || status=$?
  ((status == expected)) ||
    fail "pulse $*: exit code $status instead of $expected" "$work/out" "$work/err"
}

# says FILE TEXT: the file has this text in one of its lines.
says() {
  grep -qF -- "$2" "$1" || fail "expected: $2; found:" "$1"
}

# is FILE FILTER: what jq makes of the file is true.
is() {
  jq -e "$2" "$1" >/dev/null 2>&1 || fail "not so: $2; found:" "$1"
}

# eventually COMMAND...: repeats it for 60 seconds at most.
eventually() {
  local deadline=$((SECONDS + 60))
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.2
  done
}

get() {
  curl --silent --show-error --fail --noproxy '*' --max-time 10 "$@"
}

# --- what there has to be ------------------------------------------------------------------------

for tool in "$java" "${java%java}jar" mvn curl jq; do
  command -v "$tool" >/dev/null || fail "$tool is missing"
done
[[ -f samples/app/target/pulse.jar ]] || fail "no samples/app/target/pulse.jar: run mvn verify first"

# --- install, into a repository where Pulse has never been -----------------------------------------

mkdir -p "$work/repository/dev" "$usual"
for entry in "$usual"/* "$usual"/dev/*; do
  case ${entry#"$usual"/} in
    dev | dev/pulse | '*' | 'dev/*') ;;
    *) ln -s "$entry" "$work/repository/${entry#"$usual"/}" ;;
  esac
done
maven install -DskipTests -pl pulse-bom,pulse-api,pulse-testkit -am
[[ ! -e $work/repository/dev/pulse/pulse-core ]] || fail "a plug-in needs pulse-core"
passed "pulse-bom, pulse-api and pulse-testkit are installed"

# --- build, as somebody else would -----------------------------------------------------------------

mkdir "$work/acme"
cp -R "$plugin/src" "$plugin/trial/pom.xml" "$work/acme/"
(cd "$work/acme" && maven verify)
tests=$(sed -n 's/.*<testsuite .* tests="\([0-9]*\)".*/\1/p' "$work"/acme/target/surefire-reports/*.xml |
  awk '{ n += $1 } END { print n + 0 }')
((tests > 30)) || fail "only $tests tests ran in the third party's build"
readonly jar=$work/acme/target/acme-pulse-plugin.jar
"${java%java}jar" --list --file "$jar" >"$work/entries"
if grep -q '^dev/' "$work/entries"; then fail "Pulse is packed into the jar" "$work/entries"; fi
passed "a jar was built outside, and $tests tests passed, the contracts among them"

# --- drop it in, and look --------------------------------------------------------------------------

mkdir -p "$work/pulse/plugins"
cp samples/app/target/pulse.jar "$work/pulse/"
pulse 0 plugins
if grep -q 'acme\.' "$work/out"; then fail "found without being dropped in" "$work/out"; fi
cp "$jar" "$work/pulse/plugins/acme.jar"

pulse 0 plugins
says "$work/out" 'acme.lockers: check, version 1.4.2, from plugins/acme.jar'
says "$work/out" 'acme.locker-usage: collector, version 1.4.2'
says "$work/out" 'acme.locker-score: scorer, version 1.4.2'
says "$work/out" 'acme.stuck: detector, version 1.4.2'
says "$work/out" '  least-free: a whole number, default 1; must be 1 to 100000'
says "$work/out" '      how many compartments must be free'
[[ ! -s $work/err ]] || fail "pulse plugins complains" "$work/err"

pulse 0 plugins --json
is "$work/out" '[.plugins[] | select(.jar == "plugins/acme.jar") | .kind] | sort
  == ["check", "collector", "detector", "scorer"]'
is "$work/out" '.plugins[] | select(.type == "acme.locker-score") | .version == "1.4.2"
  and ([.options[] | select(.required) | .name] | sort == ["doors-check", "station"])'
passed "pulse plugins lists check, collector, scorer and detector with jar, version and options"

# --- configure it, and run -------------------------------------------------------------------------

"$java" "$plugin/trial/Station.java" >"$work/station" 2>&1 &
processes+=($!)
eventually grep -qE '^[0-9]+$' "$work/station" || fail "the station does not open" "$work/station"
station=http://127.0.0.1:$(cat "$work/station")

# configuration OPTION: a file that uses all that the plug-in has; OPTION is that of the check.
configuration() {
  cat <<YAML
server: {port: 0}
store: {memory: true}
checks:
  - name: lockers
    type: acme.lockers
    station: $station
    $1: 3
  - name: usage
    type: acme.locker-usage
    station: $station
    site: harbour
    rules:
      - when: anomalous
        signal: acme_used_ratio
        signal-labels: {site: harbour}
        detector: acme.stuck
        most-equal: 2
        recover-after: 1
  - name: score
    type: acme.locker-score
    station: $station
    doors-check: lockers
    warn-below: 80
    fail-below: 50
YAML
}

configuration least-free >"$work/pulse/pulse.yaml"
pulse 0 validate
says "$work/out" "lockers: every 30s, lockers at $station"

(cd "$work/pulse" && exec "$java" -jar pulse.jar serve) >"$work/serve.log" 2>&1 &
server=$!
processes+=("$server")
listening() { grep -qoE 'http://127\.0\.0\.1:[0-9]+' "$work/serve.log"; }
eventually listening || fail "pulse serve does not listen" "$work/serve.log"
base=$(grep -oE 'http://127\.0\.0\.1:[0-9]+' "$work/serve.log" | grep -vF "$station" | head -n 1)
api=$base/api/v1

# run CHECK: runs it now; the outcome is in the file "answer".
run() {
  get -X POST "$api/checks/$1/run" >"$work/answer" 2>"$work/err" ||
    fail "check $1 cannot be run" "$work/err" "$work/serve.log"
}

run lockers
is "$work/answer" '.status == "pass" and .summary == "10 of 40 compartments are free"'
run score
is "$work/answer" '.status == "warn" and .reason == "score"'
is "$work/answer" '.samples | any(.name == "score" and .value == 62.5)'
for _ in 1 2 3 4; do run usage; done
is "$work/answer" '.status == "pass" and (.samples | any(.name == "acme_used_ratio" and .value == 0.75))'
detected() {
  get "$api/incidents?open=true" >"$work/incidents" 2>/dev/null &&
    jq -e '.. | objects | select(.check? == "usage")' "$work/incidents" >/dev/null 2>&1
}
eventually detected || fail "the detector found nothing in equal numbers" "$work/incidents"

kill -TERM "$server"
gone() { ! kill -0 "$server" 2>/dev/null; }
eventually gone || fail "pulse serve does not stop" "$work/serve.log"
passed "check, collector, scorer and detector run in pulse serve"

# --- misspell it -----------------------------------------------------------------------------------

configuration $'leest-free: 3\n    colour' >"$work/pulse/pulse.yaml"
for command in validate serve; do
  pulse 2 "$command"
  says "$work/err" 'pulse.yaml:7: checks[0].leest-free: is not an option here; did you mean "least-free"?'
  says "$work/err" 'pulse.yaml:8: checks[0].colour: is not an option here'
  grep -qE 'colour: .*allowed: .*least-free.*station' "$work/err" ||
    fail "the known options are not told" "$work/err"
done
passed "a misspelt option ends with exit code 2, its line, and the known options"
