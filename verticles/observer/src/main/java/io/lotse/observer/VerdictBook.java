package io.lotse.observer;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.lotse.contracts.verdicts.Verdict;
import io.lotse.contracts.verdicts.VerdictPage;
import io.lotse.contracts.verdicts.VerdictQuery;

/** The verdicts that hold, and the last that held. On one event loop. */
final class VerdictBook {
    /** Reached so often in a row, a verdict is told. */
    private static final int CONFIRMED = 2;
    /** Not reached so often in a row, it has ended. */
    private static final int MISSED = 3;

    private static final int MOST_ENDED = 500;

    private final Map<String, Verdict> holding = new HashMap<>();
    private final Map<String, Integer> reached = new HashMap<>();
    private final Map<String, Integer> missed = new HashMap<>();
    /** The newest first. */
    private final Deque<Verdict> ended = new ArrayDeque<>();

    /** What a judgement changed. */
    record Changes(List<Verdict> reached, List<Verdict> ended) {}

    /** Takes what this node judged. */
    Changes judged(List<Verdict> found, Instant now) {
        Map<String, Verdict> byId =
                found.stream().collect(Collectors.toMap(Verdict::id, Function.identity(), (a, b) -> a));
        reached.keySet().retainAll(byId.keySet());
        Changes changes = new Changes(new ArrayList<>(), new ArrayList<>());
        byId.forEach((id, verdict) -> {
            Verdict before = holding.get(id);
            missed.remove(id);
            if (before != null) {
                holding.put(id, dated(verdict, before.since(), now, null));
            } else if (reached.merge(id, 1, Integer::sum) >= CONFIRMED) {
                Verdict fresh = dated(verdict, now, now, null);
                holding.put(id, fresh);
                changes.reached().add(fresh);
            }
        });
        for (Verdict verdict : List.copyOf(holding.values())) {
            if (!byId.containsKey(verdict.id()) && missed.merge(verdict.id(), 1, Integer::sum) >= MISSED) {
                Verdict over = dated(verdict, verdict.since(), verdict.at(), now);
                ended(over);
                changes.ended().add(over);
            }
        }
        return changes;
    }

    /** Another node told what holds. */
    void heard(List<Verdict> verdicts) {
        holding.clear();
        reached.clear();
        missed.clear();
        verdicts.forEach(verdict -> holding.put(verdict.id(), verdict));
    }

    /** One holds no more. */
    void ended(Verdict verdict) {
        holding.remove(verdict.id());
        missed.remove(verdict.id());
        ended.addFirst(verdict);
        if (ended.size() > MOST_ENDED) {
            ended.removeLast();
        }
    }

    /** Those that hold. */
    List<Verdict> holding() {
        return List.copyOf(holding.values());
    }

    VerdictPage page(VerdictQuery query) {
        List<Verdict> all = Stream.concat(
                        holding.values().stream(), Boolean.TRUE.equals(query.ended()) ? ended.stream() : Stream.empty())
                .filter(v -> query.service() == null || query.service().equals(v.serviceName()))
                .filter(v -> query.serviceId() == null || query.serviceId().equals(v.serviceId()))
                .filter(v -> query.kind() == null || query.kind() == v.kind())
                .sorted(Comparator.comparing(Verdict::since).reversed().thenComparing(VerdictBook::place))
                .dropWhile(v -> query.cursor() != null && !place(v).equals(query.cursor()))
                .skip(query.cursor() == null ? 0 : 1)
                .limit(query.limit() + 1L)
                .toList();
        boolean more = all.size() > query.limit();
        List<Verdict> items = more ? all.subList(0, query.limit()) : all;
        return new VerdictPage(items, more ? place(items.get(items.size() - 1)) : null);
    }

    private static String place(Verdict verdict) {
        return verdict.since() + " " + verdict.id();
    }

    private static Verdict dated(Verdict v, Instant since, Instant at, Instant ended) {
        return new Verdict(
                v.id(),
                v.kind(),
                v.serviceName(),
                v.serviceId(),
                v.detail(),
                since,
                at,
                ended,
                v.leak(),
                v.regression(),
                v.bottleneck(),
                v.saturation(),
                v.flapping(),
                v.anomaly());
    }
}
