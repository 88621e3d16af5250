package io.lotse.alerts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;

import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.alerts.AlertRule;
import io.lotse.contracts.alerts.AlertSettingsSource;
import io.lotse.meshview.MeshView;
import io.lotse.testsupport.Bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class SettingsFileTest {
    private static final String OFF = "rules:\n  - {name: none, kind: external, off: true}\n";
    private static final int TOO_MUCH = (1 << 20) + 1;

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final SettingsStore store = new SettingsStore(new MeshView(Clock.systemUTC()));

    @AfterEach
    void close() {
        Bus.wait(vertx.close());
    }

    /** At once, so that no half of it is seen. */
    private void replace(Path file, String text) throws IOException {
        Files.move(
                Files.writeString(folder.resolve("new"), text),
                file,
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void whatHeldBeforeGoesOnWhileTheFileCannotBeReadAndItsReturnIsSeen() throws IOException {
        Path file = folder.resolve("alerts.yaml");
        replace(file, OFF);
        Bus.wait(new SettingsFile(file, store).start(vertx));
        assertThat(store.get().rules()).extracting(AlertRule::name).containsExactly("none");

        replace(file, "#".repeat(TOO_MUCH));
        await().untilAsserted(() -> assertThat(store.reply().refused()).contains("cannot be read"));
        assertThat(store.reply().source()).isEqualTo(AlertSettingsSource.FILE);
        assertThat(store.get().rules()).extracting(AlertRule::name).containsExactly("none");

        replace(file, OFF);
        await().untilAsserted(() -> assertThat(store.reply().refused()).isNull());
        assertThat(store.get().rules()).extracting(AlertRule::name).containsExactly("none");
    }
}
