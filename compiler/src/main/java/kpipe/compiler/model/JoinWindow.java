package kpipe.compiler.model;

import kpipe.compiler.source.Span;

/**
 * The OVER behind a stream in FROM: for how long its rows are held to meet rows of other streams.
 *
 * @param preceding rows that are no more than this many milliseconds older than the row that they meet
 * @param following and those that are no more than this many younger
 * @param rows 0; or how many of the last rows, whatever their time
 * @param span the OVER
 */
public record JoinWindow(long preceding, long following, int rows, Span span) {}
