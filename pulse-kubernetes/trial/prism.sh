#!/usr/bin/env bash
#
# Lets Prism judge what pulse-kubernetes asks of an API server over REST, and what the stand-in of
# samples/fakes answers, by Kubernetes' own description of its API. That description is not part of
# this repository: hand over its path (api/openapi-spec/swagger.json of
# https://github.com/kubernetes/kubernetes). Installs Prism with npm into the module's target
# directory, once.
#
#   pulse-kubernetes/trial/prism.sh PATH-OF-SWAGGER-JSON
#
set -euo pipefail

spec=$(realpath -- "${1:?path of the swagger.json of github.com/kubernetes/kubernetes}")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
readonly version=5.14.2
prism=$PWD/pulse-kubernetes/target/prism/node_modules/.bin/prism
if [[ ! -x ${PULSE_PRISM:-$prism} ]]; then
  mkdir -p pulse-kubernetes/target/prism
  npm install --prefix pulse-kubernetes/target/prism --no-audit --no-fund --silent \
    "@stoplight/prism-cli@$version"
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086 # several arguments
PULSE_PRISM=${PULSE_PRISM:-$prism} PULSE_KUBERNETES_SPEC=$spec \
  mvn -B ${MAVEN_ARGUMENTS:-} -pl pulse-kubernetes -am test \
  -Dtest=KubernetesPrismTest -Dsurefire.failIfNoSpecifiedTests=false | tee "$log"
# Skipped tests judge nothing.
grep -q 'Tests run: [1-9][0-9]*, Failures: 0, Errors: 0, Skipped: 0.*KubernetesPrismTest' "$log" || {
  echo "FAILED: no test was judged" >&2
  exit 1
}
