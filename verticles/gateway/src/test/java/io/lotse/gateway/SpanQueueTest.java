package io.lotse.gateway;

import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Spans that wait for their collector. */
class SpanQueueTest {
    private static final int ROOM = 8;

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final SlowCollector collector = new SlowCollector();
    private final SpanQueue queue = new SpanQueue(collector, ROOM);
    private final Tracer tracer =
            SdkTracerProvider.builder().addSpanProcessor(queue).build().get("test");

    SpanQueueTest() {
        queue.countIn(metrics);
    }

    @AfterEach
    void close() {
        Await.done(vertx.close());
    }

    private void end(int spans) {
        for (int i = 0; i < spans; i++) {
            tracer.spanBuilder("s" + i).startSpan().end();
        }
    }

    private double dropped() {
        return metrics.get("lotse.gateway.spans.dropped").functionCounter().count();
    }

    /** Answers when the test lets it. */
    private static final class SlowCollector implements SpanExporter {
        private final Queue<CompletableResultCode> asked = new ConcurrentLinkedQueue<>();
        private final Queue<SpanData> taken = new ConcurrentLinkedQueue<>();

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            taken.addAll(spans);
            CompletableResultCode answer = new CompletableResultCode();
            asked.add(answer);
            return answer;
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    @Test
    void dropsAndCountsWhatFindsItFull() {
        end(ROOM + 5);

        Future<Void> sent = queue.send(vertx);
        await().until(() -> !collector.asked.isEmpty());
        collector.asked.remove().succeed();
        Await.done(sent);

        assertThat(collector.taken).hasSize(ROOM);
        assertThat(dropped()).isEqualTo(5);
    }

    @Test
    void sendsWhatCameWhileAnotherBatchWasOnItsWay() {
        end(1);
        Future<Void> first = queue.send(vertx);
        await().until(() -> collector.asked.size() == 1);
        end(ROOM);

        Future<Void> second = queue.send(vertx);
        collector.asked.remove().succeed();
        await().until(() -> collector.asked.size() == 1);
        assertThat(second.isComplete()).isFalse();
        collector.asked.remove().succeed();
        Await.done(first);
        Await.done(second);

        assertThat(collector.taken).hasSize(1 + ROOM);
        assertThat(dropped()).isZero();
    }

    @Test
    void countsWhatTheCollectorDoesNotTake() {
        end(3);

        Future<Void> sent = queue.send(vertx);
        await().until(() -> !collector.asked.isEmpty());
        collector.asked.remove().fail();
        Await.done(sent);

        assertThat(dropped()).isEqualTo(3);
    }
}
