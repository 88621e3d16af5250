package io.lotse.observer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

import io.lotse.statistics.Curve;

import static io.lotse.observer.Corpus.between;
import static io.lotse.observer.Signal.DAY;
import static io.lotse.observer.Signal.HOUR;

/** A service that calls others, one of which calls another one: sometimes it is slow, sometimes because of one of them. */
final class BottleneckCorpus implements Corpus {
    private static final String SHOP = "shop";
    private static final List<String> CALLED = List.of("stock", "prices", "users", "search");
    private static final String BEHIND = "stock-db";
    private static final Map<String, List<String>> DEPENDENCIES = Map.of(SHOP, CALLED, "stock", List.of(BEHIND));
    private static final int MOMENTS = 3;

    private final BottleneckDetector detector = new BottleneckDetector(VerdictLimits.DEFAULT.bottleneck());

    /** What each service takes by itself; the shop and the stock take what they call on top. */
    private static final class Mesh {
        private final Random random;
        private final int begin;
        private final int minutes;
        private final Map<String, Signal> own = new HashMap<>();

        Mesh(Random random) {
            this.random = random;
            this.begin = between(random, 0, 7 * DAY);
            this.minutes = between(random, 8 * HOUR, 30 * HOUR);
            double cycle = between(random, 0.0, 0.3);
            for (String name : List.of(SHOP, "stock", "prices", "users", "search", BEHIND)) {
                own.put(
                        name,
                        Signal.flat(random, begin, minutes, between(random, 4, 60))
                                .daily(cycle));
            }
        }

        /** From a minute on until the end that service takes so much longer. */
        void slow(String name, int from, double millis) {
            own.get(name).plus(i -> i >= from ? millis * (0.8 + 0.4 * random.nextDouble()) : 0);
        }

        Map<String, Curve> latencies() {
            own.values().forEach(signal -> signal.noise(between(random, 0.03, 0.2), 0.4)
                    .bursts(3, 5, 4));
            own.get("stock").plus(own.get(BEHIND)::value);
            own.get(SHOP).plus(i -> CALLED.stream()
                    .mapToDouble(c -> own.get(c).value(i))
                    .sum());
            return own.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue()
                    .curve()));
        }

        double usual() {
            return own.values().stream().mapToDouble(s -> s.value(0)).sum();
        }
    }

    @Override
    public boolean alarms(Random random) {
        Mesh mesh = new Mesh(random);
        int since = mesh.minutes - between(random, 30, 3 * HOUR);
        switch (random.nextInt(5)) {
            case 0 -> {
                // all is well
            }
            case 1 -> mesh.slow(SHOP, since, mesh.usual() * between(random, 0.8, 4));
            case 2 -> {
                // its own fault for the most part, and a dependency is a little slow by accident
                double rise = mesh.usual() * between(random, 1, 3);
                mesh.slow(SHOP, since, rise * 0.75);
                mesh.slow(CALLED.get(random.nextInt(4)), since, rise * between(random, 0.05, 0.25));
            }
            case 3 -> {
                // more load makes all of them slower
                double factor = between(random, 1.2, 3);
                mesh.own.get(SHOP).times(i -> i >= since ? factor * 2 : 1);
                mesh.own.values().forEach(s -> s.times(i -> i >= since ? 1 + (factor - 1) * 0.1 : 1));
                mesh.slow(SHOP, since, mesh.usual() * (factor - 0.5));
            }
            default -> {
                // what it depends on is slow, but it does not wait for it: it is not in the sum
                Map<String, Curve> latencies = mesh.latencies();
                Signal apart = Signal.flat(random, mesh.begin, mesh.minutes, 30)
                        .plus(i -> i >= since ? 400 : 0)
                        .noise(0.1, 0.4);
                latencies.put("users", apart.curve());
                return isFound(mesh, latencies, since);
            }
        }
        return isFound(mesh, mesh.latencies(), since);
    }

    private boolean isFound(Mesh mesh, Map<String, Curve> latencies, int since) {
        for (int m = 0; m < MOMENTS; m++) {
            int minute = since + (mesh.minutes - since) * (m + 1) / MOMENTS;
            if (detector.judge(SHOP, latencies, DEPENDENCIES, Signal.at(mesh.begin + minute))
                    .isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** One of them, or the one behind, takes so much longer that the shop takes twice to seven times as long. */
    @Override
    public boolean finds(Random random) {
        Mesh mesh = new Mesh(random);
        int since = mesh.minutes - between(random, 20, 3 * HOUR);
        String guilty = random.nextInt(3) == 0 ? BEHIND : CALLED.get(random.nextInt(4));
        mesh.slow(guilty, since, mesh.usual() * between(random, 1, 6));
        return detector.judge(SHOP, mesh.latencies(), DEPENDENCIES, Signal.at(mesh.begin + mesh.minutes))
                .filter(found -> found.dependency().equals(guilty))
                .isPresent();
    }
}
