package kpipe.clients;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.common.LeaseCleanupConfig;
import software.amazon.kinesis.coordinator.CoordinatorConfig.ClientVersionConfig;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.exceptions.InvalidStateException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.metrics.NullMetricsFactory;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.processor.SingleStreamTracker;
import software.amazon.kinesis.retrieval.KinesisClientRecord;
import software.amazon.kinesis.retrieval.RetrievalSpecificConfig;
import software.amazon.kinesis.retrieval.fanout.FanOutConfig;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/** An application of the KCL that reads one stream from its horizon with one worker, and keeps what it is given. Its intervals are short, so that it starts in seconds. */
final class KclWorker implements AutoCloseable {

    /** How the worker comes to records. */
    enum Retrieval {
        POLLING,
        FAN_OUT
    }

    /** How long a worker may take until it reads: it waits up to 30 seconds for others that might start with it, and 10 for an index of its table. */
    static final Duration STARTED = Duration.ofSeconds(180);

    private final String application;
    private final DynamoDbAsyncClient leases;
    private final CloudWatchAsyncClient unusedMetrics;
    private final Scheduler scheduler;
    private final Thread thread;
    private final Map<String, List<String>> textsByKey = new ConcurrentHashMap<>();
    private final Set<String> aggregatedTexts = ConcurrentHashMap.newKeySet();
    /** Begins and ends of shards as they came. */
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    KclWorker(
            String application,
            String stream,
            Retrieval retrieval,
            KinesisAsyncClient kinesis,
            DynamoDbAsyncClient leases) {
        this.application = application;
        this.leases = leases;
        unusedMetrics = CloudWatchAsyncClient.builder()
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .endpointOverride(URI.create("http://localhost:9"))
                .build();
        ConfigsBuilder configs = new ConfigsBuilder(
                new SingleStreamTracker(
                        stream,
                        InitialPositionInStreamExtended.newInitialPosition(InitialPositionInStream.TRIM_HORIZON)),
                application,
                kinesis,
                leases,
                unusedMetrics,
                "worker",
                Processor::new);
        RetrievalSpecificConfig specific = retrieval == Retrieval.POLLING
                ? new PollingConfig(stream, kinesis).idleTimeBetweenReadsInMillis(250)
                : new FanOutConfig(kinesis)
                        .streamName(stream)
                        .applicationName(application)
                        .retryBackoffMillis(200);
        scheduler = new Scheduler(
                configs.checkpointConfig(),
                configs.coordinatorConfig()
                        .clientVersionConfig(ClientVersionConfig.CLIENT_VERSION_CONFIG_3X)
                        .parentShardPollIntervalMillis(200)
                        .shardConsumerDispatchPollIntervalMillis(100)
                        .schedulerInitializationBackoffTimeMillis(100),
                leases(application, kinesis),
                configs.lifecycleConfig().taskBackoffTimeMillis(100),
                configs.metricsConfig().metricsFactory(new NullMetricsFactory()),
                configs.processorConfig(),
                configs.retrievalConfig().retrievalSpecificConfig(specific));
        thread = new Thread(scheduler, application);
        thread.setDaemon(true);
        thread.start();
    }

    /** Leases are looked after several times a second, and those of closed shards go at once: there is no setting for that, only a method. */
    private LeaseManagementConfig leases(String application, KinesisAsyncClient kinesis) {
        LeaseManagementConfig config = new LeaseManagementConfig(application, application, leases, kinesis, "worker") {
            @Override
            public LeaseCleanupConfig leaseCleanupConfig() {
                return LeaseCleanupConfig.builder()
                        .leaseCleanupIntervalMillis(200)
                        .completedLeaseCleanupIntervalMillis(200)
                        .garbageLeaseCleanupIntervalMillis(1_000)
                        .build();
            }
        };
        config.workerUtilizationAwareAssignmentConfig()
                .disableWorkerMetrics(true)
                .workerMetricsReporterFreqInMillis(5_000);
        return config.failoverTimeMillis(8_000)
                .leaseAssignmentIntervalMillis(1_000L)
                .shardSyncIntervalMillis(500)
                .leasesRecoveryAuditorExecutionFrequencyMillis(500)
                .leasesRecoveryAuditorInconsistencyConfidenceThreshold(1)
                .dynamoDbLockBasedLeaderHeartbeatPeriodInMillis(500)
                .dynamoDbLockBasedLeaderLeaseDurationInMillis(2_000);
    }

    /** What each key has brought, in order. */
    Map<String, List<String>> textsByKey() {
        return textsByKey;
    }

    int count() {
        return textsByKey.values().stream().mapToInt(List::size).sum();
    }

    /** Those that came inside a record of another. */
    Set<String> aggregatedTexts() {
        return aggregatedTexts;
    }

    /** {@code begin <shard>} and {@code end <shard>}, as they came. */
    List<String> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    /** The shards that there is a lease for. */
    Set<String> leasedShards() {
        return leases.scan(r -> r.tableName(application)).join().items().stream()
                .map(item -> item.get("leaseKey").s())
                .filter(key -> key.startsWith("shardId-"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public void close() throws Exception {
        try {
            scheduler.startGracefulShutdown().get(15, TimeUnit.SECONDS);
        } finally {
            scheduler.shutdown();
            thread.join(Duration.ofSeconds(15).toMillis());
            unusedMetrics.close();
        }
    }

    /** One for each shard; the KCL calls it from one thread at a time. */
    private final class Processor implements ShardRecordProcessor {

        private String shard = "";

        @Override
        public void initialize(InitializationInput input) {
            shard = input.shardId();
            events.add("begin " + shard);
        }

        @Override
        public void processRecords(ProcessRecordsInput input) {
            for (KinesisClientRecord record : input.records()) {
                String text = StandardCharsets.UTF_8.decode(record.data()).toString();
                textsByKey
                        .computeIfAbsent(record.partitionKey(), key -> Collections.synchronizedList(new ArrayList<>()))
                        .add(text);
                if (record.aggregated()) {
                    aggregatedTexts.add(text);
                }
            }
            // The lease of a parent goes only when its children have gone on from where they began.
            checkpoint(input.checkpointer());
        }

        @Override
        public void leaseLost(LeaseLostInput input) {
            events.add("lost " + shard);
        }

        @Override
        public void shardEnded(ShardEndedInput input) {
            events.add("end " + shard);
            checkpoint(input.checkpointer());
        }

        @Override
        public void shutdownRequested(ShutdownRequestedInput input) {
            checkpoint(input.checkpointer());
        }

        private void checkpoint(RecordProcessorCheckpointer checkpointer) {
            try {
                checkpointer.checkpoint();
            } catch (InvalidStateException | ShutdownException failure) {
                events.add("failed " + failure);
            }
        }
    }
}
