package io.lotse.registry;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

import static org.assertj.core.api.Assertions.assertThat;

/** Who may be made inactive for want of heartbeats, and by when: whatever the order in which things happen. */
class ExpiryProperties {
    private static final List<String> INSTANCES = List.of("a", "b", "c");
    private static final int MINUTE = 60_000;

    @Property(shrinking = ShrinkingMode.OFF)
    void whoSendsHeartbeatsWithinItsTimeoutIsNeverExpired(@ForAll long seed) {
        long timeout = timeout(seed);
        ExpiryMesh mesh = new ExpiryMesh(seed, 3, Duration.ofMillis(timeout), INSTANCES);
        Map<String, Long> next = new HashMap<>();
        while (mesh.now() < MINUTE) {
            for (String id : INSTANCES) {
                if (mesh.now() >= next.getOrDefault(id, 0L)) {
                    mesh.heartbeat(id);
                    next.put(id, mesh.now() + between(mesh.random(), timeout / 2, timeout - 20));
                }
            }
            if (mesh.random().nextInt(500) == 0) {
                mesh.moveDuty();
            }
            mesh.runUntil(mesh.now() + 20);
            assertThat(INSTANCES)
                    .as("seed %d, timeout %d ms, at %d ms", seed, timeout, mesh.now())
                    .allMatch(mesh::isActive);
        }
    }

    /** A heartbeat that a node heard just before it was paused is lost to the others: one more must come in time. */
    @Property(shrinking = ShrinkingMode.OFF)
    void whoSendsThreeHeartbeatsInATimeoutIsNotExpiredThoughNodesArePaused(@ForAll long seed) {
        long timeout = timeout(seed);
        ExpiryMesh mesh = new ExpiryMesh(seed, 3, Duration.ofMillis(timeout), INSTANCES);
        Map<String, Long> next = new HashMap<>();
        while (mesh.now() < MINUTE) {
            for (String id : INSTANCES) {
                if (mesh.now() >= next.getOrDefault(id, 0L)) {
                    mesh.heartbeat(id);
                    next.put(id, mesh.now() + between(mesh.random(), timeout / 6, timeout / 3));
                }
            }
            if (mesh.random().nextInt(200) == 0) {
                mesh.pauseAny(between(mesh.random(), 50, 3 * timeout));
            }
            if (mesh.random().nextInt(300) == 0) {
                mesh.moveDuty();
            }
            mesh.runUntil(mesh.now() + 20);
            assertThat(INSTANCES)
                    .as("seed %d, timeout %d ms, at %d ms", seed, timeout, mesh.now())
                    .allMatch(mesh::isActive);
        }
    }

    @Property(shrinking = ShrinkingMode.OFF)
    void whoStoppedIsExpiredInTimeAndNotBeforeAFullTimeoutHasPassed(@ForAll long seed) {
        long timeout = timeout(seed);
        ExpiryMesh mesh = new ExpiryMesh(seed, 3, Duration.ofMillis(timeout), List.of("a"));
        long stopped = between(mesh.random(), 0, 20_000);
        while (mesh.now() < stopped) {
            mesh.heartbeat("a");
            mesh.runUntil(mesh.now() + timeout / 3);
        }
        mesh.heartbeat("a");
        // the node that heard it may be paused before it tells: then the one before it counts
        long last = mesh.now();
        long quiet = last + between(mesh.random(), 0, 2 * timeout);
        while (mesh.now() < quiet) {
            if (mesh.random().nextInt(100) == 0) {
                mesh.moveDuty();
            }
            if (mesh.random().nextInt(100) == 0) {
                mesh.pauseAny(between(mesh.random(), 50, 2 * timeout));
            }
            mesh.runUntil(mesh.now() + 20);
        }
        long from = Math.max(last, mesh.disturbedAt());
        long late = SilenceWatch.GRACE.toMillis() + 2 * ExpiryMesh.CHECK_EVERY + 1_000 + mesh.paused();
        mesh.runUntil(from + timeout + late);
        assertThat(mesh.expiredAt("a"))
                .as("seed %d, timeout %d ms, silent from %d ms on", seed, timeout, last)
                .isNotNull()
                .isGreaterThanOrEqualTo(last - timeout / 3 + timeout);
    }

    private static long timeout(long seed) {
        return between(new Random(~seed), 1_000, 10_000);
    }

    private static long between(Random random, long from, long to) {
        return from + random.nextInt((int) (to - from));
    }
}
