# Shared by the scripts of this folder; source it. Expects $root, the folder of the repository.

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

# Compiles and packs what the measurements need; tests are somebody else's affair.
build() {
  local log
  log=$(mktemp)
  if ! (cd "$root" && mvn -B -q ${MAVEN_ARGUMENTS:-} -DskipTests -pl benchmarks -am package) >"$log" 2>&1; then
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
