#!/bin/sh
# Runs all benchmarks and writes what they say to benchmarks/target/report.md. Wants a quiet machine, and takes an hour or more.
#
#   benchmarks/run.sh          everything, at full size
#   benchmarks/run.sh quick    everything, small: to see that it works
#   benchmarks/run.sh nexmark  kpipe beside Flink SQL and Esper alone, at full size; a number of events may follow
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
what=${1:-all}
events=${2:-5000000}
rounds=3
documents=8000000
if [ "$what" = quick ]; then
    events=200000
    rounds=1
    documents=200000
fi
cd "$root"
peers=benchmarks/peers
for module in benchmarks "$peers/flink" "$peers/esper"; do
    mvn -q -Dfast -Ppeers -pl "$module" -am compile dependency:build-classpath -Dmdep.outputFile="$root/$module/target/classpath"
done

report=benchmarks/target/report.md
of() {
    echo "$root/$1/target/classes:$(cat "$1/target/classpath")"
}
measure() {
    echo "## $1" | tee -a "$report"
    shift
    "${JAVA_HOME:+$JAVA_HOME/bin/}java" "$@" 2>&1 | tee -a "$report"
}
{
    date -u
    uname -srm
    nproc
    "${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1
    uptime
} > "$report"

if [ "$what" != nexmark ]; then
    for class in KernelRatios SlidingRatios StaggerRatios JoinRatios DecoderRatios CheckTime; do
        measure $class -Xms3g -Xmx3g -XX:+UseSerialGC -cp "$(of benchmarks)" kpipe.benchmarks.$class
    done
    measure WholeProcess -cp "$(of benchmarks)" kpipe.benchmarks.WholeProcess . $documents
fi
measure Nexmark -Xmx3g -Dflink="$(of $peers/flink)" -Desper="$(of $peers/esper)" -cp "$(of benchmarks)" \
    kpipe.benchmarks.nexmark.Race . "$events" "$rounds" all
echo "The report is in $report."
