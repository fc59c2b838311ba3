package kpipe.stdlib.connector.kinesis;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** The body of an answer: the JDK hands out lists of buffers, the SDK asks for buffers one by one. It has one subscriber. Thread-safe. */
final class ResponseBody implements Publisher<ByteBuffer> {

    private final Flow.Publisher<List<ByteBuffer>> body;
    private final CompletableFuture<Void> done;

    /** @param done completed when the body has ended, one way or another */
    ResponseBody(Flow.Publisher<List<ByteBuffer>> body, CompletableFuture<Void> done) {
        this.body = body;
        this.done = done;
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
        body.subscribe(new Link(subscriber, done));
    }

    /** Between the two; all calls to the subscriber are made one after another, by whoever holds the turn. */
    private static final class Link implements Flow.Subscriber<List<ByteBuffer>>, Subscription {
        private final Subscriber<? super ByteBuffer> subscriber;
        private final CompletableFuture<Void> done;
        private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>();
        private Flow.@Nullable Subscription upstream;
        private long demand;
        private boolean asked;
        private boolean complete;
        private boolean cancelled;
        private boolean delivering;
        private @Nullable Throwable failure;

        Link(Subscriber<? super ByteBuffer> subscriber, CompletableFuture<Void> done) {
            this.subscriber = subscriber;
            this.done = done;
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // a call that has failed is no longer read
        public void onSubscribe(Flow.Subscription subscription) {
            synchronized (this) {
                upstream = subscription;
            }
            done.whenComplete((nothing, ended) -> {
                if (ended != null) {
                    subscription.cancel();
                }
            });
            subscriber.onSubscribe(this);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            synchronized (this) {
                asked = false;
                for (ByteBuffer buffer : buffers) {
                    if (buffer.hasRemaining()) {
                        waiting.add(buffer);
                    }
                }
            }
            deliver();
        }

        @Override
        public void onError(Throwable cause) {
            synchronized (this) {
                failure = cause;
                complete = true;
            }
            deliver();
        }

        @Override
        public void onComplete() {
            synchronized (this) {
                complete = true;
            }
            deliver();
        }

        @Override
        public void request(long count) {
            synchronized (this) {
                demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
            }
            deliver();
        }

        @Override
        public void cancel() {
            Flow.Subscription stop;
            synchronized (this) {
                cancelled = true;
                waiting.clear();
                stop = upstream;
            }
            if (stop != null) {
                stop.cancel();
            }
            done.complete(null);
        }

        /** Hands on what is there and asked for; a call that comes in between only leaves its work to the one who holds the turn. */
        private void deliver() {
            synchronized (this) {
                if (delivering) {
                    return;
                }
                delivering = true;
            }
            while (step()) {
                // The next one.
            }
        }

        /** One call to the subscriber, or to the other side; false when there is nothing to do, and the turn is given up. */
        private boolean step() {
            ByteBuffer next = null;
            Flow.Subscription ask = null;
            synchronized (this) {
                if (cancelled) {
                    delivering = false;
                    return false;
                }
                if (!waiting.isEmpty() && demand > 0) {
                    next = waiting.remove();
                    demand--;
                } else if (waiting.isEmpty() && complete) {
                    // The turn is kept: nothing is said after the end.
                    cancelled = true;
                } else if (waiting.isEmpty() && demand > 0 && !asked && upstream != null) {
                    asked = true;
                    ask = upstream;
                } else {
                    delivering = false;
                    return false;
                }
            }
            if (next != null) {
                subscriber.onNext(next);
                return true;
            }
            if (ask != null) {
                ask.request(1);
                return true;
            }
            end();
            return false;
        }

        private void end() {
            Throwable cause;
            synchronized (this) {
                cause = failure;
            }
            if (cause == null) {
                subscriber.onComplete();
                done.complete(null);
            } else {
                subscriber.onError(cause);
                done.completeExceptionally(cause);
            }
        }
    }
}
