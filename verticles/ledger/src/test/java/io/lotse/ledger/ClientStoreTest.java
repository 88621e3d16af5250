package io.lotse.ledger;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The embedded store without a vote, with three voters. */
class ClientStoreTest extends StoreConformance {
    @TempDir
    private static Path folder;

    private static Mesh mesh;

    @BeforeAll
    static void start() {
        mesh = Mesh.of(folder, 3);
        mesh.client("client-1");
        mesh.client("client-2");
        mesh.awaitReadable();
    }

    @AfterAll
    static void stop() {
        mesh.close();
    }

    @Override
    Store store() {
        return mesh.store("client-1");
    }

    @Override
    Store other() {
        return mesh.store("client-2");
    }
}
