package kpipe.endpoint.kinesis;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import kpipe.runtime.log.StreamStore;

/** What belongs to an account in a region and to no stream: its limits, and its billing commitment. Thread-safe. */
final class Accounts {

    private static final String NOTE = "accounts";
    private static final long LEAST_COMMITMENT = 86_400_000;

    private final Core core;
    private Description accounts;

    Accounts(Core core, StreamStore store) throws IOException {
        this.core = core;
        byte[] note = store.note(NOTE);
        accounts = note == null ? Description.EMPTY : Description.parse(note);
    }

    void register(Map<String, Operation> operations) {
        operations.put("DescribeLimits", Operation.asked(this::limits));
        operations.put("DescribeAccountSettings", Operation.asked(this::settings));
        operations.put("UpdateAccountSettings", Operation.asked(this::update));
    }

    private Map<String, ?> limits(Request request) {
        String account = request.caller().account();
        String region = request.caller().region();
        long onDemand = core.streams().of(account, region).stream()
                .filter(KinesisStream::isOnDemand)
                .count();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("ShardLimit", core.settings().shardLimit());
        answer.put("OpenShardCount", StreamOperations.openShards(core, account, region));
        if (core.isToday()) {
            answer.put("OnDemandStreamCount", onDemand);
            answer.put("OnDemandStreamCountLimit", core.settings().onDemandStreamLimit());
        }
        return answer;
    }

    private static String prefix(String account, String region) {
        return account + "/" + region + "/";
    }

    /** Whether the account pays for a minimum of throughput in that region. */
    synchronized boolean isCommitted(String account, String region) {
        return !status(prefix(account, region)).equals("DISABLED");
    }

    private String status(String prefix) {
        if (accounts.get(prefix + "started") == null) {
            return "DISABLED";
        }
        if (accounts.get(prefix + "ended") == null) {
            return "ENABLED";
        }
        return core.now() < earliestEnd(prefix) ? "ENABLED_UNTIL_EARLIEST_ALLOWED_END" : "DISABLED";
    }

    private long earliestEnd(String prefix) {
        return accounts.number(prefix + "started", 0) + LEAST_COMMITMENT;
    }

    private synchronized Map<String, ?> settings(Request request) {
        String prefix = prefix(request.caller().account(), request.caller().region());
        String status = status(prefix);
        Map<String, Object> commitment = new LinkedHashMap<>();
        commitment.put("Status", status);
        if (accounts.get(prefix + "started") != null) {
            commitment.put("StartedAt", Instant.ofEpochMilli(accounts.number(prefix + "started", 0)));
            if (status.equals("DISABLED")) {
                long ended = Math.max(accounts.number(prefix + "ended", 0), earliestEnd(prefix));
                commitment.put("EndedAt", Instant.ofEpochMilli(ended));
            } else {
                commitment.put("EarliestAllowedEndAt", Instant.ofEpochMilli(earliestEnd(prefix)));
            }
        }
        return Members.of("MinimumThroughputBillingCommitment", commitment);
    }

    private synchronized Map<String, ?> update(Request request) throws IOException {
        String prefix = prefix(request.caller().account(), request.caller().region());
        boolean enable = request.structure("MinimumThroughputBillingCommitment")
                .need("Status")
                .equals("ENABLED");
        String status = status(prefix);
        Description changed = accounts;
        if (enable && !status.equals("ENABLED")) {
            changed = status.equals("DISABLED") ? changed.with(prefix + "started", core.now()) : changed;
            changed = changed.without(prefix + "ended");
        } else if (!enable && status.equals("ENABLED")) {
            changed = changed.with(prefix + "ended", core.now());
        }
        core.store().note(NOTE, changed.bytes());
        accounts = changed;
        return settings(request);
    }
}
