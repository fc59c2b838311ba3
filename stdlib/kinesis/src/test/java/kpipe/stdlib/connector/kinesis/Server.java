package kpipe.stdlib.connector.kinesis;

/** A server of the Kinesis protocol that runs for a test. */
interface Server extends AutoCloseable {

    String endpoint();

    @Override
    void close();
}
