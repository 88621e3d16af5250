package io.lotse.control;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.PageLimit;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortHistory;
import io.lotse.contracts.ports.Protocol;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;
import io.lotse.meshview.StrayPort;

/** The ports of the mesh by what they are: held, about to change hands, in quarantine, or held twice. */
final class PortList {

    private final MeshView view;
    private final String ownHost;
    private final Clock clock;

    PortList(MeshView view, String ownHost, Clock clock) {
        this.view = view;
        this.ownHost = ownHost;
        this.clock = clock;
    }

    /** A page of those that are asked for, by space, protocol and port. */
    Page<PortState> page(ApiRequest request) {
        MeshSnapshot snapshot = view.snapshot();
        String state = request.text("state") == null ? "held" : request.text("state");
        return switch (state) {
            case "pending" ->
                page(
                        request,
                        LedgerKeys.REASSIGNMENTS,
                        snapshot.reassignments(),
                        asked -> Optional.of(PortState.pending(asked)));
            case "quarantined" -> {
                Instant now = clock.instant();
                yield page(
                        request, LedgerKeys.RELEASED, snapshot.histories(), history -> resting(history, snapshot, now));
            }
            case "conflicting" ->
                page(request, LedgerKeys.ALLOCATIONS, strays(snapshot), stray -> stray.conflict(snapshot)
                        .map(PortState::conflicting));
            default ->
                page(
                        request,
                        LedgerKeys.ALLOCATIONS,
                        snapshot.allocations(),
                        allocation -> Optional.of(PortState.held(allocation)));
        };
    }

    private static <T> Page<PortState> page(
            ApiRequest request, String begin, SortedMap<String, T> all, Function<T, Optional<PortState>> shown) {
        int limit = PageLimit.of(request.number("limit"));
        String space = request.text("space");
        String prefix = begin + (space == null ? "" : space + "/");
        String cursor = request.text("cursor");
        List<PortState> items = new ArrayList<>();
        String last = null;
        for (Map.Entry<String, T> entry :
                all.tailMap(cursor == null ? prefix : begin + cursor + "\0").entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            Optional<PortState> item = shown.apply(entry.getValue());
            if (item.isPresent() && items.size() == limit) {
                return new Page<>(items, last.substring(begin.length()));
            }
            if (item.isPresent()) {
                items.add(item.get());
                last = entry.getKey();
            }
        }
        return new Page<>(items, null);
    }

    private SortedMap<String, StrayPort> strays(MeshSnapshot snapshot) {
        SortedMap<String, StrayPort> strays = new TreeMap<>();
        for (StrayPort stray : StrayPort.in(snapshot, ownHost)) {
            Allocation a = stray.allocation();
            strays.put(LedgerKeys.allocation(a.space(), a.protocol(), a.port()), stray);
        }
        return strays;
    }

    /** Empty for a port that anybody may have again, or that somebody has. */
    private static Optional<PortState> resting(PortHistory history, MeshSnapshot snapshot, Instant now) {
        String space = history.space();
        Protocol protocol = history.protocol();
        Instant until = history.releasedAt()
                .plus(config(history.last().environment(), snapshot).portQuarantine());
        boolean rests = until.isAfter(now)
                && snapshot.allocation(space, protocol, history.port()).isEmpty();
        return rests ? Optional.of(PortState.quarantined(history, until)) : Optional.empty();
    }

    /** Of an environment that is gone, what holds for most. */
    private static EnvironmentConfig config(String environment, MeshSnapshot snapshot) {
        try {
            return snapshot.config(environment).config();
        } catch (ContractException gone) {
            return snapshot.config("development").config();
        }
    }
}
