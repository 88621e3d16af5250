package io.lotse.meshview;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.ports.Protocol;

import static org.assertj.core.api.Assertions.assertThat;

class ViewStoreTest {
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        join(vertx.close());
    }

    @Test
    void showsWhatWasKnownLastAndThatItIsStale() {
        keep();

        MeshView later = load(Clock.fixed(Samples.NOON.plusSeconds(60), ZoneOffset.UTC));

        assertThat(later.snapshot().revision()).isEqualTo(7);
        assertThat(later.snapshot().instance("a").orElseThrow().port()).isEqualTo(20_000);
        assertThat(later.snapshot().takenPorts("host-a", Protocol.TCP).contains(20_000))
                .isTrue();
        assertThat(later.freshness()).isEqualTo(new Freshness(true, 7, Duration.ofSeconds(60)));
    }

    @Test
    void beginsEmptyWithoutAFile() {
        assertThat(load(Clock.systemUTC()).snapshot().revision()).isZero();
    }

    @Test
    void beginsEmptyWithAFileThatIsCutOff() throws IOException {
        keep();
        List<String> lines = Files.readAllLines(file());
        Files.write(file(), lines.subList(0, lines.size() - 1));

        assertThat(load(Clock.systemUTC()).snapshot().revision()).isZero();
    }

    @Test
    void beginsEmptyWithAFileThatHoldsSomethingElse() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "not json");

        assertThat(load(Clock.systemUTC()).snapshot().revision()).isZero();
    }

    /** Every read failed from then on: nobody knew how old the view was. */
    @Test
    void beginsEmptyWithAFileThatDoesNotSayOfWhenItIs() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "{\"format\":1,\"revision\":7,\"entries\":0}\n");

        MeshView view = load(Clock.systemUTC());

        assertThat(view.snapshot().revision()).isZero();
        assertThat(view.freshness().stale()).isTrue();
    }

    @Test
    void isStaleThoughItsFileIsOfTheFuture() {
        keep();

        MeshView later = load(Clock.fixed(Samples.NOON.minusSeconds(3_600), ZoneOffset.UTC));

        assertThat(later.snapshot().revision()).isEqualTo(7);
        assertThat(later.freshness()).isEqualTo(new Freshness(true, 7, Duration.ZERO));
    }

    @Test
    void leavesNoPartBehind() throws IOException {
        keep();

        try (var files = Files.list(file().getParent())) {
            assertThat(files).containsExactly(file());
        }
    }

    private void keep() {
        MeshView view = new MeshView(Clock.fixed(Samples.NOON, ZoneOffset.UTC));
        ViewStore store = new ViewStore(vertx, view, file());
        join(store.start());
        view.apply(List.of(Samples.instance(7, "a", "orders"), Samples.allocation(7, 20_000, "a")), 7);
        view.confirmed();
        join(store.stop());
    }

    private MeshView load(Clock clock) {
        MeshView view = new MeshView(clock);
        ViewStore store = new ViewStore(vertx, view, file());
        join(store.start().compose(v -> store.stop()));
        return view;
    }

    private Path file() {
        return folder.resolve("node").resolve("view.jsonl");
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
