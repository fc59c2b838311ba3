/**
 * Everything between a socket and an operation of a service: HTTP/1.1, HTTP/2 and TLS, the JSON and CBOR dialects of AWS, signatures, CORS, the framing of event streams.
 * Requests flow in as bytes and reach a {@link kpipe.endpoint.wire.Service} as a checked tree of values; its answers and events flow out in the encoding that the client asked for.
 * Nothing here knows what a service does, and only here is Jetty or Jackson known.
 */
@NullMarked
package kpipe.endpoint.wire;

import org.jspecify.annotations.NullMarked;
