package io.lotse.allocator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.CandidateRequest;
import io.lotse.contracts.ports.Candidates;
import io.lotse.contracts.ports.ConflictStrategy;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortHistory;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.PortSpan;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.ports.Tenancy;
import io.lotse.contracts.ports.TenancyEnd;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.testfaults.SettableClock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any run of registrations of all kinds, deregistrations, changed configurations and time that passes: the allocator
 * offers what {@link AllocationModel} says, in its order, or refuses for the reason that the model has. The first offer is
 * claimed, as by the registry.
 */
class AllocatorStateMachineProperties {
    private static final String HOST = "host-a";
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<String> SERVICES = List.of("orders", "billing", "mail");
    private static final PortRange DEFAULT = new PortRange(20_000, 20_009);
    private static final PortRange WEB = new PortRange(20_007, 20_014);
    private static final PortRange EPHEMERAL = new PortRange(20_013, 20_020);
    private static final int STEPS = 60;
    private static final int MORE_THAN_ALL = 100;

    @Property(shrinking = ShrinkingMode.OFF)
    void offersWhatTheModelSays(@ForAll long seed) {
        new Run(seed).steps();
    }

    /** One run, by the random numbers of its seed. */
    private static final class Run {
        private final long seed;
        private final Random random;
        private final SettableClock clock = new SettableClock(NOON);
        private final Map<Integer, Instant> since = new HashMap<>();
        private MeshSnapshot mesh = MeshSnapshot.EMPTY;
        private final AllocationModel model;
        private final CandidateFinder finder;
        private ConflictStrategy strategy;
        private int instances;

        Run(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            EnvironmentConfig first = config();
            model = new AllocationModel(first, EPHEMERAL, NOON);
            finder = new CandidateFinder(() -> mesh, Set.of(), clock);
            put(LedgerKeys.host(HOST), new HostFacts(HOST, List.of("127.0.0.1"), EPHEMERAL, "Linux"));
            put(LedgerKeys.config("development"), first);
        }

        void steps() {
            for (int i = 0; i < STEPS; i++) {
                int kind = random.nextInt(10);
                if (kind < 6) {
                    register();
                } else if (kind < 8) {
                    deregister();
                } else if (kind < 9) {
                    Duration time = Duration.ofSeconds(random.nextInt(40));
                    model.pass(time);
                    clock.set(clock.instant().plus(time));
                } else {
                    EnvironmentConfig changed = config();
                    model.configure(changed);
                    put(LedgerKeys.config("development"), changed);
                }
            }
        }

        private EnvironmentConfig config() {
            strategy = any(List.of(ConflictStrategy.values()));
            List<PortSpan> reserved = random.nextBoolean() ? List.of() : List.of(PortSpan.of(port()));
            return new EnvironmentConfig(
                    "development",
                    "127.0.0.1",
                    DEFAULT,
                    reserved,
                    Map.of("web", WEB),
                    Duration.ofSeconds(30),
                    strategy,
                    Duration.ofSeconds(60),
                    50,
                    null);
        }

        private void register() {
            CandidateRequest request = request();
            AllocationModel.Answer right = model.answer(request);
            Candidates offered;
            try {
                offered = finder.find(request);
            } catch (ContractException refusal) {
                assertThat(refusal.code()).as("%s of seed %d", request, seed).isEqualTo(right.refused());
                return;
            }
            assertThat(right.refused()).as("%s of seed %d", request, seed).isNull();
            assertThat(offered.mayBeMoved()).as("%s of seed %d", request, seed).isEqualTo(right.asked());
            assertThat(inModelsOrder(offered.ports(), right.groups()))
                    .as("%s of seed %d", request, seed)
                    .isEqualTo(right.groups());
            claim(offered.ports().get(0), request);
        }

        /** In groups as the model's; within each in its order where the strategy draws lots. */
        private List<List<Integer>> inModelsOrder(List<Integer> ports, List<List<Integer>> groups) {
            List<List<Integer>> same = new ArrayList<>();
            int from = 0;
            for (List<Integer> group : groups) {
                int to = Math.min(ports.size(), from + group.size());
                List<Integer> part = new ArrayList<>(ports.subList(from, to));
                if (strategy == ConflictStrategy.RANDOM) {
                    Collections.sort(part);
                }
                same.add(part);
                from = to;
            }
            if (from < ports.size()) {
                same.add(ports.subList(from, ports.size()));
            }
            return same;
        }

        private CandidateRequest request() {
            int wish = random.nextInt(5);
            int first = port();
            return new CandidateRequest(
                    HOST,
                    Protocol.TCP,
                    "development",
                    random.nextBoolean() ? "web" : null,
                    wish == 0 ? first : null,
                    wish == 1 || wish == 2 ? first : null,
                    wish == 2 || wish == 3 ? new PortRange(first, first + random.nextInt(4)) : null,
                    MORE_THAN_ALL,
                    any(SERVICES),
                    random.nextInt(3),
                    null,
                    null,
                    random.nextInt(8) == 0);
        }

        private void claim(int port, CandidateRequest request) {
            String id = request.serviceName() + "-" + ++instances;
            model.claim(port, new AllocationModel.Held(id, request.serviceName(), request.priority()));
            since.put(port, clock.instant());
            put(LedgerKeys.instance(id), instance(id, request));
            put(
                    LedgerKeys.allocation(HOST, Protocol.TCP, port),
                    new Allocation(HOST, Protocol.TCP, null, id, clock.instant(), true));
        }

        private void deregister() {
            if (model.held().isEmpty()) {
                return;
            }
            int port = any(List.copyOf(model.held().keySet()));
            AllocationModel.Held holder = model.held().get(port);
            model.release(port);
            Tenancy over = new Tenancy(
                    holder.id(),
                    holder.service(),
                    "development",
                    since.get(port),
                    clock.instant(),
                    TenancyEnd.RELEASED);
            PortHistory history = mesh.history(HOST, Protocol.TCP, port)
                    .map(before -> before.with(over))
                    .orElseGet(() -> new PortHistory(HOST, Protocol.TCP, port, List.of(over)));
            put(LedgerKeys.released(HOST, Protocol.TCP, port), history);
            delete(LedgerKeys.allocation(HOST, Protocol.TCP, port));
            delete(LedgerKeys.instance(holder.id()));
        }

        private RegisteredInstance instance(String id, CandidateRequest request) {
            return new RegisteredInstance(
                    id,
                    request.serviceName(),
                    request.serviceType(),
                    "127.0.0.1",
                    HOST,
                    Protocol.TCP,
                    InstanceStatus.ACTIVE,
                    null,
                    null,
                    null,
                    "development",
                    List.of(),
                    null,
                    Map.of(),
                    clock.instant(),
                    false,
                    request.priority());
        }

        private void put(String key, Object value) {
            long revision = mesh.revision() + 1;
            Entry entry = new Entry(key, ContractCodec.encode(value).getMap(), revision, revision);
            mesh = mesh.apply(List.of(new Change(revision, key, entry)), revision);
        }

        private void delete(String key) {
            long revision = mesh.revision() + 1;
            mesh = mesh.apply(List.of(new Change(revision, key, null)), revision);
        }

        private int port() {
            return any(
                    IntStream.rangeClosed(DEFAULT.first(), WEB.last()).boxed().toList());
        }

        private <T> T any(List<T> of) {
            return of.get(random.nextInt(of.size()));
        }
    }
}
