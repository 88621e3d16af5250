package io.lotse.meshview;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.Empty;
import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.cluster.DutyHolder;
import io.lotse.contracts.cluster.Members;
import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerContract;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Transaction;

/**
 * Work that one node does for all: the ledger key {@code duty/NAME} says which. A node takes it when nobody has it or
 * when its holder is no longer a member. Whoever holds it puts {@link #fence()} into each of its transactions, so that
 * a holder that was paused cannot write after its successor. Everything runs on the context that {@link #start} was
 * called on.
 */
public final class Duty {
    private static final Logger LOG = LoggerFactory.getLogger(Duty.class);
    private static final Duration CHECK_EVERY = Duration.ofSeconds(1);
    /** A member that joins may be unknown for a moment: its duty is not taken at once. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final MeshView view;
    private final Clock clock;
    private final String key;
    private final DutyHolder self;
    private final Consumer<Boolean> onChange;
    private Context context;
    private Set<String> members;
    private Set<String> memberNames = Set.of();
    private long timer;
    /** What the last attempt to take the duty brought: the condition that it still is this node's. */
    private Future<Optional<Condition>> taking = Future.succeededFuture(Optional.empty());

    private boolean stopped;
    private volatile Condition fence;
    private String missing;
    private long missingSince;

    /**
     * @param name the duty's name
     * @param nodeId the id of this run of the node, as its {@link NodeInfo} has it
     * @param node the node's name
     * @param onChange told true when this node took the duty, false when another did; must not block
     */
    public Duty(
            Vertx vertx,
            MeshView view,
            Clock clock,
            String name,
            String nodeId,
            String node,
            Consumer<Boolean> onChange) {
        this.vertx = vertx;
        this.view = view;
        this.clock = clock;
        this.key = LedgerKeys.duty(name);
        this.self = new DutyHolder(nodeId, node, clock.instant());
        this.onChange = onChange;
    }

    /** Begins to watch for the duty; does not wait until anybody holds it. */
    public Future<Void> start() {
        context = vertx.getOrCreateContext();
        view.onChange(change -> {
            if (change.before().modRevision(key) == change.now().modRevision(key)) {
                return;
            }
            context.runOnContext(v -> check());
        });
        timer = vertx.setPeriodic(CHECK_EVERY.toMillis(), t -> check());
        ClusterContract.MEMBERS
                .call(vertx.eventBus(), Empty.EMPTY)
                .onSuccess(m -> context.runOnContext(v -> membersAre(m)));
        context.runOnContext(v -> check());
        return ClusterContract.MEMBERS_CHANGED
                .subscribe(vertx.eventBus(), m -> context.runOnContext(v -> membersAre(m)))
                .completion();
    }

    /** Gives the duty up, also one that it is just taking, so that another need not wait until this node is missed. */
    public Future<Void> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        Condition held = fence;
        changed(null);
        return taking.compose(taken -> held == null ? release(taken) : release(Optional.of(held)))
                .timeout(1, TimeUnit.SECONDS)
                .otherwiseEmpty();
    }

    private Future<Void> release(Optional<Condition> held) {
        if (held.isEmpty()) {
            return Future.succeededFuture();
        }
        return LedgerContract.COMMIT
                .call(
                        vertx.eventBus(),
                        Transaction.of(clock.instant(), List.of(held.get()), List.of(Mutation.delete(key))))
                .mapEmpty();
    }

    /** Whether this node has the duty, as far as it knows. */
    public boolean held() {
        return fence != null;
    }

    /** What each transaction of the duty must carry; empty while this node does not hold it. */
    public Optional<Condition> fence() {
        return Optional.ofNullable(fence);
    }

    private void membersAre(Members now) {
        members = now.nodes().stream().map(NodeInfo::id).collect(Collectors.toUnmodifiableSet());
        memberNames = now.nodes().stream().map(NodeInfo::name).collect(Collectors.toUnmodifiableSet());
        check();
    }

    private void check() {
        if (stopped) {
            return;
        }
        Optional<Entry> entry = view.snapshot().entry(key);
        Optional<DutyHolder> holder = entry.map(e -> ContractCodec.decode(new JsonObject(e.value()), DutyHolder.class));
        boolean mine = holder.filter(h -> h.nodeId().equals(self.nodeId())).isPresent();
        if (mine) {
            changed(Condition.unchanged(key, entry.get().modRevision()));
            return;
        }
        changed(null);
        if (view.freshness().stale()) {
            return;
        }
        if (holder.isEmpty()) {
            take(Condition.absent(key));
        } else if (gone(holder.get())) {
            take(Condition.unchanged(key, entry.get().modRevision()));
        }
    }

    /** Gone is who is known not to be a member, for some time, or whose name has come back as another run. */
    private boolean gone(DutyHolder holder) {
        if (members == null || members.contains(holder.nodeId())) {
            missing = null;
            return false;
        }
        if (holder.node().equals(self.node()) || memberNames.contains(holder.node())) {
            return true;
        }
        if (!holder.nodeId().equals(missing)) {
            missing = holder.nodeId();
            missingSince = System.nanoTime();
        }
        return System.nanoTime() - missingSince >= GRACE.toNanos();
    }

    private void take(Condition condition) {
        if (!taking.isComplete()) {
            return;
        }
        DutyHolder now = new DutyHolder(self.nodeId(), self.node(), clock.instant());
        taking = LedgerContract.COMMIT
                .call(
                        vertx.eventBus(),
                        Transaction.of(clock.instant(), List.of(condition), List.of(Mutation.put(key, now))))
                .map(made -> made.succeeded()
                        ? Optional.of(Condition.unchanged(key, made.revision()))
                        : Optional.<Condition>empty())
                .otherwise(Optional.empty());
    }

    private void changed(Condition now) {
        Condition before = fence;
        if (java.util.Objects.equals(before, now)) {
            return;
        }
        fence = now;
        if ((before == null) != (now == null)) {
            LOG.info("event={} key={} node={}", now == null ? "duty_lost" : "duty_taken", key, self.node());
            onChange.accept(now != null);
        }
    }
}
