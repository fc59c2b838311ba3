package kpipe.runtime.firehose;

/** Sees each record of a destination as it is after its transforms. For tests of a pipeline. */
public interface Witness {

    /** @param address where the record is to be delivered */
    void record(String address, byte[] bytes, int offset, int length);
}
