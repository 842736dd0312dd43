# shellcheck shell=bash
# Shared by the scripts of this folder; source it. Expects $root, the folder of the repository.

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

: "${root:?}"

# Compiles and packs what the measurements need, and the modules named; tests are somebody else's
# affair.
build() {
  local log modules
  log=$(mktemp)
  modules=$(IFS=, && printf '%s' "benchmarks${*:+,$*}")
  if ! (cd "$root" && mvn -B -q -DskipTests -pl "$modules" -am package) >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    fail "the build broke"
  fi
  rm -f "$log"
}

class_path() {
  printf '%s:%s' "$root/benchmarks/target/classes" "$(cat "$root/benchmarks/target/classpath")"
}

# jdk VERSION: the home of that JDK; empty when there is none.
jdk() {
  local home found=
  for home in /usr/lib/jvm/*"$1"*; do
    if [[ -x $home/bin/java ]] && "$home/bin/java" -version 2>&1 | grep -q "version \"$1[\".]"; then
      found=$home
    fi
  done
  printf '%s' "$found"
}

as_root() {
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

# Debian starts a service when it installs one, unless a policy says no. Measurements start their own.
install_packages() {
  local policy=/usr/sbin/policy-rc.d placed='' log status=0
  log=$(mktemp)
  if [[ ! -e $policy ]]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
    placed=yes
  fi
  as_root apt-get update -qq >"$log" 2>&1 || status=$?
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "$@" >>"$log" 2>&1 || status=$?
  if [[ -n $placed ]]; then as_root rm -f "$policy"; fi
  if ((status != 0)); then
    cat "$log" >&2
    fail "could not install: $*"
  fi
  rm -f "$log"
}
