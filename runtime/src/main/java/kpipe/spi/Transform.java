package kpipe.spi;

/** A record transform: what a TRANSFORM statement declares. One instance serves one place of use, called by one thread at a time. */
public interface Transform {

    /** Works on one record. What it throws fails that record, with the exception's message as the reason. */
    TransformRecord apply(TransformRecord record) throws Exception;
}
