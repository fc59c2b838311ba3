package kpipe.endpoint.kinesis;

import kpipe.endpoint.wire.AwsError;

/** The errors that more than one operation answers, in AWS's words. */
final class Refusal {

    private Refusal() {}

    static AwsError invalidArgument(String text) {
        return new AwsError("InvalidArgumentException", text);
    }

    static AwsError notFound(String text) {
        return new AwsError("ResourceNotFoundException", text);
    }

    static AwsError inUse(String text) {
        return new AwsError("ResourceInUseException", text);
    }

    static AwsError limitExceeded(String text) {
        return new AwsError("LimitExceededException", text);
    }

    static AwsError validation(String text) {
        return new AwsError("ValidationException", text);
    }

    static AwsError streamNotFound(String name, String account) {
        return notFound("Stream " + name + " under account " + account + " not found.");
    }

    static AwsError shardNotFound(String shard, String stream, String account) {
        return notFound("Could not find shard " + shard + " in stream " + stream + " under account " + account + ".");
    }

    /** As reading operations say it. */
    static AwsError noSuchShard(String shard, String stream, String account) {
        return notFound("Shard " + shard + " in stream " + stream + " under account " + account + " does not exist");
    }

    static AwsError notActive(String stream, String account, String state) {
        return inUse("Stream " + stream + " under account " + account + " not ACTIVE, instead in state " + state);
    }

    static AwsError shardRate(String shard, String stream, String account) {
        return new AwsError("ProvisionedThroughputExceededException", shardRateText(shard, stream, account));
    }

    static String shardRateText(String shard, String stream, String account) {
        return "Rate exceeded for shard " + shard + " in stream " + stream + " under account " + account + ".";
    }

    static AwsError streamRate(String stream, String account) {
        return limitExceeded("Rate exceeded for stream " + stream + " under account " + account + ".");
    }

    static AwsError consumerNotFound(String consumer, String account) {
        return notFound("Consumer " + consumer + ", account " + account + " not found.");
    }

    static AwsError shardLimit(String account, String region, long count, long limit, long more) {
        return limitExceeded("This request would exceed the shard limit for the account " + account + " in " + region
                + ". Current shard count for the account: " + count + ". Limit: " + limit
                + ". Number of additional shards that would have resulted from this request: " + more
                + ". Refer to the AWS Service Limits page (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html)"
                + " for current limits and how to request higher limits.");
    }
}
