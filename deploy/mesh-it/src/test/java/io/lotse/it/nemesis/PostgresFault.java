package io.lotse.it.nemesis;

import java.time.Duration;
import java.util.List;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

/** The database that keeps the ledger fails, and is back. */
record PostgresFault(String name, Duration lasts, Runnable breaks, Runnable mends) implements Fault {

    static Fault stopped(RelayedPostgres postgres, Duration lasts) {
        return new PostgresFault("PostgreSQL stopped", lasts, postgres.server()::stop, postgres.server()::start);
    }

    static Fault paused(RelayedPostgres postgres, Duration lasts) {
        return new PostgresFault("SIGSTOP of PostgreSQL", lasts, postgres.server()::pause, postgres.server()::resume);
    }

    static Fault outOfReach(RelayedPostgres postgres, Duration lasts) {
        return new PostgresFault("partition, nodes \\| PostgreSQL", lasts, postgres::hold, postgres::letGo);
    }

    /** Some times, with the COMMIT passed on and not. */
    static Fault cutAtCommit(RelayedPostgres postgres, int times) {
        return new PostgresFault(
                "PostgreSQL cut off at " + times + " COMMITs",
                Duration.ZERO,
                () -> {
                    for (int i = 0; i < times; i++) {
                        postgres.cutAtCommit(i % 2 == 0);
                        await().atMost(60, SECONDS).until(postgres::wasCut);
                    }
                },
                () -> {});
    }

    @Override
    public List<String> begin(Cluster cluster) {
        breaks.run();
        return List.of();
    }

    @Override
    public String end(Cluster cluster) {
        mends.run();
        return "";
    }
}
