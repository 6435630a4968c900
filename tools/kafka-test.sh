#!/usr/bin/env bash
# Runs the suite of the bus on a real Apache Kafka, and some faults of the torture over
# it (bin/heliu and toxiproxy are built before). Its jars come from Maven Central once
# and stay in .cache/kafka; where it does not answer, the same suite runs on the embedded
# broker, and the real one stays unproven.
set -euo pipefail
cd "$(dirname "$0")/.."
jars=$PWD/.cache/kafka

fetch() {
  local new=$jars/libs.new
  rm -rf "$new"
  timeout 180 mvn -q -B -ntp -f deploy/kafka/pom.xml dependency:copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory="$new" >"$jars/maven.log" 2>&1 || return 1
  rm -rf "$jars/libs"
  mv "$new" "$jars/libs"
  cp deploy/kafka/pom.xml "$jars/pom.xml" # what the jars are of
}

mkdir -p "$jars"
if [ -d "$jars/libs" ] && cmp -s deploy/kafka/pom.xml "$jars/pom.xml" || fetch; then
  echo "kafka-test: Apache Kafka $(basename "$jars"/libs/kafka_2.13-*.jar .jar | sed 's/.*-//')"
  exec go test -tags realkafka -p 1 -count=1 -timeout 10m ./bus/... ./internal/kafkatest/...
fi
echo "kafka-test: Maven Central does not answer: the real Apache Kafka is unproven, the same suite runs on the embedded broker with four partitions ($jars/maven.log)"
exec go test -count=1 -timeout 10m ./bus/...
