package kpipe.endpoint.kinesis;

/** Which service is answered like, where the one of today and older recordings of it differ. */
public enum Edition {
    /** The service as it is now. */
    TODAY,
    /** The service before on-demand streams: small limits, a shard count in every CreateStream, no {@code ChildShards}. */
    OF_2018
}
