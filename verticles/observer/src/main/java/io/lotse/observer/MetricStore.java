package io.lotse.observer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The figures of all subjects, in memory and within bounds: the memory they may take, and so many series that the finer
 * resolutions have room in it. Safe on any thread.
 */
final class MetricStore {
    /** What a series takes with its finer resolutions full. */
    private static final int BYTES_WITHOUT_MINUTES = 16_384;
    /** One that is not measured for so long may make room for another. */
    private static final long IDLE_SECONDS = 60;

    private static final int CHUNK_SECONDS = Track.CHUNK * Resolution.MINUTE.seconds();

    private final long mostBytes;
    private final int mostSeries;
    private final Map<Key, Series> series = new HashMap<>();
    private final Map<Subject, Set<Figure>> figures = new HashMap<>();
    /** The instances by their services, and back. */
    private final Map<String, Set<Subject>> instances = new HashMap<>();

    private final Map<Subject, String> services = new HashMap<>();
    private long dropped;
    private long refused;
    private long bytes;
    /** Until when all are known to be measured, so that nobody need look for an idle one. */
    private long busyUntil;

    record Key(Subject subject, Figure figure) {}

    /** @param mostBytes the memory that it may take, about */
    MetricStore(long mostBytes) {
        this.mostBytes = mostBytes;
        this.mostSeries = (int) Math.max(1, mostBytes / BYTES_WITHOUT_MINUTES);
    }

    /** Says which service an instance is of. */
    synchronized void belongs(Subject instance, String service) {
        String before = services.put(instance, service);
        if (before == null && figures.containsKey(instance)) {
            list(instance, service);
        }
    }

    private void list(Subject instance, String service) {
        instances.computeIfAbsent(service, s -> new HashSet<>()).add(instance);
    }

    /**
     * Takes a value. Where there is no room for one more series, that which was not measured for the longest time goes; if all
     * are measured, the new one is refused.
     */
    void put(Key key, Resolution resolution, long slot, double value) {
        Series held = held(key, slot * resolution.seconds());
        if (held != null) {
            held.put(resolution, slot, value);
        }
    }

    /** The series to restore something into; empty if there is no room. */
    Optional<Series> make(Key key, long second) {
        return Optional.ofNullable(held(key, second));
    }

    private synchronized Series held(Key key, long second) {
        Series known = series.get(key);
        if (known == null) {
            if (series.size() >= mostSeries && !dropIdle(second)) {
                refused++;
                return null;
            }
            known = new Series();
            series.put(key, known);
            figures.computeIfAbsent(key.subject(), s -> EnumSet.noneOf(Figure.class))
                    .add(key.figure());
            String service = services.get(key.subject());
            if (service != null) {
                list(key.subject(), service);
            }
        }
        return known;
    }

    synchronized Optional<Series> find(Subject subject, Figure figure) {
        return Optional.ofNullable(series.get(new Key(subject, figure)));
    }

    /** What is measured of a subject; empty for one that is not known. */
    synchronized Set<Figure> figures(Subject subject) {
        Set<Figure> known = figures.get(subject);
        return known == null ? Set.of() : EnumSet.copyOf(known);
    }

    synchronized List<Subject> instances(String service) {
        return List.copyOf(instances.getOrDefault(service, Set.of()));
    }

    /** The service of an instance; empty if it is not known. */
    synchronized Optional<String> service(Subject instance) {
        return Optional.ofNullable(services.get(instance));
    }

    synchronized List<Key> keys() {
        return new ArrayList<>(series.keySet());
    }

    void forEach(BiConsumer<Key, Series> action) {
        for (Key key : keys()) {
            find(key.subject(), key.figure()).ifPresent(s -> action.accept(key, s));
        }
    }

    /**
     * Keeps to the bounds: forgets what nobody measured for as long as anything is kept, then those that are idle, then the
     * oldest hour of all until they fit. About once a minute.
     */
    synchronized void tidy(long now) {
        long oldest = now - Resolution.MINUTE.kept().toSeconds();
        series.entrySet().stream()
                .filter(e -> e.getValue().touched() < oldest)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::drop);
        services.keySet().retainAll(figures.keySet());
        measure();
        boolean dropping = true;
        while (bytes > mostBytes && dropping) {
            dropping = dropIdle(now);
        }
        for (long from = oldest; bytes > mostBytes && from < now; from += CHUNK_SECONDS) {
            int chunk = (int) (from / CHUNK_SECONDS) + 1;
            series.values().forEach(s -> s.forgetBefore(Resolution.MINUTE, chunk));
            measure();
        }
    }

    private void measure() {
        bytes = series.values().stream().mapToLong(Series::bytes).sum();
    }

    private boolean dropIdle(long now) {
        if (now < busyUntil) {
            return false;
        }
        Optional<Map.Entry<Key, Series>> longest = series.entrySet().stream()
                .filter(e -> e.getValue().touched() < now - IDLE_SECONDS)
                .min(Comparator.comparingLong(e -> e.getValue().touched()));
        longest.map(Map.Entry::getKey).ifPresent(this::drop);
        busyUntil = longest.isPresent() ? 0 : now + 1;
        return longest.isPresent();
    }

    private void drop(Key key) {
        bytes -= series.remove(key).bytes();
        dropped++;
        Set<Figure> left = figures.get(key.subject());
        left.remove(key.figure());
        if (left.isEmpty()) {
            figures.remove(key.subject());
            String service = services.remove(key.subject());
            if (service != null) {
                instances.computeIfPresent(service, (s, known) -> {
                    known.remove(key.subject());
                    return known.isEmpty() ? null : known;
                });
            }
        }
    }

    synchronized int size() {
        return series.size();
    }

    /** The memory they took when it was looked at last. */
    synchronized long bytes() {
        return bytes;
    }

    /** How many series were dropped to make room, or because nothing was measured for too long. */
    synchronized long dropped() {
        return dropped;
    }

    /** How many values found no room. */
    synchronized long refused() {
        return refused;
    }
}
