package io.lotse.perf.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.lotse.perf.ledger.Load.Figures;

/** Lets each contender take allocations, one by one and 32 at once, and prints a table with the ratios to etcd. */
public final class LedgerBench {
    private static final int[] IN_FLIGHT = {1, 32};

    private final Path folder;
    private final Duration measured;
    private final Duration warmUp;
    private final String etcd;
    private final String eureka;
    private final Map<String, List<Figures>> seen = new LinkedHashMap<>();

    private LedgerBench(Path folder, Duration measured, String etcd, String eureka) {
        this.folder = folder;
        this.measured = measured;
        this.warmUp = measured.dividedBy(2);
        this.etcd = etcd;
        this.eureka = eureka;
    }

    /** A contender that is started anew for every round. */
    private interface Start {
        Contender start(Path folder) throws Exception;
    }

    /** Folder, rounds, seconds, etcd's version (empty where it is missing), Eureka's class path, and which only. */
    public static void main(String[] arguments) throws Exception {
        LedgerBench bench = new LedgerBench(
                Path.of(arguments[0]), Duration.ofSeconds(Long.parseLong(arguments[2])), arguments[3], arguments[4]);
        List<String> only = arguments.length < 6 ? List.of() : List.of(arguments[5].split(","));
        boolean all = true;
        for (int round = 1; round <= Integer.parseInt(arguments[1]); round++) {
            all &= bench.round(round, only);
        }
        bench.print();
        System.exit(all ? 0 : 1);
    }

    private Map<String, Start> contenders() {
        Map<String, Start> contenders = new LinkedHashMap<>();
        if (!etcd.isEmpty()) {
            contenders.put("etcd", f -> Etcd.start(f, etcd));
        }
        contenders.put("embedded-1", f -> EmbeddedLedger.start(1, f));
        contenders.put("embedded-3", f -> EmbeddedLedger.start(3, f));
        contenders.put("postgres", PostgresLedger::start);
        contenders.put("eureka", f -> Eureka.start(f, eureka));
        return contenders;
    }

    /** @return whether all could be measured */
    private boolean round(int round, List<String> only) throws Exception {
        boolean all = true;
        for (Map.Entry<String, Start> contender : contenders().entrySet()) {
            if (only.isEmpty() || only.contains(contender.getKey())) {
                try {
                    measure(round, contender.getValue());
                } catch (IllegalStateException e) {
                    System.err.println("perf: " + contender.getKey() + ": " + e.getMessage()
                            + (e.getCause() == null ? "" : ": " + e.getCause()));
                    all = false;
                }
            }
        }
        return all;
    }

    private void measure(int round, Start start) throws Exception {
        Path own = Files.createTempDirectory(folder, "round-" + round + "-");
        try (Contender contender = start.start(own)) {
            Load load = new Load(contender, new AtomicInteger());
            for (int inFlight : IN_FLIGHT) {
                System.err.printf("perf: round %d, %s, %d in flight%n", round, contender.name(), inFlight);
                load.run(inFlight, warmUp);
                seen.computeIfAbsent(contender.name() + " | " + inFlight, k -> new ArrayList<>())
                        .add(load.run(inFlight, measured));
            }
        }
    }

    private void print() {
        System.out.println("| store | in flight | allocations a second | p50 ms | p99 ms | to etcd | failed |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (Map.Entry<String, List<Figures>> row : seen.entrySet()) {
            Figures figures = median(row.getValue());
            String inFlight = row.getKey().substring(row.getKey().lastIndexOf('|'));
            List<Figures> peers = seen.get(etcd + " " + inFlight);
            String ratio = peers == null
                    ? "-"
                    : String.format(
                            Locale.ROOT,
                            "%.2f",
                            figures.perSecond() / median(peers).perSecond());
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.2f | %.2f | %s | %d |%n",
                    row.getKey(),
                    figures.perSecond(),
                    figures.p50Millis(),
                    figures.p99Millis(),
                    ratio,
                    figures.failed());
        }
    }

    private static Figures median(List<Figures> rounds) {
        return rounds.stream()
                .sorted(Comparator.comparingDouble(Figures::perSecond))
                .skip(rounds.size() / 2)
                .findFirst()
                .orElseThrow();
    }
}
