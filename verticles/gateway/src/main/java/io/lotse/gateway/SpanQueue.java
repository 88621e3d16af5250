package io.lotse.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.internal.PlatformDependent;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spans on their way to the collector. Event loops put them into a bounded queue without waiting for anybody; one batch at a time is
 * sent. What finds the queue full falls and so does what the collector does not take: both are counted and told in the node's log.
 */
final class SpanQueue implements SpanProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(SpanQueue.class);
    private static final int BATCH = 512;

    private final SpanExporter exporter;
    private final Queue<ReadableSpan> queue;
    private final Losses lost = new Losses();
    /** Done when nothing is being sent. */
    private final AtomicReference<Future<Void>> sending = new AtomicReference<>(Future.succeededFuture());

    /** @param queued how many spans may wait */
    SpanQueue(SpanExporter exporter, int queued) {
        this.exporter = exporter;
        this.queue = PlatformDependent.newFixedMpscQueue(queued);
    }

    void countIn(MeterRegistry registry) {
        lost.countIn(
                registry, "lotse.gateway.spans.dropped", "Spans that the collector did not take, or not fast enough");
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (span.getSpanContext().isSampled() && !queue.offer(span)) {
            lost.add(1);
        }
    }

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    /** Sends what waits, unless that is being done already; done when it is sent or lost. Never fails. */
    Future<Void> send(Vertx vertx) {
        Promise<Void> mine = Promise.promise();
        Future<Void> running = sending.get();
        if (!running.isComplete() || !sending.compareAndSet(running, mine.future())) {
            return sending.get();
        }
        sendNext(vertx, mine);
        return mine.future();
    }

    /** Encoding takes time, which event loops do not have. */
    private void sendNext(Vertx vertx, Promise<Void> whenDone) {
        if (queue.isEmpty()) {
            tell();
            whenDone.complete();
            return;
        }
        vertx.executeBlocking(
                        () -> {
                            List<SpanData> batch = batch();
                            return new Sent(batch.size(), exporter.export(batch));
                        },
                        false)
                .onSuccess(sent -> sent.result().whenComplete(() -> sent(vertx, sent, whenDone)))
                .onFailure(e -> {
                    LOG.warn("event=spans_not_sent reason={}", e.toString());
                    whenDone.complete();
                });
    }

    private void sent(Vertx vertx, Sent sent, Promise<Void> whenDone) {
        if (sent.result().isSuccess()) {
            sendNext(vertx, whenDone);
        } else {
            lost.add(sent.spans());
            tell();
            // the next turn tries again: a collector that is down is not asked all the time
            whenDone.complete();
        }
    }

    private List<SpanData> batch() {
        List<SpanData> batch = new ArrayList<>();
        for (ReadableSpan span = queue.poll(); span != null; span = queue.poll()) {
            batch.add(span.toSpanData());
            if (batch.size() == BATCH) {
                break;
            }
        }
        return batch;
    }

    private void tell() {
        lost.tell(spans -> LOG.warn(
                "event=spans_dropped spans={} advice=\"the collector did not take them, or not as fast as requests come:"
                        + " is it running at the OTLP endpoint? else sample a smaller share\"",
                spans));
    }

    /** A batch that is on its way. */
    private record Sent(int spans, CompletableResultCode result) {}
}
