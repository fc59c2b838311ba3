package kpipe.endpoint.wire;

import java.time.Duration;

/**
 * What a client may ask of an endpoint's memory and patience.
 *
 * @param jsonBytes the longest body in JSON; beyond it 413
 * @param cborBytes the longest body in CBOR; beyond it 413
 * @param headerBytes all header lines of a request; beyond it 431
 * @param bodiesBytes all bodies that are held at one time; beyond it 503, and clients try again
 * @param connections how many may be open; beyond it none is accepted until one closes
 * @param idle how long a connection may be silent, or take nothing of an answer
 * @param head how long a client may take to send the head of a request or to shake hands
 * @param body how long a client may take to send the body
 */
public record Limits(
        int jsonBytes,
        int cborBytes,
        int headerBytes,
        long bodiesBytes,
        int connections,
        Duration idle,
        Duration head,
        Duration body) {

    private static final int MIB = 1024 * 1024;

    /** 16 MiB of JSON, 11 MiB of CBOR, 32 KiB of headers, a quarter of the heap for bodies, 50,000 connections, 60 s silent, 20 s for a head, 60 s for a body. */
    public static Limits standard() {
        return new Limits(
                16 * MIB,
                11 * MIB,
                32 * 1024,
                Math.max(64 * MIB, Runtime.getRuntime().maxMemory() / 4),
                50_000,
                Duration.ofSeconds(60),
                Duration.ofSeconds(20),
                Duration.ofSeconds(60));
    }
}
