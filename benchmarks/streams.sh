#!/usr/bin/env bash
# Durable streams beside other systems, each a process of its own on this machine: the log in process, `kpipe serve`, kinesalite and kinesis-local (both from npm), and a Kafka broker of one node that forces
# what it acknowledges. Wants Linux, a JDK 17, Maven, npm and a quiet machine.
#
#   benchmarks/streams.sh [SECONDS [GIGABYTES]]   so long for each measurement (10); so much to recover (0)
set -euo pipefail

root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
seconds=${1:-10}
gigabytes=${2:-0}
work=$root/benchmarks/target/streams
cd "$root"
./kpipe version
mvn -q -Dfast -Dmaven.test.skip=true -Ppeers -pl benchmarks,benchmarks/peers/kafka -am compile dependency:build-classpath \
    -Dmdep.outputFile=target/classpath
rm -rf "$work"
mkdir -p "$work/emulators" "$work/kafka/target"
npm install --prefix "$work/emulators" --no-audit --no-fund --silent kinesalite@3.3.3 kinesis-local@0.6.2
own=$root/benchmarks/target/classes:$(cat benchmarks/target/classpath)
kafka=$root/benchmarks/peers/kafka/target/classes:$(cat benchmarks/peers/kafka/target/classpath)

process=
stop() {
    [ -z "$process" ] || kill "$process" 2>/dev/null || true
    [ -z "$process" ] || wait "$process" 2>/dev/null || true
    process=
}
trap stop EXIT

# Starts a server in a folder, and waits until it listens at a port.
start() {
    local folder=$1 port=$2
    shift 2
    (cd "$folder" && exec "$@" >"$work/server.log" 2>&1) &
    process=$!
    until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
        kill -0 "$process" 2>/dev/null || { cat "$work/server.log"; exit 1; }
        sleep 0.2
    done
    sleep 2
}

race() {
    java -cp "$own" kpipe.benchmarks.log.EndpointRace "$seconds" "$1=http://127.0.0.1:$2=$process"
    stop
}

echo "## The log, in process"
java -Xmx1g -XX:+UseSerialGC -cp "$own" kpipe.benchmarks.log.LogFigures "$work/log" 5 "$gigabytes"

echo "## Servers of the Kinesis API"
start "$work" 4801 "$root/kpipe" serve --data "$work/kpipe" --port 4801
race kpipe 4801
start "$work" 4802 node "$work/emulators/node_modules/.bin/kinesalite" --port 4802 --path "$work/kinesalite" --shardLimit 100
race "kinesalite" 4802
emulator=$work/emulators/node_modules/kinesis-local
start "$emulator" 4803 env KINESIS_MOCK_PLAIN_PORT=4803 KINESIS_MOCK_TLS_PORT=4804 node main.js
race "kinesis-local" 4803

echo "## Kafka"
cd "$work/kafka"
java -cp "$kafka" kafka.tools.StorageTool format -t MkU3OEVBNTcwNTJENDM2Qk -c "$root/benchmarks/peers/kafka/broker.properties" >/dev/null 2>&1
start "$work/kafka" 9092 java -Xmx1g -cp "$kafka" kafka.Kafka "$root/benchmarks/peers/kafka/broker.properties"
java -cp "$kafka" kpipe.benchmarks.kafka.KafkaRace "$seconds" 127.0.0.1:9092 "$process"
