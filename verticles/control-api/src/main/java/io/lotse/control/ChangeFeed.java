package io.lotse.control;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpMethod;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.alerts.AlertsContract;
import io.lotse.contracts.cluster.Members;
import io.lotse.contracts.health.HealthContract;
import io.lotse.contracts.host.HostContract;
import io.lotse.contracts.metrics.MetricsContract;
import io.lotse.contracts.network.NetworkContract;
import io.lotse.meshview.MeshView;
import io.lotse.meshview.ViewChange;

/**
 * Tells clients what changes in the mesh, as server-sent events. The last changes are kept, so that a client that was
 * cut off hears what it missed. For one event loop only.
 */
final class ChangeFeed implements OperationHandler {
    private static final int MOST_KEPT = 1_024;
    /** One revision may hold many: those of the last one are kept in any case. */
    private static final int MOST_CHANGES_KEPT = 1_024;

    private static final long LOOK_AT_FRESHNESS_EVERY_MILLIS = 500;
    private static final long TELL_TRAFFIC_EVERY_MILLIS = 2_000;
    private static final Buffer DROPPED =
            Buffer.buffer("event: dropped\ndata: {\"detail\":\"you do not read as fast as changes come\"}\n\n");

    private final Vertx vertx;
    private final MeshView view;
    private final Set<ChangeStream> streams = new HashSet<>();
    private final Deque<Told> kept = new ArrayDeque<>();
    private final TrafficSum traffic = new TrafficSum();
    /** Changes up to this revision are no longer kept. */
    private long forgotten;

    private int changesKept;
    private boolean stale;

    private record Told(long revision, List<MeshChange> changes) {}

    ChangeFeed(Vertx vertx, MeshView view) {
        this.vertx = vertx;
        this.view = view;
    }

    /** Listens from now on, on the context that it is called on. */
    void start() {
        Context context = vertx.getOrCreateContext();
        forgotten = view.snapshot().revision();
        view.onChange(change -> context.runOnContext(v -> viewChanged(change)));
        vertx.setPeriodic(EventStreams.ALIVE_EVERY_MILLIS, timer -> sendToAll(EventStreams.ALIVE));
        stale = view.freshness().stale();
        vertx.setPeriodic(LOOK_AT_FRESHNESS_EVERY_MILLIS, timer -> tellFreshness());
        vertx.setPeriodic(TELL_TRAFFIC_EVERY_MILLIS, timer -> tellTraffic());
    }

    /** Tells from now on what is not in the ledger: how instances and the network are, and what gateways are asked. */
    Future<?> hear(EventBus bus) {
        return Future.all(List.of(
                HealthContract.HEALTH_CHANGED
                        .subscribe(bus, change -> tell(new MeshChange("health-changed", change)))
                        .completion(),
                HostContract.FOREIGN_LISTENERS_CHANGED
                        .subscribe(bus, now -> tell(new MeshChange("foreign-listeners-changed", now)))
                        .completion(),
                AlertsContract.ALERT_RAISED
                        .subscribe(bus, alert -> tell(new MeshChange("alert-raised", alert)))
                        .completion(),
                AlertsContract.ALERT_RESOLVED
                        .subscribe(bus, alert -> tell(new MeshChange("alert-resolved", alert)))
                        .completion(),
                AlertsContract.ALERT_ACKNOWLEDGED
                        .subscribe(bus, alert -> tell(new MeshChange("alert-acknowledged", alert)))
                        .completion(),
                MetricsContract.TRAFFIC_COUNTED.subscribe(bus, traffic::add).completion(),
                NetworkContract.CONNECTIVITY_CHANGED
                        .subscribe(bus, change -> tell(new MeshChange("connectivity-changed", change)))
                        .completion()));
    }

    /** Tells that the node sees other members. */
    void membersChanged(Members now) {
        tell(new MeshChange("members-changed", now));
    }

    private void tellFreshness() {
        if (view.freshness().stale() != stale) {
            stale = !stale;
            tell(new MeshChange("freshness-changed", ViewState.of(view)));
        }
    }

    private void tellTraffic() {
        if (traffic.isNews()) {
            tell(new MeshChange("traffic-counted", traffic.take(TELL_TRAFFIC_EVERY_MILLIS / 1_000.0)));
        }
    }

    /** Of no revision: it is not told again to who was cut off. */
    private void tell(MeshChange change) {
        if (!streams.isEmpty()) {
            Buffer event = Buffer.buffer();
            append(event, change);
            sendToAll(event);
        }
    }

    @Override
    public Future<?> handle(ApiRequest request) {
        if (request.http().method().equals(HttpMethod.HEAD)) {
            return EventStreams.head(request).end();
        }
        EventStreams.head(request).setChunked(true);
        ChangeStream stream = new ChangeStream(request.http(), streams::remove, vertx, DROPPED);
        streams.add(stream);
        stream.send(EventStreams.HELLO);
        String last = request.text("Last-Event-ID");
        if (last != null) {
            stream.send(missedSince(last));
        }
        return Future.succeededFuture();
    }

    private void viewChanged(ViewChange change) {
        Told told = new Told(change.now().revision(), MeshChange.of(change));
        kept.add(told);
        changesKept += told.changes().size();
        while (kept.size() > MOST_KEPT || kept.size() > 1 && changesKept > MOST_CHANGES_KEPT) {
            Told oldest = kept.remove();
            changesKept -= oldest.changes().size();
            forgotten = oldest.revision();
        }
        if (!told.changes().isEmpty() && !streams.isEmpty()) {
            sendToAll(encode(told));
        }
    }

    private void sendToAll(Buffer events) {
        for (ChangeStream stream : List.copyOf(streams)) {
            stream.send(events);
        }
    }

    private Buffer missedSince(String lastEventId) {
        long revision = lastEventId.matches("[0-9]{1,18}") ? Long.parseLong(lastEventId) : -1;
        long now = view.snapshot().revision();
        Buffer missed = Buffer.buffer();
        if (revision < forgotten || revision > now) {
            return encode(new Told(now, List.of(new MeshChange("reset", new MeshChange.Reset(now)))));
        }
        kept.stream()
                .filter(t -> t.revision() > revision)
                .map(ChangeFeed::encode)
                .forEach(missed::appendBuffer);
        return missed;
    }

    /** Each event of a revision but the last goes without its id: who is cut off in between hears all of them again. */
    private static Buffer encode(Told told) {
        Buffer events = Buffer.buffer();
        for (int i = 0; i < told.changes().size(); i++) {
            if (i == told.changes().size() - 1) {
                events.appendString("id: " + told.revision() + "\n");
            }
            append(events, told.changes().get(i));
        }
        return events;
    }

    private static void append(Buffer events, MeshChange change) {
        events.appendString("event: " + change.name() + "\ndata: ")
                .appendBuffer(ContractCodec.toBuffer(change.data()))
                .appendString("\n\n");
    }
}
