package io.lotse.alerts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.lotse.contracts.alerts.AlertChannel;
import io.lotse.contracts.alerts.AlertRoute;
import io.lotse.contracts.alerts.AlertSettings;

/** Finds the route of an alert, and the group that it is told with. */
final class Router {
    private final List<Way> ways;
    /** The channels that are told when alerts are over. */
    private final Set<String> toldOfTheEnd;

    /** A route with its defaults filled in. */
    record Way(
            int place,
            Matching matching,
            List<String> channels,
            List<String> groupBy,
            Duration groupWait,
            Duration groupInterval,
            Duration reminder,
            Duration escalateAfter,
            List<String> escalateTo) {}

    /** Alerts that are told together: of one route, alike in some labels. */
    record Group(Way way, Map<String, String> labels) {}

    Router(AlertSettings settings) {
        List<String> all = settings.channels().stream().map(AlertChannel::name).toList();
        List<AlertRoute> routes = settings.routes().isEmpty() ? List.of(BuiltIn.route(all)) : settings.routes();
        this.ways = new ArrayList<>();
        routes.forEach(route -> ways.add(way(ways.size(), route)));
        this.toldOfTheEnd = settings.channels().stream()
                .filter(channel -> !Boolean.FALSE.equals(channel.resolved()))
                .map(AlertChannel::name)
                .collect(Collectors.toSet());
    }

    /** The group of an alert with these labels; that of nobody where no route matches. */
    Group group(Map<String, String> labels) {
        Way way = ways.stream()
                .filter(w -> w.matching().matches(labels))
                .findFirst()
                .orElseGet(() -> way(ways.size(), BuiltIn.route(List.of())));
        Map<String, String> common = new TreeMap<>();
        way.groupBy().forEach(label -> {
            if (labels.containsKey(label)) {
                common.put(label, labels.get(label));
            }
        });
        return new Group(way, common);
    }

    boolean hearsOfTheEnd(String channel) {
        return toldOfTheEnd.contains(channel);
    }

    private static Way way(int place, AlertRoute route) {
        return new Way(
                place,
                Matching.of(route.match()),
                List.copyOf(new TreeSet<>(route.channels())),
                route.groupBy().isEmpty() ? BuiltIn.GROUP_BY : route.groupBy(),
                Objects.requireNonNullElse(route.groupWait(), BuiltIn.GROUP_WAIT),
                Objects.requireNonNullElse(route.groupInterval(), BuiltIn.GROUP_INTERVAL),
                Objects.requireNonNullElse(route.reminder(), BuiltIn.REMINDER),
                route.escalateAfter(),
                route.escalateTo());
    }
}
