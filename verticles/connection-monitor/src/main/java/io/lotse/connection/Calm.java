package io.lotse.connection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

import io.lotse.contracts.network.AxisState;
import io.lotse.contracts.network.NetworkAxis;
import io.lotse.contracts.network.Outage;

/** Whether an outage lasts for this node. It begins with the first axis that is out, and ends when none is. */
sealed interface Calm {
    /** What is so from now on; this very state if nothing changes. */
    Calm with(List<AxisState> out, Whose whose, Instant now);

    /** The node that sees it. */
    record Whose(String nodeId, String node, String host) {}

    /**
     * No outage lasts.
     *
     * @param last the one that has ended; null where there was none
     */
    record Quiet(Outage last) implements Calm {
        @Override
        public Calm with(List<AxisState> out, Whose whose, Instant now) {
            if (out.isEmpty()) {
                return this;
            }
            String detail = out.stream()
                    .map(a -> a.axis().wireName() + ": " + a.detail())
                    .collect(Collectors.joining("; "));
            return new Out(new Outage(
                    UUID.randomUUID().toString(),
                    whose.nodeId(),
                    whose.node(),
                    whose.host(),
                    axes(List.of(), out),
                    detail,
                    now,
                    null));
        }
    }

    /** An outage lasts. */
    record Out(Outage outage) implements Calm {
        @Override
        public Calm with(List<AxisState> out, Whose whose, Instant now) {
            List<NetworkAxis> axes = axes(outage.axes(), out);
            if (out.isEmpty()) {
                return new Quiet(copy(axes, now));
            }
            return axes.equals(outage.axes()) ? this : new Out(copy(axes, null));
        }

        private Outage copy(List<NetworkAxis> axes, Instant endedAt) {
            return new Outage(
                    outage.id(),
                    outage.nodeId(),
                    outage.node(),
                    outage.host(),
                    axes,
                    outage.detail(),
                    outage.beganAt(),
                    endedAt);
        }
    }

    private static List<NetworkAxis> axes(List<NetworkAxis> known, List<AxisState> out) {
        TreeSet<NetworkAxis> all = new TreeSet<>(known);
        out.forEach(a -> all.add(a.axis()));
        return new ArrayList<>(all);
    }
}
