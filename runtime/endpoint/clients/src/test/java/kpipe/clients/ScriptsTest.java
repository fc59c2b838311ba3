package kpipe.clients;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** boto3 and the SDK for JavaScript, which check what they see by themselves. */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(Servers.class)
class ScriptsTest {

    @Test
    void boto3(KinesisServer server) {
        String script = Tool.source("python/stream_life.py").toString();
        Tool.check(
                server.environment(),
                List.of(Tool.python("boto3"), script, server.url().toString(), server.newStream("boto")));
    }

    /** Over HTTP/2, as the SDK comes. */
    @Test
    void javaScript(KinesisServer server) {
        String script = Tool.source("javascript/stream-life.mjs").toString();
        Tool.check(
                server.environment(), List.of(Tool.node(), script, server.url().toString(), server.newStream("js")));
    }

    @Test
    void javaScriptOverTls(KinesisServer server) {
        String script = Tool.source("javascript/stream-life.mjs").toString();
        Map<String, String> trusting = new HashMap<>(server.environment());
        trusting.put("NODE_TLS_REJECT_UNAUTHORIZED", "0");
        Tool.check(trusting, List.of(Tool.node(), script, server.tlsUrl().toString(), server.newStream("js-tls")));
    }
}
