package kpipe.endpoint.kinesis;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kpipe.endpoint.kinesis.KinesisStream.State;
import kpipe.endpoint.wire.AwsError;
import kpipe.endpoint.wire.Caller;
import kpipe.endpoint.wire.Exchange;
import kpipe.endpoint.wire.Service;
import kpipe.endpoint.wire.Shape;
import kpipe.runtime.log.StreamStore;
import kpipe.spi.Clock;

/**
 * The API of Kinesis Data Streams over the streams of a store: those that are made over the API, which the store then keeps, and those that a pipeline has made in it. The store is the caller's to start and to
 * close, behind this. Thread-safe.
 */
public final class KinesisService implements Service, AutoCloseable {

    private static final String KEY_NOTE = "tokens";

    private final Core core;
    private final Agenda agenda;
    private final Model model;
    private final ControlRates rates;
    private final Map<String, Operation> operations = new HashMap<>();
    private final Map<String, Shape.Structure> shapes = new HashMap<>();

    /**
     * Begins to serve; what an earlier process has left half done (a deletion, a change of the number of shards) goes on.
     *
     * @param store committed by threads of its own or by the caller
     * @param agenda closed with the service
     * @throws IOException if what is kept beside the streams cannot be read or written
     */
    public KinesisService(StreamStore store, Clock clock, KinesisSettings settings, Agenda agenda) throws IOException {
        this.agenda = agenda;
        core = new Core(store, settings, clock, agenda, new Tokens(clock, key(store)));
        model = new Model(settings.edition());
        rates = new ControlRates(core);
        Accounts accounts = new Accounts(core, store);
        Resources resources = new Resources(core);
        Positions positions = new Positions(clock);
        StreamOperations streams = new StreamOperations(core);
        ShardOperations shards = new ShardOperations(core);
        streams.register(operations);
        shards.register(operations);
        accounts.register(operations);
        resources.register(operations);
        new Puts(core).register(operations);
        new Reads(core, positions).register(operations);
        new StreamChanges(core, accounts).register(operations);
        new Monitoring(core).register(operations);
        new Tags(core, resources).register(operations);
        new ConsumerOperations(core, accounts).register(operations);
        new Subscriptions(core, positions).register(operations);
        for (String operation : operations.keySet()) {
            shapes.put(operation, Field.shape(fields(operation)));
        }
        resume(streams, shards);
        new OnDemand(core).start();
    }

    private static byte[] key(StreamStore store) throws IOException {
        byte[] key = store.note(KEY_NOTE);
        if (key == null || key.length != Tokens.KEY) {
            key = Tokens.newKey();
            store.note(KEY_NOTE, key);
        }
        return key;
    }

    private void resume(StreamOperations streams, ShardOperations shards) {
        for (KinesisStream stream : core.streams().all()) {
            if (stream.state() == State.DELETING) {
                streams.finishDelete(
                        new Target(stream, String.valueOf(stream.account()), String.valueOf(stream.region())));
            } else {
                shards.resume(stream);
            }
        }
    }

    private List<Field> fields(String operation) {
        List<Field> fields = model.fields(operation);
        if (fields == null) {
            throw new IllegalArgumentException(operation + " is no operation");
        }
        return fields;
    }

    @Override
    public String targetPrefix() {
        return "Kinesis_20131202";
    }

    @Override
    public String signingName() {
        return "kinesis";
    }

    @Override
    public boolean has(String operation) {
        return operations.containsKey(operation);
    }

    @Override
    public Shape.Structure shape(String operation) {
        Shape.Structure shape = shapes.get(operation);
        if (shape == null) {
            throw new IllegalArgumentException(operation + " is no operation");
        }
        return shape;
    }

    @Override
    public void answer(String operation, Map<String, Object> members, Caller caller, Exchange exchange) {
        Constraints.check(fields(operation), members);
        Request request = new Request(operation, members, caller);
        rates.check(request);
        long latency = core.settings().fault(operation).latencyMillis();
        Operation work = operations.get(operation);
        if (work == null) {
            throw new IllegalArgumentException(operation + " is no operation");
        }
        if (latency > 0) {
            agenda.after(latency, () -> carryOut(work, request, exchange));
        } else if (operation.startsWith("PutRecord")) {
            // Only memory is written here; the answer comes when the disk has it.
            carryOut(work, request, exchange);
        } else {
            agenda.soon(() -> carryOut(work, request, exchange));
        }
    }

    private static void carryOut(Operation work, Request request, Exchange exchange) {
        try {
            work.answer(request, exchange);
        } catch (AwsError error) {
            exchange.fail(error);
        } catch (IOException | RuntimeException broken) {
            exchange.fail(AwsError.internalFailure());
        }
    }

    /** Does nothing more. Calls that are being answered are answered; the store stays open. */
    @Override
    public void close() {
        agenda.close();
    }
}
