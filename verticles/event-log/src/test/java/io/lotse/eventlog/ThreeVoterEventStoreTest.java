package io.lotse.eventlog;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The embedded log, with 3 voters. */
class ThreeVoterEventStoreTest extends EventStoreConformance {
    @TempDir
    private static Path folder;

    private static EventVoters voters;

    @BeforeAll
    static void start() {
        voters = new EventVoters(folder, 3);
    }

    @AfterAll
    static void stop() {
        voters.close();
    }

    @Override
    EventStore store() {
        return voters.leader();
    }

    @Override
    EventStore other() {
        return voters.leader();
    }
}
