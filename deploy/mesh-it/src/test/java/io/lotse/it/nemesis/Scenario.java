package io.lotse.it.nemesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.lotse.it.Lotse;
import io.lotse.it.Mesh;

/** A mesh of some kind and what happens to it. */
enum Scenario {
    /** Processes fail, and a network between the nodes; where there is time for it, disks and clocks too. */
    NODES {
        @Override
        boolean hasSmallDisk() {
            return true;
        }

        @Override
        List<Fault> faults(Setting setting) {
            List<Fault> faults = new ArrayList<>(processFaults(setting));
            faults.addAll(networkFaults(setting));
            if (!setting.isLong()) {
                return faults;
            }
            faults.addAll(hostFaults(setting));
            return shuffled(faults, setting.random());
        }
    },

    /** The network between the nodes is made of relays, as where nobody may make a real one; it can be slow as well. */
    RELAYS {
        @Override
        boolean hasRealNetwork() {
            return false;
        }

        @Override
        boolean hasSmallDisk() {
            return true;
        }

        @Override
        List<Fault> faults(Setting setting) {
            if (setting.isLong()) {
                return shuffled(relayFaults(setting), setting.random());
            }
            // the rest of it happens to the other mesh meanwhile
            List<Fault> faults = new ArrayList<>(List.of(delay(setting)));
            faults.addAll(hostFaults(setting));
            return faults;
        }
    },

    /** PostgreSQL keeps the ledger, and fails. */
    POSTGRES {
        @Override
        boolean hasRealNetwork() {
            return false;
        }

        @Override
        boolean hasPostgres() {
            return true;
        }

        @Override
        List<Fault> faults(Setting setting) {
            RelayedPostgres postgres = setting.postgres();
            List<Fault> faults = new ArrayList<>(List.of(
                    PostgresFault.stopped(postgres, setting.seconds(4, 20)),
                    PostgresFault.paused(postgres, setting.seconds(5, 20)),
                    PostgresFault.outOfReach(postgres, setting.seconds(5, 20)),
                    PostgresFault.cutAtCommit(postgres, setting.isLong() ? 100 : 20)));
            if (!setting.isLong()) {
                return faults;
            }
            // at the end of every run all are killed, but then nobody writes
            faults.add(new KilledNodes("all three", Duration.ZERO, cluster -> Cluster.NODES));
            return shuffled(faults, setting.random());
        }
    },

    /** The negative control: a plain Hazelcast map, which must be found out. */
    PLAIN_MAP {
        @Override
        Lotse program(Path home) {
            return new Lotse(
                    home,
                    List.of(
                            Mesh.java(),
                            "-Xmx64m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            classPath(),
                            PlainMapNode.class.getName()),
                    Map.of());
        }

        @Override
        boolean startsAtOnce() {
            return false;
        }

        @Override
        List<Fault> faults(Setting setting) {
            return List.of(new NetworkFault("partition, a \\| b and c", Duration.ofSeconds(16), cluster -> {
                cluster.network().part(Set.of("a"), Set.copyOf(Cluster.NODES));
                return List.of();
            }));
        }
    };

    /**
     * How a scenario is run.
     *
     * @param folder where everything of the run lies
     * @param isLong whether time is no matter; else of faults that are much alike the seed chooses some
     * @param smallDisk the node whose data folder is a small file system of its own; null if none is
     * @param postgres keeps the ledger; null if the nodes do
     */
    record Setting(
            Network network, Path folder, Random random, boolean isLong, String smallDisk, RelayedPostgres postgres) {
        Duration seconds(int ifShort, int ifLong) {
            return Duration.ofSeconds(isLong ? ifLong : ifShort);
        }

        /** All of these, or so many of them in a short run. */
        List<Fault> some(int ifShort, List<Fault> all) {
            return isLong ? all : shuffled(all, random).subList(0, Math.min(ifShort, all.size()));
        }
    }

    abstract List<Fault> faults(Setting setting);

    Lotse program(Path home) {
        return new Lotse(home);
    }

    /** Whether its network is made of namespaces where that can be. */
    boolean hasRealNetwork() {
        return true;
    }

    boolean hasPostgres() {
        return false;
    }

    /** Whether the data folder of one node is a small disk of its own, where that can be. */
    boolean hasSmallDisk() {
        return false;
    }

    /** Whether all nodes are started at the same time; plain members would not find each other. */
    boolean startsAtOnce() {
        return true;
    }

    private static List<Fault> processFaults(Setting setting) {
        Random random = setting.random();
        List<Fault> faults = new ArrayList<>(List.of(
                new KilledNodes("the leader", Duration.ofSeconds(3), Sides::leader),
                new KilledNodes("two of three", Duration.ofSeconds(1), cluster -> Sides.without(Sides.leader(cluster))),
                new KilledNodes("all three", Duration.ZERO, cluster -> Cluster.NODES),
                new PausedNode("the leader", Duration.ofSeconds(12), Sides::leader)));
        if (setting.isLong()) {
            faults.add(
                    new KilledNodes("a follower", Duration.ofSeconds(1), cluster -> Sides.follower(cluster, random)));
            faults.add(new PausedNode("the leader", Duration.ofSeconds(3), Sides::leader));
            faults.add(new PausedNode("the leader", Duration.ofSeconds(60), Sides::leader));
            faults.add(new PausedNode("a follower", Duration.ofSeconds(60), c -> Sides.follower(c, random)));
        }
        return faults;
    }

    /** What happens to files, disks and clocks, and what people do. */
    private static List<Fault> hostFaults(Setting setting) {
        Random random = setting.random();
        // each of a follower that is killed
        List<Fault> faults = new ArrayList<>(setting.some(
                2,
                List.of(
                        DamagedFile.tornTail(random, cluster -> Sides.follower(cluster, random)),
                        DamagedFile.flippedLogByte(random, cluster -> Sides.follower(cluster, random)),
                        DamagedFile.flippedSnapshotByte(random, cluster -> Sides.follower(cluster, random)),
                        DamagedFile.emptyMeta(cluster -> Sides.follower(cluster, random)))));
        faults.addAll(setting.some(1, diskFaults(setting)));
        faults.addAll(setting.some(1, restarts(setting)));
        return faults;
    }

    private static List<Fault> diskFaults(Setting setting) {
        Fault failing = new FailingWrites("the leader", setting.seconds(3, 10), Sides::leader);
        return setting.smallDisk() == null
                ? List.of(failing)
                : List.of(failing, new FullDisk(setting.smallDisk(), setting.seconds(3, 10)));
    }

    private static List<Fault> restarts(Setting setting) {
        List<Fault> faults = new ArrayList<>(List.of(new RollingRestart()));
        ShiftedClock.make(setting.folder())
                .ifPresent(clock -> faults.add(new WrongClock(clock, setting.seconds(2, 10), Sides::leader)));
        return faults;
    }

    private static List<Fault> networkFaults(Setting setting) {
        return List.of(
                new SplitNetwork(setting.seconds(7, 25)),
                NetworkFault.oneWay(setting.seconds(5, 20)),
                new FlappingNetwork(setting.seconds(4, 20), Duration.ofMillis(700), setting.random()),
                NetworkFault.loss(0.2, setting.seconds(4, 20)));
    }

    private static Fault delay(Setting setting) {
        return NetworkFault.delay(Duration.ofMillis(100), setting.seconds(5, 20));
    }

    private static List<Fault> relayFaults(Setting setting) {
        List<Fault> faults = new ArrayList<>(networkFaults(setting));
        faults.add(delay(setting));
        if (setting.isLong()) {
            faults.add(NetworkFault.noTriangle(Duration.ofSeconds(20)));
            faults.add(NetworkFault.shattered(Duration.ofSeconds(20)));
        }
        return faults;
    }

    private static List<Fault> shuffled(List<Fault> faults, Random random) {
        List<Fault> all = new ArrayList<>(faults);
        Collections.shuffle(all, random);
        return all;
    }

    /** Ours, wherever a process is started. */
    static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(java.io.File.pathSeparator));
    }

    /** A folder that may be there already. */
    static Path folder(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
