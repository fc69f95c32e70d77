# The common part of the scripts of the bundle, which source it: starts a main class. Needs Java 17 or newer.
# shellcheck shell=sh
set -eu

self=$(readlink -f "$0")
name=$(basename "$self")
root=$(cd "$(dirname "$self")/.." && pwd -P)
# shellcheck source-path=SCRIPTDIR source=../../../../../bin/internal/java.sh
. "$root/bin/java.sh"

# start FOLDER CLASS "JVM OPTIONS" [ARGUMENT..]: FOLDER holds the jars
start() {
  folder=$1
  class=$2
  options=$3
  shift 3
  find_java
  run_java "${PAW_LOG_FILE:-${TMPDIR:-/tmp}/$name-$(id -u).log}" "$root/$folder/*" "$options" "$class" "$@"
}
