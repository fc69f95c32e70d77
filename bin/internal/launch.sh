# The common part of the scripts in bin/, which source it: builds what is missing, then starts a main class.
# Needs JDK 17, Maven 3.8 and Node 20 to build, JDK 17 alone afterwards.
# shellcheck shell=sh
set -eu

self=$(readlink -f "$0")
name=$(basename "$self")
root=$(cd "$(dirname "$self")/.." && pwd -P)

# launch MODULE "USED.." CLASS "JVM OPTIONS" [ARGUMENT..]: USED are the other modules whose sources CLASS is made of
launch() {
  module=$1
  used=$2
  class=$3
  options=$4
  shift 4
  target=$root/$module/target
  stamp=$target/launch.stamp

  java=java
  if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
    java=$JAVA_HOME/bin/java
  fi
  if ! command -v "$java" >/dev/null 2>&1; then
    echo "$name: Java 17 must be installed: set JAVA_HOME or put java on the PATH" >&2
    exit 2
  fi
  up_to_date || build

  width=${COLUMNS:-}
  if [ -z "$width" ] && [ -t 2 ]; then
    width=$(stty size <&2 2>/dev/null | cut -d ' ' -f 2) || width=
  fi
  case $width in '' | *[!0-9]* | 0) width=100 ;; esac

  # names of files are bytes: without a UTF-8 locale Java would not find those beyond ASCII
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    *[Uu][Tt][Ff]-8* | *[Uu][Tt][Ff]8*) ;;
    *) LC_ALL=C.UTF-8 && export LC_ALL ;;
  esac

  blas_kernels

  # shellcheck disable=SC2086 # options of the JVM, separated by spaces
  exec "$java" \
    --add-opens=java.base/java.lang=ALL-UNNAMED \
    --add-opens=java.base/java.util=ALL-UNNAMED \
    --add-opens=java.base/java.time=ALL-UNNAMED \
    -XX:+UseParallelGC \
    -Dpaw.out.terminal="$(terminal 1)" \
    -Dpaw.err.terminal="$(terminal 2)" \
    -Dpaw.terminal.width="$width" \
    -Dpaw.log.file="$target/$name.log" \
    -Djdk.http.auth.tunneling.disabledSchemes= \
    $options \
    -cp "$target/classes:$target/lib/*" \
    "$class" "$@"
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

# OpenBLAS knows only some processors with AVX-512 by name and takes slower kernels for the rest.
blas_kernels() {
  if [ -z "${OPENBLAS_CORETYPE:-}" ] && grep -qw avx512bw /proc/cpuinfo 2>/dev/null && grep -qw avx512vl /proc/cpuinfo; then
    OPENBLAS_CORETYPE=SkylakeX && export OPENBLAS_CORETYPE
  fi
}

# The kernels and block sizes that every x86-64 processor of the last ten years can use: equal results on all of them.
reproducible_kernels() {
  if [ "$(uname -m)" = x86_64 ]; then
    OPENBLAS_CORETYPE=Haswell && OPENBLAS_L2_SIZE=512 && export OPENBLAS_CORETYPE OPENBLAS_L2_SIZE
  fi
}

terminal() { if [ -t "$1" ]; then echo true; else echo false; fi; }
