# How Java is started for people at a terminal; part of the scripts in bin/ and of those of the release bundle. They set $name.
# shellcheck shell=sh

# sets $java, or ends
find_java() {
  java=java
  if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
    java=$JAVA_HOME/bin/java
  fi
  if ! command -v "$java" >/dev/null 2>&1; then
    echo "$name: Java 17 must be installed: set JAVA_HOME or put java on the PATH" >&2
    exit 2
  fi
}

# run_java LOG CLASSPATH "JVM OPTIONS" CLASS [ARGUMENT..]: does not come back
run_java() {
  log=$1
  classpath=$2
  options=$3
  class=$4
  shift 4

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
    -Dpaw.log.file="$log" \
    -Djdk.http.auth.tunneling.disabledSchemes= \
    $options \
    -cp "$classpath" \
    "$class" "$@"
}

# OpenBLAS knows only some processors with AVX-512 by name and takes slower kernels for the rest.
blas_kernels() {
  if [ -z "${OPENBLAS_CORETYPE:-}" ] && grep -qw avx512bw /proc/cpuinfo 2>/dev/null && grep -qw avx512vl /proc/cpuinfo; then
    OPENBLAS_CORETYPE=SkylakeX && export OPENBLAS_CORETYPE
  fi
}

terminal() { if [ -t "$1" ]; then echo true; else echo false; fi; }
