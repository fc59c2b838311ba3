package kpipe.endpoint.wire;

import java.io.EOFException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Takes each request from Jetty and leads it to its operation, with AWS's checks in AWS's order: preflight, method, body, content type, an object, an operation, a signature, types of members. What comes after is the
 * service's.
 */
final class Gateway extends Handler.Abstract {

    private static final String EXPOSED =
            "x-amzn-RequestId,x-amzn-ErrorType,x-amz-request-id,x-amz-id-2,x-amzn-ErrorMessage,Date";
    private static final String DENIED = "<AccessDeniedException>\n"
            + "  <Message>Unable to determine service/operation name to be authorized</Message>\n"
            + "</AccessDeniedException>\n";
    private static final Duration LONGEST_PREFLIGHT = Duration.ofDays(2);
    private static final int MOST_FREE_PIECES = 512;
    private static final Shape.Structure ANYTHING = new Shape.Structure(Map.of());

    private final List<Service> services;
    private final Identity identity;
    private final @Nullable RestProxy proxy;
    private final Limits limits;
    private final Budget bodies;
    private final Pieces pieces = new Pieces(MOST_FREE_PIECES);
    private final OpenStreams streams = new OpenStreams();

    /** An operation that a service has. */
    private record Target(Service service, String operation) {}

    Gateway(List<Service> services, Identity identity, Limits limits) {
        this.services = List.copyOf(services);
        this.identity = identity;
        this.limits = limits;
        bodies = new Budget(limits.bodiesBytes());
        proxy = services.stream()
                .filter(service -> service.targetPrefix().equals(RestProxy.TARGET_PREFIX))
                .findFirst()
                .map(RestProxy::new)
                .orElse(null);
    }

    /** The streams of events that go on, to be ended before the endpoint closes. */
    OpenStreams streams() {
        return streams;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Channel channel = new Channel(request, response, callback, pieces);
        HttpFields.Mutable headers = response.getHeaders();
        boolean fromPage = request.getHeaders().contains(HttpHeader.ORIGIN);
        if (fromPage) {
            headers.put("Access-Control-Allow-Origin", "*");
            if (HttpMethod.OPTIONS.is(request.getMethod())) {
                preflight(channel);
                return true;
            }
            headers.put("Access-Control-Expose-Headers", EXPOSED);
        }
        headers.put("x-amz-id-2", Tickets.extendedId());
        Head head = new JettyHead(request);
        RestProxy.Route route = proxy == null || named(head) ? null : proxy.route(head);
        if (route == null && !HttpMethod.POST.is(request.getMethod())) {
            channel.send(403, null, DENIED);
            return true;
        }
        ContentKind kind = ContentKind.of(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
        int most = kind == ContentKind.CBOR ? limits.cborBytes() : limits.jsonBytes();
        new Body(request, most, bodies, limits.body().toMillis(), (outcome, body) -> {
                    channel.holds(body);
                    received(outcome, body, channel, head, kind, route);
                })
                .run();
        return true;
    }

    private void preflight(Channel channel) {
        HttpFields asked = channel.request().getHeaders();
        HttpFields.Mutable headers = channel.headers();
        headers.put("Access-Control-Max-Age", LONGEST_PREFLIGHT.toSeconds());
        String names = asked.get("Access-Control-Request-Headers");
        if (names != null) {
            headers.put("Access-Control-Allow-Headers", names);
        }
        String method = asked.get("Access-Control-Request-Method");
        if (method != null) {
            headers.put("Access-Control-Allow-Methods", method);
        }
        channel.send(200, null, "");
    }

    private void received(
            Body.Outcome outcome,
            Body body,
            Channel channel,
            Head head,
            ContentKind kind,
            RestProxy.@Nullable Route route) {
        switch (outcome) {
            case WHOLE -> {
                if (route != null && proxy != null) {
                    Reply reply = new Reply(channel, ContentKind.PLAIN_JSON, streams);
                    proxy(proxy, route, head, body, reply);
                } else {
                    dispatch(head, body, channel, kind);
                }
            }
            case TOO_LARGE -> channel.send(413, null, "<RequestEntityTooLargeException/>\n");
            case NO_ROOM ->
                new Reply(channel, kind == ContentKind.CBOR ? kind : ContentKind.JSON, streams)
                        .fail(new AwsError(503, "ServiceUnavailable", "Too many requests are under way; try again."));
            case SLOW -> {
                channel.headers().put(HttpHeader.CONNECTION, "close");
                channel.send(408, null, "<RequestTimeoutException/>\n");
            }
            case BROKEN -> channel.done(null, new EOFException("The client went away."));
        }
    }

    private void dispatch(Head head, Body body, Channel channel, ContentKind kind) {
        Target target = target(head);
        if (body.length() == 0) {
            ContentKind answered = kind == ContentKind.JSON ? kind : ContentKind.CBOR;
            String type = target != null ? "SerializationException" : "UnknownOperationException";
            new Reply(channel, answered, streams).fail(new AwsError(type, null));
        } else if (kind == ContentKind.UNKNOWN && !named(head)) {
            channel.send(403, null, DENIED);
        } else if (kind == ContentKind.UNKNOWN) {
            channel.send(404, null, "<UnknownOperationException/>\n");
        } else if (kind == ContentKind.PLAIN_JSON) {
            plainJson(body, channel);
        } else {
            operation(target, head, body, new Reply(channel, kind, streams));
        }
    }

    private static void plainJson(Body body, Channel channel) {
        boolean object = true;
        try {
            JsonReader.read(body.bytes(), body.length(), ANYTHING);
        } catch (MalformedException e) {
            object = false;
        }
        channel.send(
                object ? 404 : 400,
                ContentKind.PLAIN_JSON.type(),
                "{\"Output\":{\"__type\":\"com.amazon.coral.service#"
                        + (object ? "UnknownOperationException" : "SerializationException")
                        + "\"},\"Version\":\"1.0\"}");
    }

    private void operation(@Nullable Target target, Head head, Body body, Reply reply) {
        try {
            Shape.Structure shape = target == null ? ANYTHING : target.service().shape(target.operation());
            RequestTree tree = reply.cbor()
                    ? CborReader.read(body.bytes(), body.length(), shape)
                    : JsonReader.read(body.bytes(), body.length(), shape);
            if (target == null) {
                throw new AwsError("UnknownOperationException", null);
            }
            List<String> names = List.of(target.service().signingName());
            Caller caller = identity.caller(head, body.bytes(), body.length(), names);
            if (tree.mismatch() != null) {
                throw tree.mismatch();
            }
            target.service().answer(target.operation(), tree.members(), caller, reply);
        } catch (MalformedException e) {
            reply.fail(new AwsError("SerializationException", null));
        } catch (AwsError e) {
            reply.fail(e);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            reply.fail(AwsError.internalFailure());
        }
    }

    private void proxy(RestProxy proxy, RestProxy.Route route, Head head, Body body, Reply reply) {
        try {
            Map<String, Object> request = proxy.request(route, head, body.bytes(), body.length());
            Caller caller = identity.callerOfProxy(head, body.bytes(), body.length(), RestProxy.SIGNING_NAMES);
            proxy.service().answer(route.operation(), request, caller, reply);
        } catch (MalformedException e) {
            reply.fail(new AwsError("SerializationException", null));
        } catch (AwsError e) {
            reply.fail(e);
        } catch (RuntimeException | OutOfMemoryError e) {
            reply.fail(AwsError.internalFailure());
        }
    }

    /** Whether a request names an operation, known or not. */
    private static boolean named(Head head) {
        String target = head.header("x-amz-target");
        return target != null && !target.isEmpty() || head.query().has("Action");
    }

    /** What a request names, by header or query; null if no service has it. */
    private @Nullable Target target(Head head) {
        String name = head.header("x-amz-target");
        String action = head.query().value("Action");
        for (Service service : services) {
            if (name != null && !name.isEmpty()) {
                String prefix = service.targetPrefix() + ".";
                if (name.startsWith(prefix) && service.has(name.substring(prefix.length()))) {
                    return new Target(service, name.substring(prefix.length()));
                }
            } else if (action != null && service.has(action)) {
                return new Target(service, action);
            }
        }
        return null;
    }
}
