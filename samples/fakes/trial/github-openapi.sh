#!/usr/bin/env bash
#
# Lets Prism judge what our fake of GitHub answers, and what we ask of it, by GitHub's own description
# of its API. Installs both with npm into the module's target directory, once; versions are pinned, so
# that a new description is a change that somebody makes.
#
#   samples/fakes/trial/github-openapi.sh
#
# PULSE_PRISM and PULSE_GITHUB_OPENAPI, when set, are the paths of prism and of api.github.com.json that
# are there already.
#
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
readonly prism_version=5.14.2
readonly openapi_version=23.0.2
readonly routes=samples/fakes/src/test/resources/dev/pulse/samples/fakes/github-routes.txt
readonly installed=$PWD/samples/fakes/target/openapi
prism=${PULSE_PRISM:-$installed/node_modules/.bin/prism}
whole=${PULSE_GITHUB_OPENAPI:-$installed/node_modules/@octokit/openapi/generated/api.github.com.json}

mkdir -p "$installed"
if [[ ! -x $prism || ! -f $whole ]]; then
  npm install --prefix "$installed" --no-audit --no-fund --silent \
    "@stoplight/prism-cli@$prism_version" "@octokit/openapi@$openapi_version"
fi
node samples/fakes/trial/excerpt.mjs "$whole" "$installed/github.json" <"$routes"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086 # several arguments
PULSE_PRISM=$prism PULSE_GITHUB_SPEC=$installed/github.json \
  mvn -B ${MAVEN_ARGUMENTS:-} -pl samples/fakes -am test \
  -Dtest=FakeGitHubPrismTest -Dsurefire.failIfNoSpecifiedTests=false | tee "$log"
# Skipped tests judge nothing.
grep -q 'Tests run: [1-9][0-9]*, Failures: 0, Errors: 0, Skipped: 0.*FakeGitHubPrismTest' "$log" || {
  echo "FAILED: no test was judged" >&2
  exit 1
}
