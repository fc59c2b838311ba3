package kpipe.endpoint.wire;

import java.util.List;
import org.eclipse.jetty.server.Request;

/** The head of a request as Jetty parsed it. */
final class JettyHead implements Head {

    /** What stands for the host in HTTP/2. */
    static final String AUTHORITY = ":authority";

    private final Request request;
    private final QueryString query;

    JettyHead(Request request) {
        this.request = request;
        query = QueryString.parse(request.getHttpURI().getQuery());
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String path() {
        String path = request.getHttpURI().getPath();
        return path == null || path.isEmpty() ? "/" : path;
    }

    @Override
    public QueryString query() {
        return query;
    }

    @Override
    public List<String> headers(String name) {
        List<String> values = request.getHeaders().getValuesList(name);
        // The SDK for JavaScript signs what HTTP/2 has in place of the host under the name that it has there.
        if (values.isEmpty() && (name.equals("host") || name.equals(AUTHORITY))) {
            String authority = request.getHttpURI().getAuthority();
            return authority == null ? List.of() : List.of(authority);
        }
        return values;
    }
}
