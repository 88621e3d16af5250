package io.lotse.perf.ledger;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Keeps so many allocations under way for so long. */
final class Load {
    private final Contender contender;
    /** Never the same twice, over all loads on one contender. */
    private final AtomicInteger numbers;

    Load(Contender contender, AtomicInteger numbers) {
        this.contender = contender;
        this.numbers = numbers;
    }

    /**
     * What was seen.
     *
     * @param perSecond allocations acknowledged
     * @param failed how many were not, which are in no other figure
     */
    record Figures(double perSecond, double p50Millis, double p99Millis, int failed) {}

    Figures run(int inFlight, Duration duration) throws InterruptedException {
        Run run = new Run(inFlight, System.nanoTime() + duration.toNanos());
        long started = System.nanoTime();
        for (int i = 0; i < inFlight; i++) {
            run.next();
        }
        run.ended.await();
        long took = System.nanoTime() - started;
        if (run.done.get() == 0) {
            throw new IllegalStateException(contender.name() + " failed", run.failure.get());
        }
        return run.figures(took);
    }

    private final class Run {
        private static final int MOST = 4_000_000;

        private final CountDownLatch ended;
        private final long until;
        private final AtomicInteger done = new AtomicInteger();
        private final long[] nanos = new long[MOST];
        private final AtomicInteger failed = new AtomicInteger();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();

        private Run(int inFlight, long until) {
            this.ended = new CountDownLatch(inFlight);
            this.until = until;
        }

        private void next() {
            long asked = System.nanoTime();
            if (asked >= until || done.get() > MOST / 2) {
                ended.countDown();
                return;
            }
            contender.allocate(numbers.getAndIncrement()).onComplete(answer -> {
                if (answer.failed()) {
                    failed.incrementAndGet();
                    failure.set(answer.cause());
                } else {
                    nanos[done.getAndIncrement()] = System.nanoTime() - asked;
                }
                next();
            });
        }

        private Figures figures(long took) {
            long[] sorted = Arrays.copyOf(nanos, done.get());
            Arrays.sort(sorted);
            return new Figures(sorted.length * 1e9 / took, millis(sorted, 0.50), millis(sorted, 0.99), failed.get());
        }

        private static double millis(long[] sorted, double part) {
            return sorted[(int) Math.min(sorted.length - 1L, Math.round(sorted.length * part))] / 1e6;
        }
    }
}
