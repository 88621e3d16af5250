package io.lotse.ledger;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The embedded store of a voter, with 3 of them. */
class ThreeVotersStoreTest extends StoreConformance {
    @TempDir
    private static Path folder;

    private static Mesh mesh;

    @BeforeAll
    static void start() {
        mesh = Mesh.of(folder, 3);
    }

    @AfterAll
    static void stop() {
        mesh.close();
    }

    @Override
    Store store() {
        return mesh.store(mesh.names().get(0));
    }

    @Override
    Store other() {
        return mesh.store(mesh.names().get(1));
    }
}
