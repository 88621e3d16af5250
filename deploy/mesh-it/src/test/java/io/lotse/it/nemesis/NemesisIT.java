package io.lotse.it.nemesis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

import io.lotse.it.Lotse;
import io.lotse.it.Mesh;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real nodes under load, and everything that can happen to them. {@code -Dlotse.nemesis.seed=N} repeats a run,
 * {@code -Dlotse.nemesis.minutes=M} makes many of them, one seed after the other; see the README of this module.
 */
@Isolated("its clocks, pauses and elections want the processors for themselves")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NemesisIT {
    private static final Path FOLDER = Path.of("target", "nemesis").toAbsolutePath();
    private static final long MOST_MINUTES = 60;
    /** Of a long run; those without a share run once. */
    private static final Map<Scenario, Double> SHARES =
            Map.of(Scenario.NODES, 0.5, Scenario.RELAYS, 0.3, Scenario.POSTGRES, 0.2);

    private final long firstSeed = Long.getLong("lotse.nemesis.seed", new Random().nextInt(1_000_000));
    private final Duration time = Duration.ofMinutes(Long.getLong("lotse.nemesis.minutes", 0));
    private final String faults = System.getProperty("lotse.nemesis.faults", "");
    private final boolean relaysOnly = Boolean.getBoolean("lotse.nemesis.relays");
    private final Map<Scenario, Future<Void>> runs = new EnumMap<>(Scenario.class);
    private final Set<Process> processes = ConcurrentHashMap.newKeySet();
    private final StringBuffer rows = new StringBuffer();
    private ExecutorService lanes;
    private Optional<Isolation> isolation;

    /** One mesh waits, for a pause to pass or a vote, while another starts: two at a time, but in runs that measure. */
    @BeforeAll
    void begin() {
        // built and prepared for fast starts before three nodes of a scenario want that at the same time
        new Lotse(Scenario.folder(FOLDER)).run("--version").succeeded();
        isolation = relaysOnly ? Optional.empty() : Isolation.find();
        lanes = Executors.newFixedThreadPool(time.isZero() ? 2 : 1);
        for (Scenario scenario : Scenario.values()) {
            runs.put(scenario, lanes.submit(() -> repeat(scenario)));
        }
    }

    @AfterAll
    void showTheTable() throws IOException {
        // what is left where a test was asked for alone
        lanes.shutdownNow();
        processes.forEach(NemesisIT::end);
        Path report = FOLDER.resolve("report.md");
        Files.writeString(report, Row.HEAD + rows);
        System.out.println("nemesis: all faults, also in " + report + ":\n" + Row.HEAD + rows);
    }

    @Test
    void aMeshKeepsItsPromisesWhateverHappensToItsNodesAndTheirNetwork() throws Exception {
        assertGood(Scenario.NODES);
    }

    @Test
    void aMeshOfRelaysKeepsItsPromisesWhateverHappensToItsDisksAndClocks() throws Exception {
        assertGood(Scenario.RELAYS);
    }

    @Test
    void aMeshKeepsItsPromisesWhateverHappensToPostgres() throws Exception {
        assertGood(Scenario.POSTGRES);
    }

    /** Or these tests would find nothing. */
    @Test
    void aPlainHazelcastMapIsFoundOut() throws Exception {
        assertGood(Scenario.PLAIN_MAP);
    }

    private void assertGood(Scenario scenario) throws InterruptedException {
        try {
            runs.get(scenario).get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        }
    }

    /** Once, and again while there is time. */
    private Void repeat(Scenario scenario) throws IOException, InterruptedException {
        long until = System.nanoTime() + (long) (time.toNanos() * SHARES.getOrDefault(scenario, 0.0));
        long seed = firstSeed;
        do {
            run(scenario, seed++);
        } while (System.nanoTime() < until);
        return null;
    }

    private void run(Scenario scenario, long seed) throws IOException, InterruptedException {
        String name = scenario.name().toLowerCase(Locale.ROOT).replace('_', '-');
        Path folder = Files.createTempDirectory(FOLDER, name + "-" + seed + "-");
        Process process = new ProcessBuilder(command(scenario, seed, folder))
                .redirectErrorStream(true)
                .start();
        processes.add(process);
        try {
            process.inputReader().lines().forEach(line -> System.out.println(name + ": " + line));
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
            end(process);
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private List<String> command(Scenario scenario, long seed, Path folder) {
        List<String> command = new ArrayList<>(List.of(
                Mesh.java(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Scenario.classPath(),
                Nemesis.class.getName()));
        command.addAll(List.of("--scenario", scenario.name(), "--seed", Long.toString(seed)));
        command.addAll(List.of("--folder", folder.toString(), "--faults", faults));
        command.addAll(List.of("--long", Boolean.toString(!time.isZero())));
        command.addAll(List.of("--isolated", Boolean.toString(isolation.isPresent())));
        return isolation.map(i -> i.command(command.toArray(String[]::new))).orElse(command);
    }
}
