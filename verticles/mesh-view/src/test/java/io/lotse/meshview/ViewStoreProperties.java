package io.lotse.meshview;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** However a kept view was damaged: a node starts with it or without it, and says how old what it shows is. */
class ViewStoreProperties {
    private static final Clock LATER = Clock.fixed(Samples.NOON.plusSeconds(60), ZoneOffset.UTC);

    private static Vertx vertx;
    private static Path file;
    private static byte[] whole;

    @BeforeContainer
    static void keepAView() throws IOException {
        vertx = Vertx.vertx();
        file = Files.createTempDirectory("lotse-view").resolve("view.jsonl");
        MeshView view = new MeshView(Clock.fixed(Samples.NOON, ZoneOffset.UTC));
        ViewStore store = new ViewStore(vertx, view, file);
        join(store.start());
        view.apply(List.of(Samples.instance(7, "a", "orders"), Samples.allocation(7, 20_000, "a")), 7);
        view.confirmed();
        join(store.stop());
        whole = Files.readAllBytes(file);
    }

    @AfterContainer
    static void stop() throws IOException {
        join(vertx.close());
        Files.deleteIfExists(file);
        Files.delete(file.getParent());
    }

    @Property
    void aDamagedFileKeepsNoNodeFromStarting(@ForAll("damaged") byte[] bytes) throws IOException {
        Files.write(file, bytes);
        MeshView view = new MeshView(LATER);

        join(new ViewStore(vertx, view, file).start());

        assertThatCode(view::freshness).doesNotThrowAnyException();
        assertThat(view.freshness().age()).isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(view.snapshot().revision()).isNotNegative();
        assertThat(view.snapshot().instances()).hasSizeLessThanOrEqualTo(1);
    }

    /** A part of it, a line more than once, another value somewhere, or a byte that is none of UTF-8. */
    @Provide
    Arbitrary<byte[]> damaged() {
        Arbitrary<String> odd = Arbitraries.of(
                "null",
                "{}",
                "[]",
                "-1",
                "1e400",
                "\"\\ud800\"",
                "9".repeat(2_000),
                "[".repeat(100_000),
                "\n",
                "\u0000",
                "");
        return Combinators.combine(
                        Arbitraries.integers().between(0, whole.length),
                        Arbitraries.integers().between(0, 40),
                        odd,
                        Arbitraries.integers().between(0, 9))
                .as((at, length, text, kind) -> {
                    String before = new String(whole, 0, at, StandardCharsets.UTF_8);
                    int end = Math.min(whole.length, at + length);
                    String after = new String(whole, end, whole.length - end, StandardCharsets.UTF_8);
                    byte[] bytes = (before + text + (kind == 0 ? "" : after)).getBytes(StandardCharsets.UTF_8);
                    if (kind == 1 && bytes.length > 0) {
                        bytes[at % bytes.length] = (byte) 0xFF;
                    }
                    return bytes;
                });
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
