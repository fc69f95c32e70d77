# The common part of the scripts in bin/, which source it: builds what is missing, then starts a main class.
# Needs JDK 17, Maven 3.8 and Node 20 to build, JDK 17 alone afterwards.
# shellcheck shell=sh
set -eu

self=$(readlink -f "$0")
name=$(basename "$self")
root=$(cd "$(dirname "$self")/.." && pwd -P)
# shellcheck source-path=SCRIPTDIR source=java.sh
. "$root/bin/internal/java.sh"

# launch MODULE "USED.." CLASS "JVM OPTIONS" [ARGUMENT..]: USED are the other modules whose sources CLASS is made of
launch() {
  prepare "$1" "$2"
  class=$3
  options=$4
  shift 4
  run_java "$target/$name.log" "$target/classes:$target/lib/*" "$options" "$class" "$@"
}

# prepare MODULE "USED..": sets $target and $java, and builds what is missing
prepare() {
  module=$1
  used=$2
  target=$root/$module/target
  stamp=$target/launch.stamp

  find_java
  up_to_date || build
}

# nothing that the module is made of is newer than the last build
up_to_date() {
  [ -f "$stamp" ] && [ -d "$target/classes" ] && [ -d "$target/lib" ] || return 1
  set -- "$root/pom.xml" "$root/paw-natives"
  for source in $module $used; do
    set -- "$@" "$root/$source/pom.xml" "$root/$source/src/main"
  done
  newer=$(find "$@" \( -name target -o -name node_modules \) -prune -o -type f -newer "$stamp" -print 2>/dev/null |
    head -n 1)
  [ -z "$newer" ]
}

build() {
  if ! command -v mvn >/dev/null 2>&1; then
    echo "$name: Maven 3.8 must be installed for the first build: put mvn on the PATH" >&2
    exit 2
  fi
  echo "$name: building (once, about a minute; the first time it also fetches what it needs) ..." >&2
  started=$(mktemp "${TMPDIR:-/tmp}/$name.XXXXXX")
  log=$(mktemp "${TMPDIR:-/tmp}/$name.XXXXXX")
  trap 'rm -f "$started" "$log"' EXIT
  if ! (cd "$root" && mvn -B -ntp -q -pl "$module" -am -DskipTests -Dspotless.check.skip=true package) \
    >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    echo "$name: the build failed" >&2
    exit 1
  fi
  # as old as the beginning of the build: what changed meanwhile is built next time
  touch -r "$started" "$stamp"
  rm -f "$started" "$log"
  trap - EXIT
}

# The kernels and block sizes that every x86-64 processor of the last ten years can use: equal results on all of them.
reproducible_kernels() {
  if [ "$(uname -m)" = x86_64 ]; then
    OPENBLAS_CORETYPE=Haswell && OPENBLAS_L2_SIZE=512 && export OPENBLAS_CORETYPE OPENBLAS_L2_SIZE
  fi
}
