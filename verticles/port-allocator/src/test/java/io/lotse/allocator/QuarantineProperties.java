package io.lotse.allocator;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ports.CandidateRequest;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortHistory;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.ports.Tenancy;
import io.lotse.contracts.ports.TenancyEnd;
import io.lotse.meshview.EnvironmentDefaults;
import io.lotse.meshview.MeshSnapshot;

import static org.assertj.core.api.Assertions.assertThat;

/** Ports that come and go between services, by a scripted clock that a few nodes disagree about. */
class QuarantineProperties {
    private static final List<String> SERVICES = List.of("orders", "billing", "mail");
    private static final EnvironmentConfig CONFIG = EnvironmentDefaults.of("development");
    private static final int FIRST = 20_000;
    private static final int PORTS = 5;

    private record Left(String service, Instant at) {}

    @Property(shrinking = ShrinkingMode.OFF)
    void aPortRestsForOtherServicesUntilItsTimeIsOverAndForNobodyElse(@ForAll long seed) {
        Random random = new Random(seed);
        MeshSnapshot mesh = MeshSnapshot.EMPTY;
        Map<Integer, Left> model = new HashMap<>();
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        for (int step = 0; step < 40; step++) {
            now = now.plusMillis(random.nextInt(60_000) - 5_000);
            int port = FIRST + random.nextInt(PORTS);
            String service = SERVICES.get(random.nextInt(SERVICES.size()));
            if (random.nextBoolean()) {
                mesh = released(mesh, port, service, now);
                model.put(port, new Left(service, now));
            }
            Quarantine quarantine = new Quarantine(mesh, request(service, false), CONFIG, now);
            for (int each = FIRST; each < FIRST + PORTS; each++) {
                Left left = model.get(each);
                boolean rests = left != null
                        && !left.service.equals(service)
                        && Duration.between(left.at, now).compareTo(CONFIG.portQuarantine()) < 0;
                assertThat(quarantine.holds(each))
                        .as("port %d of seed %d", each, seed)
                        .isEqualTo(rests);
                assertThat(new Quarantine(mesh, request(service, true), CONFIG, now).holds(each))
                        .isFalse();
            }
        }
    }

    private static MeshSnapshot released(MeshSnapshot mesh, int port, String service, Instant now) {
        long revision = mesh.revision() + 1;
        Tenancy tenancy = new Tenancy(service + "-1", service, "development", now, now, TenancyEnd.RELEASED);
        PortHistory history = mesh.history("host-a", Protocol.TCP, port)
                .map(before -> before.with(tenancy))
                .orElseGet(() -> new PortHistory("host-a", Protocol.TCP, port, List.of(tenancy)));
        String key = LedgerKeys.released("host-a", Protocol.TCP, port);
        Entry entry = new Entry(key, ContractCodec.encode(history).getMap(), revision, revision);
        return mesh.apply(List.of(new Change(revision, key, entry)), revision);
    }

    private static CandidateRequest request(String service, boolean ignoreQuarantine) {
        return new CandidateRequest(
                "host-a",
                Protocol.TCP,
                "development",
                null,
                null,
                null,
                null,
                10,
                service,
                0,
                null,
                null,
                ignoreQuarantine);
    }
}
