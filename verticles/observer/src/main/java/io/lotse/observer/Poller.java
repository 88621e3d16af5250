package io.lotse.observer;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.registry.Instance;

/**
 * Starts each check when its turn comes. The interval is divided into slots, which are counted by the clock: so an instance
 * has its turn at the same time whichever node checks it, and before and after a restart. All but {@link #replan} is
 * called on one event loop.
 */
final class Poller {
    /** Checks under way at once; more wait. With the limit of a body this bounds what they hold. */
    static final int MOST_AT_ONCE = 512;

    /** Those of a slot are started at once, and the last of them waits for the others: the finer, the less. */
    private static final Duration SLOT = Duration.ofMillis(50);

    private static final int MOST_SLOTS = 1_000;

    /** Timers may come late, and after a pause it catches up at this many times the pace. */
    private static final int SLOTS_PER_TICK = 3;

    /** With instances that change all the time a plan would be made for each of them. */
    private static final Duration PLAN_LASTS = Duration.ofMillis(500);

    /** Of those that a node which left should have checked, so many are started with each slot. */
    private static final int OVERDUE_PER_TICK = 25;

    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);

    private final ObserverConfig config;
    private final Supplier<Map<String, Instance>> instances;
    private final Asker asker;
    private final BiConsumer<Instance, Finding> results;
    private final Predicate<Instance> isOverdue;
    private final LongSupplier nanos;
    /** What is to be added to the time since some moment to have that of the clock. */
    private final long offsetMillis;

    private final int slots;
    private final long slotMillis;
    private final long ticksPerPlan;
    private final Set<String> underWay = new HashSet<>();
    private final Set<String> waiting = new LinkedHashSet<>();
    private final Queue<String> overdue = new ArrayDeque<>();
    private Shares shares;
    private PollPlan plan = PollPlan.NOTHING;
    private long nextSlot;
    private long ticksUntilPlan;
    private volatile boolean outdated = true;

    /**
     * @param instances all that are registered
     * @param results told what each check found
     * @param isOverdue whether an instance was checked, but longer ago than it should be
     * @param clock read once: who sets it later hurries or halts no checks
     * @param nanos a time that goes on evenly, in nanoseconds
     */
    Poller(
            ObserverConfig config,
            Supplier<Map<String, Instance>> instances,
            Asker asker,
            BiConsumer<Instance, Finding> results,
            Predicate<Instance> isOverdue,
            Clock clock,
            LongSupplier nanos) {
        this.config = config;
        this.instances = instances;
        this.asker = asker;
        this.results = results;
        this.isOverdue = isOverdue;
        this.nanos = nanos;
        this.offsetMillis = clock.millis() - TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong());
        this.shares = new Shares(config, List.of());
        long interval = config.interval().toMillis();
        this.slots = (int) Math.min(MOST_SLOTS, interval / SLOT.toMillis());
        this.slotMillis = interval / slots;
        this.ticksPerPlan = Math.max(1, Math.min(PLAN_LASTS.toMillis(), interval / 10) / slotMillis);
    }

    /** How often {@link #tick} is to be called. */
    Duration every() {
        return Duration.ofMillis(slotMillis);
    }

    /** Other members than before share the work. */
    void members(List<NodeInfo> nodes) {
        shares = new Shares(config, nodes);
        ticksUntilPlan = 0;
        outdated = true;
    }

    /** The instances may have changed. Any thread may call. */
    void replan() {
        outdated = true;
    }

    /** Starts what has become due since the last time. */
    void tick() {
        if (outdated && ticksUntilPlan <= 0) {
            outdated = false;
            ticksUntilPlan = ticksPerPlan;
            plan();
        }
        ticksUntilPlan--;
        long now = (offsetMillis + TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong())) / slotMillis;
        if (nextSlot == 0) {
            nextSlot = now;
        }
        // whole intervals are left out, never some of the instances
        nextSlot = Math.max(nextSlot, now - Math.floorMod(now - nextSlot, slots));
        for (int i = 0; i < SLOTS_PER_TICK && nextSlot <= now; i++) {
            plan.due(nextSlot++).forEach(this::start);
        }
        for (int i = 0; i < OVERDUE_PER_TICK && !overdue.isEmpty(); i++) {
            start(overdue.remove());
        }
    }

    private void plan() {
        PollPlan before = plan;
        Map<String, Instance> known = instances.get();
        plan = PollPlan.of(known.values(), shares, asker::isCheckable, slots);
        // not in its turn, which may have passed while nobody knew that the node which checked it is gone
        plan.beyond(before).stream().filter(id -> isOverdue.test(known.get(id))).forEach(overdue::add);
        if (plan.size() != before.size()) {
            LOG.info(
                    "event=health_share_changed node={} instances={} overdue={}",
                    config.node(),
                    plan.size(),
                    overdue.size());
        }
    }

    private void start(String serviceId) {
        if (underWay.size() >= MOST_AT_ONCE) {
            waiting.add(serviceId);
            return;
        }
        Instance instance = instances.get().get(serviceId);
        if (instance == null || !asker.isCheckable(instance) || !underWay.add(serviceId)) {
            return;
        }
        asker.check(instance).onSuccess(finding -> finished(instance, finding));
    }

    private void finished(Instance asked, Finding finding) {
        underWay.remove(asked.serviceId());
        Instance now = instances.get().get(asked.serviceId());
        boolean same = now != null && now.registeredAt().equals(asked.registeredAt());
        if (same && plan.isMine(asked.serviceId())) {
            results.accept(now, finding);
        }
        startWaiting();
    }

    private void startWaiting() {
        if (!waiting.isEmpty()) {
            String next = waiting.iterator().next();
            waiting.remove(next);
            start(next);
        }
    }
}
