package kpipe.runtime.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import kpipe.data.RowBatch;

/**
 * One lane of a stream: a queue to each subscription, and the watermark, which is the least that its producers have promised. Producers and subscriptions are added before
 * anything runs. Thread-safe after that.
 */
final class Lane {

    private Subscription[] subscriptions = new Subscription[0];
    private Producer[] producers = new Producer[0];
    private long[] promised = new long[0];
    private int open;

    /** The least promise of all producers; those that have ended go on holding what they promised last, unless that was the end of time. */
    private volatile long watermark = RowBatch.NO_WATERMARK;

    private volatile boolean ended;

    private volatile List<Tap> taps = List.of();

    synchronized void add(Tap tap) {
        List<Tap> more = new ArrayList<>(taps);
        more.add(tap);
        taps = more;
    }

    synchronized void remove(Tap tap) {
        List<Tap> fewer = new ArrayList<>(taps);
        fewer.remove(tap);
        taps = fewer.isEmpty() ? List.of() : fewer;
    }

    /** Adds a producer and returns its number. */
    synchronized int addProducer(Producer producer) {
        producers = Arrays.copyOf(producers, producers.length + 1);
        producers[producers.length - 1] = producer;
        promised = Arrays.copyOf(promised, promised.length + 1);
        promised[promised.length - 1] = RowBatch.NO_WATERMARK;
        open++;
        return promised.length - 1;
    }

    synchronized void add(Subscription subscription) {
        subscriptions = Arrays.copyOf(subscriptions, subscriptions.length + 1);
        subscriptions[subscriptions.length - 1] = subscription;
    }

    /** A lane that nothing fills has ended before it began. */
    synchronized void seal() {
        if (open == 0) {
            watermark = RowBatch.END_WATERMARK;
            ended = true;
        }
    }

    long watermark() {
        return watermark;
    }

    boolean ended() {
        return ended;
    }

    boolean hasRoom() {
        for (Subscription subscription : subscriptions) {
            if (!subscription.hasRoom()) {
                return false;
            }
        }
        return true;
    }

    /** The queues that take no more for now. */
    void full(List<Subscription> into) {
        for (Subscription subscription : subscriptions) {
            if (!subscription.hasRoom()) {
                into.add(subscription);
            }
        }
    }

    /** Queues a batch to all who read the lane, after waiting for room. */
    void publish(SharedBatch batch) {
        Subscription[] readers = subscriptions;
        for (Subscription subscription : readers) {
            subscription.makeRoom();
        }
        for (Tap tap : taps) {
            tap.pass(batch.rows);
        }
        if (readers.length == 0) {
            batch.set(1);
            batch.release();
            return;
        }
        batch.set(readers.length);
        long footprint = batch.footprint();
        synchronized (this) {
            batch.rows.endWatermark = watermark;
            for (Subscription subscription : readers) {
                subscription.enqueue(batch, footprint, watermark);
            }
        }
        for (Subscription subscription : readers) {
            subscription.wake();
        }
    }

    /** A producer promises that it sends no row with a smaller ROWTIME that is not late. */
    void promise(int producer, long value) {
        synchronized (this) {
            long before = promised[producer];
            if (value <= before) {
                return;
            }
            promised[producer] = value;
            if (before > watermark) {
                return;
            }
            long least = RowBatch.END_WATERMARK;
            for (long promise : promised) {
                least = Math.min(least, promise);
            }
            if (least <= watermark) {
                return;
            }
            watermark = least;
            for (Subscription subscription : subscriptions) {
                subscription.raise(least);
            }
        }
        for (Subscription subscription : subscriptions) {
            subscription.wakeForTime();
        }
    }

    void endProducer() {
        synchronized (this) {
            open--;
            ended = open == 0;
        }
        for (Subscription subscription : subscriptions) {
            subscription.wake();
        }
    }

    /** Whether one of those whose promise is the least can do nothing, because of a queue that is full and left alone. */
    boolean isStuck(Set<Object> seen) {
        for (Producer producer : slowest()) {
            if (producer.isStuck(seen)) {
                return true;
            }
        }
        return false;
    }

    /** Those whose promise is the least. */
    synchronized List<Producer> slowest() {
        List<Producer> least = new ArrayList<>();
        for (int i = 0; i < promised.length; i++) {
            if (promised[i] <= watermark) {
                least.add(producers[i]);
            }
        }
        return least;
    }

    /** Whether a queue of it is full and left alone. */
    boolean isLeftAlone(Set<Object> seen) {
        for (Subscription subscription : subscriptions) {
            if (subscription.isLeftAlone(seen)) {
                return true;
            }
        }
        return false;
    }
}
