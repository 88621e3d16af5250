package io.lotse.launcher.node;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PulseTest {
    private static final int LOOPS = 3;

    private final CountDownLatch hanging = new CountDownLatch(1);
    private Vertx vertx;

    @BeforeEach
    void setUp() {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS));
    }

    @AfterEach
    void close() {
        hanging.countDown();
        vertx.close();
    }

    @Test
    void beatsWhileAllEventLoopsGoOn() throws Exception {
        await(new Pulse(vertx, LOOPS).beat());
    }

    @Test
    void doesNotBeatWhileOneEventLoopHangs() throws Exception {
        Pulse pulse = new Pulse(vertx, LOOPS);
        await(pulse.beat());

        CountDownLatch hangs = new CountDownLatch(1);
        vertx.runOnContext(v -> {
            hangs.countDown();
            hangUntilReleased();
        });
        assertThat(hangs.await(60, TimeUnit.SECONDS)).isTrue();
        Future<Void> beat = pulse.beat();
        assertThat(beat.isComplete()).isFalse();

        hanging.countDown();
        await(beat);
    }

    private void hangUntilReleased() {
        try {
            hanging.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(Future<Void> beat) throws Exception {
        beat.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
