package io.lotse.it.nemesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.lotse.it.nemesis.Campaign.Result;
import io.lotse.it.nemesis.Scenario.Setting;

/**
 * Runs one scenario in a process of its own, which {@link Isolation} may have put where it can break a network. Ends with 0
 * if no promise was broken (of the negative control: if one was), writes the lines of the table of faults to a file in
 * its folder, and leaves the history there if something was not as it should be.
 */
final class Nemesis {
    /** The lines of the table, without its head. */
    static final String ROWS = "rows.md";

    private static final String SMALL_DISK = "c";
    private static final int SHOWN = 20;

    private Nemesis() {}

    public static void main(String[] arguments) {
        Map<String, String> options = options(arguments);
        Scenario scenario = Scenario.valueOf(options.get("--scenario"));
        long seed = Long.parseLong(options.get("--seed"));
        Path folder = Scenario.folder(Path.of(options.get("--folder")));
        boolean isolated = Boolean.parseBoolean(options.get("--isolated"));
        System.out.println("nemesis: " + name(scenario) + ", seed " + seed + (isolated ? ", in namespaces" : ""));
        Random random = new Random(seed);
        boolean good;
        try (RelayedPostgres postgres = scenario.hasPostgres() ? new RelayedPostgres() : null;
                Network network = isolated && scenario.hasRealNetwork()
                        ? new Namespaces(Cluster.NODES)
                        : new Relays(scenario.ordinal(), Cluster.NODES, folder, random.nextLong())) {
            String disk = isolated && scenario.hasSmallDisk() ? smallDisk(folder) : null;
            boolean isLong = Boolean.parseBoolean(options.get("--long"));
            Setting setting = new Setting(network, folder, random, isLong, disk, postgres);
            good = run(scenario, setting, folder, options.getOrDefault("--faults", ""));
        }
        System.exit(good ? 0 : 1);
    }

    private static Map<String, String> options(String... arguments) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        return options;
    }

    private static String name(Scenario scenario) {
        return scenario.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** More than the floor that a ledger keeps free, and soon full. */
    private static String smallDisk(Path folder) {
        Path data = Scenario.folder(folder.resolve(SMALL_DISK));
        Isolation.run("mount", "-t", "tmpfs", "-o", "size=160m", "none", data.toString());
        return SMALL_DISK;
    }

    private static boolean run(Scenario scenario, Setting setting, Path folder, String faults) {
        String database = setting.postgres() == null ? null : setting.postgres().uri();
        try (Cluster cluster = new Cluster(setting.network(), scenario.program(folder), database);
                EchoService echo = new EchoService(setting.network().services())) {
            Campaign campaign = new Campaign(cluster, echo);
            Result result;
            try {
                Pattern wanted = Pattern.compile(faults);
                List<Fault> all = Stream.concat(
                                Stream.of(new NoFault(Duration.ofSeconds(2))),
                                scenario.faults(setting).stream().filter(fault -> wanted.matcher(fault.name())
                                        .find()))
                        .toList();
                if (scenario.startsAtOnce()) {
                    cluster.start(Cluster.NODES);
                }
                result = campaign.run(all, setting.random().nextLong());
            } catch (RuntimeException | AssertionError e) {
                System.out.println("nemesis: the campaign broke off: " + e);
                e.printStackTrace(System.out);
                result = campaign.result();
                report(scenario, setting, folder, result);
                save(folder, cluster, result);
                return false;
            }
            report(scenario, setting, folder, result);
            boolean good = scenario == Scenario.PLAIN_MAP ? foundOut(result) : result.isClean();
            if (!good) {
                save(folder, cluster, result);
            }
            return good;
        }
    }

    /** A map that loses and doubles must be seen to do both, and not to double before the network breaks. */
    private static boolean foundOut(Result result) {
        long broken = result.rows().get(1).begunAt();
        return result.violations().stream()
                        .noneMatch(v -> v.rule() == Violation.Rule.ONE_OWNER_PER_PORT && v.at() < broken)
                && result.violations().stream().anyMatch(v -> v.rule() == Violation.Rule.ONE_OWNER_PER_PORT)
                && result.violations().stream().anyMatch(v -> v.rule() == Violation.Rule.NOTHING_ACKNOWLEDGED_IS_LOST);
    }

    private static void report(Scenario scenario, Setting setting, Path folder, Result result) {
        String mesh = name(scenario) + ", " + setting.network().kind();
        List<Violation> broken = result.violations();
        String rows = result.rows().stream().map(row -> row.line(mesh, broken)).collect(Collectors.joining());
        System.out.print(Row.HEAD + rows);
        System.out.println(mesh + ": "
                + result.rows().stream().mapToLong(Row::acknowledged).sum() + " writes acknowledged, "
                + (broken.isEmpty() ? "no promise broken" : count(broken)));
        broken.stream().limit(SHOWN).forEach(v -> System.out.println("  " + v.rule() + ": " + v.what()));
        try {
            Files.writeString(folder.resolve(ROWS), rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String count(List<Violation> broken) {
        return broken.size() + " violations: "
                + broken.stream().collect(Collectors.groupingBy(Violation::rule, Collectors.counting()));
    }

    private static void save(Path folder, Cluster cluster, Result result) {
        result.saveHistory(folder.resolve("history.jsonl"));
        try {
            Files.writeString(folder.resolve("nodes.txt"), cluster.logs());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println("nemesis: the history and the nodes' logs are in " + folder);
    }
}
