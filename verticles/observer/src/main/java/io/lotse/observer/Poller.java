package io.lotse.observer;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.MeshView;

/**
 * Starts each check when its turn comes. All but {@link #replan} is called on one event loop.
 */
final class Poller {
    /** How finely the interval is divided. */
    static final int SLOTS = 50;
    /** Checks under way at once; more wait. With the limit of a body this bounds what they hold. */
    static final int MOST_AT_ONCE = 512;

    /** So many slots share a plan at least: with instances that change all the time it would be made for each of them. */
    private static final int SLOTS_PER_PLAN = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);

    private final ObserverConfig config;
    private final MeshView view;
    private final Checks checks;
    private final BiConsumer<Instance, Finding> results;
    private final Set<String> underWay = new HashSet<>();
    private final Set<String> waiting = new LinkedHashSet<>();
    private Shares shares;
    private PollPlan plan = PollPlan.NOTHING;
    private long ticks;
    private volatile boolean outdated = true;

    Poller(ObserverConfig config, MeshView view, Checks checks, BiConsumer<Instance, Finding> results) {
        this.config = config;
        this.view = view;
        this.checks = checks;
        this.results = results;
        this.shares = new Shares(config, List.of());
    }

    /** Other members than before share the work. */
    void members(List<NodeInfo> nodes) {
        shares = new Shares(config, nodes);
        outdated = true;
    }

    /** The instances may have changed. Any thread may call. */
    void replan() {
        outdated = true;
    }

    /** Called {@link #SLOTS} times within an interval. */
    void tick() {
        if (outdated && ticks % SLOTS_PER_PLAN == 0) {
            outdated = false;
            int before = plan.size();
            plan = PollPlan.of(view.snapshot().instances().values(), shares, checks::isCheckable, SLOTS);
            if (plan.size() != before) {
                LOG.info("event=health_share_changed node={} instances={}", config.node(), plan.size());
            }
        }
        plan.due(ticks++).forEach(this::start);
    }

    private void start(String serviceId) {
        if (underWay.size() >= MOST_AT_ONCE) {
            waiting.add(serviceId);
            return;
        }
        Instance instance = view.snapshot().instances().get(serviceId);
        if (instance == null || !checks.isCheckable(instance) || !underWay.add(serviceId)) {
            return;
        }
        checks.check(instance).onSuccess(finding -> finished(instance, finding));
    }

    private void finished(Instance asked, Finding finding) {
        underWay.remove(asked.serviceId());
        Instance now = view.snapshot().instances().get(asked.serviceId());
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
