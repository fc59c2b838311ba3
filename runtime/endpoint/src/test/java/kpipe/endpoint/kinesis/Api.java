package kpipe.endpoint.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import kpipe.endpoint.wire.AwsError;
import kpipe.endpoint.wire.Blob;
import kpipe.endpoint.wire.Caller;
import kpipe.endpoint.wire.EventStream;
import kpipe.endpoint.wire.Exchange;
import kpipe.endpoint.wire.Part;
import kpipe.endpoint.wire.ValueWriter;
import kpipe.runtime.host.VirtualHost;
import kpipe.runtime.log.StreamStore;
import org.jspecify.annotations.Nullable;

/** The service in a world whose time and disk a test decides, called without a network. Not thread-safe. */
final class Api {

    static final long START = 1_700_000_000_000L;
    static final String ACCOUNT = "000000000000";
    static final Caller CALLER = new Caller(ACCOUNT, "us-east-1", null);

    private record Appointment(long at, long number, Runnable work) {}

    final VirtualHost host;
    final KinesisSettings settings;
    private final Deque<Runnable> soon = new ArrayDeque<>();
    private final PriorityQueue<Appointment> later = new PriorityQueue<>((one, other) ->
            one.at() == other.at() ? Long.compare(one.number(), other.number()) : Long.compare(one.at(), other.at()));
    private long appointments;
    StreamStore store;
    KinesisService service;

    Api() {
        this(KinesisSettings.DEFAULT);
    }

    Api(KinesisSettings settings) {
        this.settings = settings;
        host = new VirtualHost(1, START);
        try {
            store = StreamStore.open(host, "data", StreamStore.Options.DEFAULT);
            service = new KinesisService(store, host.clock(), settings, agenda());
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Agenda agenda() {
        return new Agenda() {
            @Override
            public void soon(Runnable work) {
                soon.add(work);
            }

            @Override
            public void after(long millis, Runnable work) {
                later.add(new Appointment(host.clock().millis() + millis, appointments++, work));
            }

            @Override
            public void close() {}
        };
    }

    /** The process ends, orderly, and another one begins. */
    void restart() throws IOException {
        soon.clear();
        later.clear();
        store.close();
        store = StreamStore.open(host, "data", StreamStore.Options.DEFAULT);
        service = new KinesisService(store, host.clock(), settings, agenda());
    }

    /** The process is no more, and another one begins. */
    void crash() throws IOException {
        soon.clear();
        later.clear();
        store = StreamStore.open(host, "data", StreamStore.Options.DEFAULT);
        service = new KinesisService(store, host.clock(), settings, agenda());
    }

    /** Does what is to be done now. */
    void run() {
        do {
            for (Runnable work = soon.poll(); work != null; work = soon.poll()) {
                work.run();
            }
            while (!later.isEmpty() && later.element().at() <= host.clock().millis()) {
                soon.add(later.remove().work());
            }
            store.commit();
        } while (!soon.isEmpty());
    }

    /** Lets time pass. */
    void pass(long millis) {
        long end = host.clock().millis() + millis;
        run();
        while (!later.isEmpty() && later.element().at() <= end) {
            host.moveTo(later.element().at());
            run();
        }
        host.moveTo(end);
        run();
    }

    /** What came back from a call. */
    static final class Answer implements Exchange {
        private @Nullable Object body;
        private @Nullable AwsError error;
        private @Nullable Events events;
        private boolean done;

        @Override
        public void succeed(Map<String, ?> answer) {
            once(() -> body = tree(answer));
        }

        @Override
        public void succeed() {
            once(() -> body = null);
        }

        @Override
        public void fail(AwsError failure) {
            once(() -> error = failure);
        }

        @Override
        public EventStream stream() {
            Events stream = new Events();
            once(() -> events = stream);
            return stream;
        }

        private void once(Runnable answer) {
            if (!done) {
                done = true;
                answer.run();
            }
        }

        @Override
        public boolean cbor() {
            return false;
        }

        @Override
        public String requestId() {
            return "id";
        }

        boolean isDone() {
            return done;
        }

        @Nullable
        AwsError error() {
            return error;
        }

        Events events() {
            return Objects.requireNonNull(events, () -> "no stream: " + this);
        }

        /** A value in the answer: names and positions in turn. */
        @Nullable
        Object at(Object... path) {
            Object value = body;
            for (Object step : path) {
                value = step instanceof Integer index
                        ? ((List<?>) Objects.requireNonNull(value, this::toString)).get(index)
                        : ((Map<?, ?>) Objects.requireNonNull(value, this::toString)).get(step);
            }
            return value;
        }

        String text(Object... path) {
            return String.valueOf(at(path));
        }

        List<?> list(Object... path) {
            return (List<?>) Objects.requireNonNull(at(path), this::toString);
        }

        /** The member of that name of each element. */
        List<String> each(String list, String name) {
            List<String> values = new ArrayList<>();
            for (Object element : list(list)) {
                values.add(String.valueOf(((Map<?, ?>) element).get(name)));
            }
            return values;
        }

        @Override
        public String toString() {
            return done ? error == null ? String.valueOf(body) : String.valueOf(error.getMessage()) : "no answer";
        }
    }

    /** The events of a subscription. */
    static final class Events implements EventStream {
        final List<Map<?, ?>> sent = new ArrayList<>();

        @Nullable
        AwsError failure;

        private boolean closed;
        private boolean ready = true;
        private final List<Runnable> onReady = new ArrayList<>();
        private final List<Runnable> onClosed = new ArrayList<>();

        @Override
        public boolean send(Map<String, ?> event, String type) {
            if (!closed) {
                sent.add((Map<?, ?>) Objects.requireNonNull(tree(event)));
            }
            return ready && !closed;
        }

        @Override
        public void fail(AwsError error) {
            if (!closed) {
                failure = error;
                end();
            }
        }

        @Override
        public void end() {
            if (!closed) {
                closed = true;
                onClosed.forEach(Runnable::run);
                ready(true);
            }
        }

        /** Whether the client takes what is sent. */
        void ready(boolean is) {
            ready = is;
            if (ready) {
                List<Runnable> told = new ArrayList<>(onReady);
                onReady.clear();
                told.forEach(Runnable::run);
            }
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void onReady(Runnable then) {
            if (ready || closed) {
                then.run();
            } else {
                onReady.add(then);
            }
        }

        @Override
        public boolean isClosed() {
            return closed;
        }

        @Override
        public void onClosed(Runnable then) {
            if (closed) {
                then.run();
            } else {
                onClosed.add(then);
            }
        }

        List<String> data() {
            List<String> data = new ArrayList<>();
            for (Map<?, ?> event : sent) {
                for (Object entry : (List<?>) event.get("Records")) {
                    data.add(String.valueOf(((Map<?, ?>) entry).get("Data")));
                }
            }
            return data;
        }
    }

    /** Calls an operation with members that are given as names and values in turn, and does what is to be done at once. */
    Answer call(String operation, Object... members) {
        return callAs(CALLER, operation, members);
    }

    Answer callAs(Caller caller, String operation, Object... members) {
        Answer answer = begin(caller, operation, map(members));
        run();
        return answer;
    }

    /** Calls an operation and leaves it there. */
    Answer begin(Caller caller, String operation, Map<String, Object> members) {
        Answer answer = new Answer();
        try {
            service.answer(operation, members, caller, answer);
        } catch (AwsError error) {
            answer.fail(error);
        }
        return answer;
    }

    /** Calls an operation that must succeed. */
    Answer ok(String operation, Object... members) {
        Answer answer = call(operation, members);
        assertThat(answer.isDone()).as("%s has an answer", operation).isTrue();
        assertThat(answer.error()).as(operation).isNull();
        return answer;
    }

    /** A stream that is there. */
    void create(String name, int shards) {
        ok("CreateStream", "StreamName", name, "ShardCount", shards);
        pass(settings.stateDelayMillis());
    }

    String arn(String stream) {
        return "arn:aws:kinesis:us-east-1:" + ACCOUNT + ":stream/" + stream;
    }

    Answer put(String stream, String key, String data) {
        return ok("PutRecord", "StreamName", stream, "PartitionKey", key, "Data", data(data));
    }

    /** What a shard holds, read page by page. */
    List<String> read(String stream, int shard) {
        List<String> data = new ArrayList<>();
        String iterator = ok(
                        "GetShardIterator",
                        "StreamName",
                        stream,
                        "ShardId",
                        ShardIds.id(shard),
                        "ShardIteratorType",
                        "TRIM_HORIZON")
                .text("ShardIterator");
        while (true) {
            Answer page = ok("GetRecords", "ShardIterator", iterator);
            data.addAll(page.each("Records", "Data"));
            if (page.at("NextShardIterator") == null
                    || page.text("MillisBehindLatest").equals("0")) {
                return data;
            }
            iterator = page.text("NextShardIterator");
        }
    }

    static Blob data(String text) {
        return Blob.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Names and values in turn, as the wire hands them on: whole numbers as Long. */
    static Map<String, Object> map(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            map.put((String) namesAndValues[i], value instanceof Integer number ? Long.valueOf(number) : value);
        }
        return map;
    }

    /** What a client would read of an answer: maps, lists, texts; blobs as the text that they hold. */
    static @Nullable Object tree(@Nullable Object value) {
        TreeWriter writer = new TreeWriter();
        writer.value(value);
        return writer.result;
    }

    private static final class TreeWriter implements ValueWriter {
        private final Deque<Object> open = new ArrayDeque<>();
        private final Deque<String> names = new ArrayDeque<>();
        private @Nullable Object result;

        @SuppressWarnings("unchecked")
        private void put(@Nullable Object value) {
            Object parent = open.peek();
            if (parent == null) {
                result = value;
            } else if (parent instanceof List) {
                ((List<@Nullable Object>) parent).add(value);
            } else {
                ((Map<String, @Nullable Object>) parent).put(names.pop(), value);
            }
        }

        @Override
        public void startMap() {
            open.push(new LinkedHashMap<String, @Nullable Object>());
        }

        @Override
        public void endMap() {
            put(open.pop());
        }

        @Override
        public void startList() {
            open.push(new ArrayList<@Nullable Object>());
        }

        @Override
        public void endList() {
            put(open.pop());
        }

        @Override
        public void name(String name) {
            names.push(name);
        }

        @Override
        public void string(String value) {
            put(value);
        }

        @Override
        public void string(byte[] utf8, int offset, int length) {
            put(new String(utf8, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public void number(long value) {
            put(value);
        }

        @Override
        public void bool(boolean value) {
            put(value);
        }

        @Override
        public void blob(byte[] bytes, int offset, int length) {
            put(new String(bytes, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public void time(long millis) {
            put(millis);
        }

        @Override
        public void value(@Nullable Object value) {
            if (value instanceof Part part) {
                part.writeTo(this);
            } else if (value instanceof Map<?, ?> map) {
                startMap();
                map.forEach((name, member) -> {
                    if (member != null) {
                        name((String) name);
                        value(member);
                    }
                });
                endMap();
            } else if (value instanceof List<?> list) {
                startList();
                list.forEach(this::value);
                endList();
            } else if (value instanceof Integer number) {
                put(number.longValue());
            } else if (value instanceof Instant time) {
                put(time.toEpochMilli());
            } else if (value instanceof Blob blob) {
                blob(blob.bytes(), blob.offset(), blob.length());
            } else {
                put(value);
            }
        }
    }
}
