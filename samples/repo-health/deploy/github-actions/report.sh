#!/usr/bin/env bash
# Reports how a build ended to Pulse: PULSE_STATUS of this run of GitHub Actions goes to PULSE_URL
# with PULSE_TOKEN. Needs curl and jq, as the runners of GitHub have them. A report may be sent
# again: Pulse knows a run by its number and attempt.
set -euo pipefail

fail() {
  printf '::error title=Pulse::%s\n' "$1"
  exit 1
}

if [[ -z "${PULSE_TOKEN:-}" ]]; then
  # The builds of forks get no secrets; that is no fault of theirs.
  printf '::warning title=Pulse::%s\n' 'No token is set, so nothing is reported.'
  exit 0
fi
[[ "${PULSE_URL:-}" =~ ^https?://[^[:space:]]+$ ]] \
  || fail 'The input url must be the address of Pulse, with http or https.'
case "${PULSE_STATUS:-}" in
  success | failure | cancelled | skipped) ;;
  *) fail 'The input status must be success, failure, cancelled or skipped.' ;;
esac

# On a pull request GITHUB_REF_NAME is "1/merge", and nobody's branch.
body="$(jq --null-input --compact-output \
  --arg repo "${GITHUB_REPOSITORY##*/}" \
  --arg status "$PULSE_STATUS" \
  --arg run "$GITHUB_RUN_ID" \
  --arg attempt "${GITHUB_RUN_ATTEMPT:-1}" \
  --arg branch "${GITHUB_HEAD_REF:-${GITHUB_REF_NAME:-}}" \
  --arg sha "${GITHUB_SHA:-}" \
  --arg url "${GITHUB_SERVER_URL:-}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}" \
  '{repo: $repo, status: $status, run_id: $run, run_attempt: ($attempt | tonumber)}
    + (if $branch == "" then {} else {branch: $branch} end)
    + (if $sha == "" then {} else {sha: $sha} end)
    + (if $url | startswith("http") then {url: $url} else {} end)')"

# The token goes through a file descriptor: everybody on a machine sees the arguments of a command.
answer="$(printf '%s' "$body" \
  | curl --silent --show-error --max-time 30 --retry 3 --retry-connrefused \
    --proto '=http,https' --request POST \
    --header 'Content-Type: application/json' \
    --header @<(printf 'Authorization: Bearer %s\n' "$PULSE_TOKEN") \
    --data-binary @- --output /dev/null --write-out '%{http_code}' \
    "${PULSE_URL%/}/api/v1/builds")" \
  || fail 'Pulse does not answer.'

case "$answer" in
  200 | 202) printf 'Pulse knows that the build ended with %s.\n' "$PULSE_STATUS" ;;
  401) fail 'Pulse refuses the token.' ;;
  404) fail 'Pulse takes no reports: PULSE_TOKEN is not set there.' ;;
  *) fail "Pulse answered with the status $answer." ;;
esac
