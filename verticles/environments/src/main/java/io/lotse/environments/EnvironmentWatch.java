package io.lotse.environments;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

import io.vertx.core.eventbus.EventBus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.environments.EnvironmentChange;
import io.lotse.contracts.environments.EnvironmentKind;
import io.lotse.contracts.environments.EnvironmentsContract;
import io.lotse.meshview.MeshView;

/** Removes environments whose time is over, after a warning, and finishes removals that were broken off. */
final class EnvironmentWatch {
    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentWatch.class);
    /** The node that was asked to remove one is left alone with it for so long. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration LONGEST_WARNING = Duration.ofMinutes(10);
    /** The warning comes when this part of the time is left, at most {@link #LONGEST_WARNING} before. */
    private static final int PART_OF_WARNING = 5;

    private final EventBus bus;
    private final MeshView view;
    private final EnvironmentRemover remover;
    private final Clock clock;
    private final BooleanSupplier duty;
    private final Set<String> warned = new HashSet<>();

    /** @param duty whether this node has it */
    EnvironmentWatch(EventBus bus, MeshView view, EnvironmentRemover remover, Clock clock, BooleanSupplier duty) {
        this.bus = bus;
        this.view = view;
        this.remover = remover;
        this.clock = clock;
        this.duty = duty;
    }

    void look() {
        if (!duty.getAsBoolean() || view.freshness().stale()) {
            return;
        }
        Instant now = clock.instant();
        for (Environment environment : view.snapshot().environments()) {
            if (remover.isAt(environment.name())) {
                continue;
            }
            if (environment.removingSince() != null) {
                resume(environment, now);
            } else if (environment.expiresAt() != null && environment.kind() == EnvironmentKind.TEST) {
                expire(environment, now);
            }
        }
    }

    private void resume(Environment environment, Instant now) {
        if (environment.removingSince().plus(PATIENCE).isBefore(now)) {
            remover.finish(environment, "removed")
                    .onFailure(e -> LOG.warn(
                            "event=environment_not_removed environment={} reason=\"{}\"",
                            environment.name(),
                            e.getMessage()));
        }
    }

    private void expire(Environment environment, Instant now) {
        if (!environment.expiresAt().isAfter(now)) {
            warned.remove(environment.name());
            remover.expire(environment)
                    .onFailure(e -> LOG.warn(
                            "event=environment_not_expired environment={} reason=\"{}\"",
                            environment.name(),
                            e.getMessage()));
        } else if (!warningAt(environment).isAfter(now) && warned.add(environment.name())) {
            String reason = "it is removed at " + environment.expiresAt();
            LOG.warn("event=environment_expiring environment={} at={}", environment.name(), environment.expiresAt());
            EnvironmentsContract.ENVIRONMENT_EXPIRING.publish(bus, new EnvironmentChange(environment, reason, 0, now));
        }
    }

    private static Instant warningAt(Environment environment) {
        Duration part = Duration.between(environment.createdAt(), environment.expiresAt())
                .dividedBy(PART_OF_WARNING);
        return environment.expiresAt().minus(part.compareTo(LONGEST_WARNING) < 0 ? part : LONGEST_WARNING);
    }
}
