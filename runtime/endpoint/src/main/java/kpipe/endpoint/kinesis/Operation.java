package kpipe.endpoint.kinesis;

import java.io.IOException;
import java.util.Map;
import kpipe.endpoint.wire.Exchange;

/** Carries out one operation of the API. */
@FunctionalInterface
interface Operation {

    /** Answers now or later; what is thrown is answered as an error, if nothing has been answered. */
    void answer(Request request, Exchange exchange) throws IOException;

    /** One that has its answer at once. */
    @FunctionalInterface
    interface Asked {
        Map<String, ?> answer(Request request) throws IOException;
    }

    /** One that answers nothing. */
    @FunctionalInterface
    interface Told {
        void take(Request request) throws IOException;
    }

    static Operation asked(Asked asked) {
        return (request, exchange) -> exchange.succeed(asked.answer(request));
    }

    static Operation told(Told told) {
        return (request, exchange) -> {
            told.take(request);
            exchange.succeed();
        };
    }
}
