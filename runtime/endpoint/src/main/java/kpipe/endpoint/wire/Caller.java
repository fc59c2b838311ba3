package kpipe.endpoint.wire;

import org.jspecify.annotations.Nullable;

/**
 * Who sends a request, as its credential scope tells.
 *
 * @param account twelve digits: the key id if that is twelve digits, else the endpoint's default
 * @param region the scope's region if it looks like one, else the endpoint's default
 * @param accessKey the key id that the request was signed with; null where a request needs no signature
 */
public record Caller(
        String account, String region, @Nullable String accessKey) {}
