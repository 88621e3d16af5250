package io.lotse.it.nemesis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.lotse.it.Lotse;
import io.lotse.it.Mesh;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real nodes under load, and everything that can happen to them. {@code -Dlotse.nemesis.seed=N} repeats a run,
 * {@code -Dlotse.nemesis.minutes=M} makes many of them, one seed after the other; see the README of this module.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NemesisIT {
    private static final Path FOLDER = Path.of("target", "nemesis").toAbsolutePath();
    private static final long MOST_MINUTES = 60;

    private final long firstSeed = Long.getLong("lotse.nemesis.seed", new Random().nextInt(1_000_000));
    private final Duration time = Duration.ofMinutes(Long.getLong("lotse.nemesis.minutes", 0));
    private final String faults = System.getProperty("lotse.nemesis.faults", "");
    private final boolean relaysOnly = Boolean.getBoolean("lotse.nemesis.relays");
    private final StringBuilder rows = new StringBuilder();
    private Optional<Isolation> isolation;

    @BeforeAll
    void buildWhereThereIsANetwork() {
        Lotse built = new Lotse(Scenario.folder(FOLDER));
        built.run("--version").succeeded();
        // the first start of a build prepares fast ones; later all three nodes would wait for that
        built.run("start", "--help").succeeded();
        isolation = relaysOnly ? Optional.empty() : Isolation.find();
    }

    @AfterAll
    void showTheTable() throws IOException {
        Path report = FOLDER.resolve("report.md");
        Files.writeString(report, Row.HEAD + rows);
        System.out.println("nemesis: all faults, also in " + report + ":\n" + Row.HEAD + rows);
    }

    @Test
    void aMeshKeepsItsPromisesWhateverHappensToItsNodes() throws Exception {
        repeat(Scenario.NODES, time.multipliedBy(5).dividedBy(10));
    }

    @Test
    void aMeshKeepsItsPromisesOverABadNetworkOfRelays() throws Exception {
        repeat(Scenario.RELAYS, time.multipliedBy(3).dividedBy(10));
    }

    @Test
    void aMeshKeepsItsPromisesWhateverHappensToPostgres() throws Exception {
        repeat(Scenario.POSTGRES, time.multipliedBy(2).dividedBy(10));
    }

    /** Or these tests would find nothing. */
    @Test
    void aPlainHazelcastMapIsFoundOut() throws Exception {
        repeat(Scenario.PLAIN_MAP, Duration.ZERO);
    }

    /** Once, and again while there is time. */
    private void repeat(Scenario scenario, Duration share) throws IOException, InterruptedException {
        long until = System.nanoTime() + share.toNanos();
        long seed = firstSeed;
        do {
            run(scenario, seed++);
        } while (System.nanoTime() < until);
    }

    private void run(Scenario scenario, long seed) throws IOException, InterruptedException {
        String name = scenario.name().toLowerCase(Locale.ROOT).replace('_', '-');
        Path folder = Files.createTempDirectory(FOLDER, name + "-" + seed + "-");
        Process process = new ProcessBuilder(command(scenario, seed, folder))
                .redirectErrorStream(true)
                .start();
        try {
            process.inputReader().lines().forEach(System.out::println);
            assertThat(process.waitFor(MOST_MINUTES, TimeUnit.MINUTES))
                    .as("it ends")
                    .isTrue();
            if (Files.exists(folder.resolve(Nemesis.ROWS))) {
                rows.append(Files.readString(folder.resolve(Nemesis.ROWS)));
            }
            assertThat(process.exitValue())
                    .as("exit code: see above, and %s; repeat with -Dlotse.nemesis.seed=%d", folder, seed)
                    .isZero();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private List<String> command(Scenario scenario, long seed, Path folder) {
        List<String> command =
                new ArrayList<>(List.of(Mesh.java(), "-Xmx512m", "-cp", Scenario.classPath(), Nemesis.class.getName()));
        command.addAll(List.of("--scenario", scenario.name(), "--seed", Long.toString(seed)));
        command.addAll(List.of("--folder", folder.toString(), "--faults", faults));
        command.addAll(List.of("--long", Boolean.toString(!time.isZero())));
        command.addAll(List.of("--isolated", Boolean.toString(isolation.isPresent())));
        return isolation.map(i -> i.command(command.toArray(String[]::new))).orElse(command);
    }
}
