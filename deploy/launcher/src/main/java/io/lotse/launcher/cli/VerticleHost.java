package io.lotse.launcher.cli;

import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

/** A small Vert.x for a command that serves something itself. */
final class VerticleHost {
    private final Vertx vertx = Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(4).setInternalBlockingPoolSize(2));
    private String deployed;

    /**
     * Starts it.
     *
     * @return why it does not listen; empty if it does
     * @throws Refusal if what it was told cannot be used
     */
    Optional<String> deploy(VerticleBase verticle) {
        try {
            deployed = join(vertx.deployVerticle(verticle));
            return Optional.empty();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IllegalArgumentException) {
                throw new Refusal(e.getCause().getMessage());
            }
            return Optional.of(e.getCause().getMessage());
        }
    }

    void undeploy() {
        join(vertx.undeploy(deployed));
    }

    void close() {
        join(vertx.close());
    }

    /** Waits for a signal, or until the thread is interrupted. */
    int untilEnd() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.OK;
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
