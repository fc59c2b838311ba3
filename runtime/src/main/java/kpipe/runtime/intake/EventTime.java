package kpipe.runtime.intake;

/**
 * What the time of a stream's rows is.
 *
 * @param column which column is ROWTIME, or -1: the time of arrival
 * @param latenessMillis how far behind the greatest ROWTIME the watermark of an input stays
 * @param idleAfterMillis an input that brings nothing for this long no longer holds the watermark back; 0: never
 */
public record EventTime(int column, long latenessMillis, long idleAfterMillis) {}
