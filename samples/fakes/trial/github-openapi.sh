#!/usr/bin/env bash
#
# Lets Prism judge what our fake of GitHub answers, and what we ask of it, by GitHub's own description
# of its API: runs every test that reads PULSE_GITHUB_SPEC, in whichever module it is. Installs both
# with npm, once for a directory; versions are pinned, so that a new description is a change that
# somebody makes.
#
#   samples/fakes/trial/github-openapi.sh [DIRECTORY]
#
# DIRECTORY is where they are installed; the module's target directory when not said. PULSE_PRISM and
# PULSE_GITHUB_OPENAPI, when set, are the paths of prism and of api.github.com.json that are there
# already: then nothing is installed.
#
# Ends with 0 when all was judged and found right; with 3, and a line that says so, when nothing could
# be judged, because there is no node or npm here, or npm's registry cannot be reached; with anything
# else when the judge found something, or what should have been judged was not.
#
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
readonly prism_version=5.14.2
readonly openapi_version=23.0.2
readonly routes=samples/fakes/src/test/resources/dev/pulse/samples/fakes/github-routes.txt
installed=$(realpath -m -- "${1:-samples/fakes/target/openapi}")
readonly installed
readonly prism=${PULSE_PRISM:-$installed/node_modules/.bin/prism}
readonly whole=${PULSE_GITHUB_OPENAPI:-$installed/node_modules/@octokit/openapi/generated/api.github.com.json}

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

nothing_judged() {
  echo "NOT JUDGED by GitHub's description: $*" >&2
  exit 3
}

mkdir -p "$installed"
readonly log=$installed/log
command -v node >/dev/null || nothing_judged "there is no node here"
if [[ ! -x $prism || ! -f $whole ]]; then
  command -v npm >/dev/null || nothing_judged "there is no npm here"
  if ! npm install --prefix "$installed" --no-audit --no-fund \
    "@stoplight/prism-cli@$prism_version" "@octokit/openapi@$openapi_version" >"$log" 2>&1; then
    cat "$log" >&2
    if npm ping >/dev/null 2>&1; then fail "npm could not install, though its registry answers"; fi
    nothing_judged "npm's registry cannot be reached"
  fi
fi
node samples/fakes/trial/excerpt.mjs "$whole" "$installed/github.json" <"$routes"

mapfile -t files < <(grep -rl --include='*Test.java' PULSE_GITHUB_SPEC . | grep '/src/test/java/' | sort)
((${#files[@]} > 0)) || fail "no test reads PULSE_GITHUB_SPEC"
tests=("${files[@]##*/}")
tests=("${tests[@]%.java}")
mapfile -t modules < <(printf '%s\n' "${files[@]}" | sed 's|^\./||; s|/src/test/java/.*||' | sort -u)

status=0
# shellcheck disable=SC2086 # several arguments
PULSE_PRISM=$prism PULSE_GITHUB_SPEC=$installed/github.json \
  mvn -B -ntp ${MAVEN_ARGUMENTS:-} -pl "$(IFS=, && echo "${modules[*]}")" -am test \
  -Dtest="$(IFS=, && echo "${tests[*]}")" -Dsurefire.failIfNoSpecifiedTests=false \
  >"$log" 2>&1 || status=$?
if ((status != 0)); then
  cat "$log" >&2
  fail "the judge found something, or the build broke"
fi
grep 'Tests run:.* in ' "$log" || true
# Skipped tests judge nothing.
for test in "${tests[@]}"; do
  grep -q "Tests run: [1-9][0-9]*, Failures: 0, Errors: 0, Skipped: 0.*[.]$test\$" "$log" ||
    fail "$test judged nothing: $(grep "$test" "$log")"
done
echo "judged: ${tests[*]}"
