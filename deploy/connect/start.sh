#!/bin/sh
# Starts a distributed worker: every variable CONNECT_X_Y is the option x.y of the worker. An underscore that is meant as one is
# written twice, a hyphen three times, as in Kafka's own image.
set -eu

kafka=${KAFKA_HOME:-/opt/kafka}
properties=$(mktemp "${TMPDIR:-/tmp}/worker.XXXXXX")

options() {
  cat <<'DEFAULTS'
plugin.path=/plugins
plugin.discovery=service_load
key.converter=org.apache.kafka.connect.storage.StringConverter
value.converter=org.apache.kafka.connect.storage.StringConverter
connector.client.config.override.policy=All
listeners=http://0.0.0.0:8083
DEFAULTS
  env | grep '^CONNECT_[A-Z]' | while IFS='=' read -r variable value; do
    key=$(printf '%s' "${variable#CONNECT_}" | tr '[:upper:]' '[:lower:]' |
      sed -e 's/___/-/g' -e 's/__/\n/g' -e 's/_/./g' | tr '\n' '_')
    printf '%s=%s\n' "$key" "$value"
  done
}

# the last of equal keys counts in a properties file
options >"$properties"

for required in bootstrap.servers group.id config.storage.topic offset.storage.topic status.storage.topic; do
  if ! grep -q "^$required=." "$properties"; then
    echo "start.sh: a worker must have $required: set CONNECT_$(printf '%s' "$required" | tr '[:lower:].' '[:upper:]_')" >&2
    exit 2
  fi
done

exec "$kafka/bin/connect-distributed.sh" "$properties"
