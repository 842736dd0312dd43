#!/usr/bin/env bash
#
# Lets Prism judge what the Discord notifier sends, and what our fake of Discord answers, by Discord's
# own description of its API. That description is not part of this repository: hand over its path
# (openapi.json of https://github.com/discord/discord-api-spec). Installs Prism with npm into the
# module's target directory, once.
#
#   pulse-discord-adapter/trial/prism.sh PATH-OF-OPENAPI-JSON
#
set -euo pipefail

spec=$(realpath -- "${1:?path of the openapi.json of github.com/discord/discord-api-spec}")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
readonly version=5.14.2
prism=$PWD/pulse-discord-adapter/target/prism/node_modules/.bin/prism
if [[ ! -x ${PULSE_PRISM:-$prism} ]]; then
  mkdir -p pulse-discord-adapter/target/prism
  npm install --prefix pulse-discord-adapter/target/prism --no-audit --no-fund --silent \
    "@stoplight/prism-cli@$version"
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
PULSE_PRISM=${PULSE_PRISM:-$prism} PULSE_DISCORD_SPEC=$spec \
  mvn -B ${MAVEN_ARGUMENTS:-} -pl pulse-discord-adapter -am test \
  -Dtest=DiscordPrismTest -Dsurefire.failIfNoSpecifiedTests=false | tee "$log"
# Skipped tests judge nothing.
grep -q 'Tests run: [1-9][0-9]*, Failures: 0, Errors: 0, Skipped: 0.*DiscordPrismTest' "$log" || {
  echo "FAILED: no test was judged" >&2
  exit 1
}
