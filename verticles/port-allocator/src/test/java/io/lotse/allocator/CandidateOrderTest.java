package io.lotse.allocator;

import java.time.Duration;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ports.CandidateRequest;
import io.lotse.contracts.ports.ConflictStrategy;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.Protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class CandidateOrderTest {
    private static final PortRange DEFAULT = new PortRange(100, 160);
    private static final PortRange WEB = new PortRange(140, 200);

    /** One try: what is asked, what the configuration says, what is blocked. */
    private record Case(CandidateRequest request, EnvironmentConfig config, Set<Integer> taken, PortRange ephemeral) {
        List<Integer> candidates() {
            BitSet reserved = bits(config.reservedPorts());
            Blocked blocked = new Blocked(bits(taken), reserved, ephemeral);
            return new CandidateOrder(new PortRules(config, request.serviceType()), blocked, new Random(42))
                    .list(request);
        }

        List<PortRange> rangesInOrder() {
            return new PortRules(config, request.serviceType()).ranges(request.portRange());
        }
    }

    @Property
    void neverGivesAPortThatIsReservedOrTakenOrGivenTwice(@ForAll("cases") Case c) {
        List<Integer> ports = candidatesOrNone(c);

        assertThat(ports)
                .doesNotHaveDuplicates()
                .noneMatch(c.config().reservedPorts()::contains)
                .noneMatch(c.taken()::contains);
        assertThat(ports.size()).isLessThanOrEqualTo(c.request().limit());
    }

    @Property
    void givesOnlyThePreferredPortAndPortsOfAllowedRanges(@ForAll("cases") Case c) {
        assertThat(candidatesOrNone(c)).allSatisfy(port -> assertThat(port)
                .matches(p -> p.equals(c.request().preferredPort())
                        || (c.rangesInOrder().stream().anyMatch(range -> range.contains(p))
                                && !c.ephemeral().contains(p))));
    }

    @Property
    void keepsTheOrderPreferredPortThenRanges(@ForAll("cases") Case c) {
        List<PortRange> ranges = c.rangesInOrder();
        List<Integer> ranks = candidatesOrNone(c).stream()
                .map(port -> port.equals(c.request().preferredPort()) ? -1 : rank(port, ranges))
                .toList();

        assertThat(ranks).isSorted();
    }

    @Property
    void failsOnlyWhereNothingIsFree(@ForAll("cases") Case c) {
        if (!candidatesOrNone(c).isEmpty()) {
            return;
        }
        boolean onlyTheWish = c.config().conflictResolutionStrategy() == ConflictStrategy.FAIL
                && c.request().preferredPort() != null;
        List<PortRange> ranges = onlyTheWish ? List.of() : c.rangesInOrder();
        assertThat(ranges.stream().flatMapToInt(r -> IntStream.rangeClosed(r.first(), r.last())))
                .allMatch(port -> c.taken().contains(port)
                        || c.config().reservedPorts().contains(port)
                        || c.ephemeral().contains(port));
    }

    @Property
    void inProductionGivesNothingButWhatIsConfigured(@ForAll("cases") Case c) {
        EnvironmentConfig production = config("production", c.config().conflictResolutionStrategy(), List.of());
        PortRules rules = new PortRules(production, c.request().serviceType());
        List<Integer> ports = candidatesOrNone(new Case(c.request(), production, c.taken(), c.ephemeral()));

        assertThat(ports).allMatch(port -> rules.ranges(null).stream().anyMatch(range -> range.contains(port)));
    }

    @Provide
    Arbitrary<Case> cases() {
        Arbitrary<Integer> port = Arbitraries.integers().between(80, 220);
        Arbitrary<PortRange> range =
                Combinators.combine(port, port).as((a, b) -> new PortRange(Math.min(a, b), Math.max(a, b)));
        Arbitrary<CandidateRequest> request = Combinators.combine(
                        Arbitraries.of("web", "batch").injectNull(0.3),
                        port.injectNull(0.3),
                        range.injectNull(0.5),
                        Arbitraries.integers().between(1, 200))
                .as((type, preferred, wished, limit) -> new CandidateRequest(
                        "host-a", Protocol.TCP, "development", type, null, preferred, wished, limit));
        Arbitrary<EnvironmentConfig> config = Combinators.combine(
                        Arbitraries.of(ConflictStrategy.class), port.list().ofMaxSize(20))
                .as((strategy, reserved) -> config("development", strategy, reserved));
        return Combinators.combine(request, config, port.set().ofMaxSize(120), range)
                .as(Case::new);
    }

    @Example
    void goesOnBehindThePreferredPortAndRoundToTheBeginning() {
        Case c = new Case(
                request(null, 158, null, 5),
                config("development", ConflictStrategy.NEXT_FREE, List.of()),
                Set.of(158, 100),
                new PortRange(60_000, 60_001));

        assertThat(c.candidates()).containsExactly(159, 160, 101, 102, 103);
    }

    @Example
    void looksIntoTheWishedRangeThenTheTypesThenTheDefault() {
        Case c = new Case(
                new CandidateRequest(
                        "host-a", Protocol.TCP, "development", "web", null, 9_000, new PortRange(50, 51), 66),
                config("development", ConflictStrategy.NEXT_FREE, List.of(50)),
                Set.of(),
                new PortRange(60_000, 60_001));

        assertThat(c.candidates())
                .startsWith(9_000, 51, 140, 141)
                .endsWith(200, 100, 101, 102)
                .hasSize(66);
    }

    @Example
    void refusesATakenPreferredPortWhenThatIsTheStrategy() {
        Case c = new Case(
                request(null, 120, null, 5),
                config("development", ConflictStrategy.FAIL, List.of()),
                Set.of(120),
                new PortRange(60_000, 60_001));

        assertThat(failure(c).code()).isEqualTo(ProblemCode.PORT_TAKEN);
    }

    @Example
    void refusesAReservedPortThatIsAskedForByNumber() {
        Case c = new Case(
                request(120, null, null, 5),
                config("development", ConflictStrategy.NEXT_FREE, List.of(120)),
                Set.of(),
                new PortRange(60_000, 60_001));

        ContractException failure = failure(c);
        assertThat(failure.code()).isEqualTo(ProblemCode.PORT_RESERVED);
        assertThat(failure.errors()).extracting(e -> e.field()).containsExactly("port");
    }

    @Example
    void refusesInProductionWhatLiesOutsideOfTheRangesAndSaysWhichThereAre() {
        EnvironmentConfig production = config("production", ConflictStrategy.NEXT_FREE, List.of());
        PortRange none = new PortRange(60_000, 60_001);

        assertThat(List.of(
                        new Case(request(null, 99, null, 1), production, Set.of(), none),
                        new Case(request(99, null, null, 1), production, Set.of(), none),
                        new Case(request(null, null, new PortRange(99, 120), 1), production, Set.of(), none)))
                .allSatisfy(c -> assertThat(failure(c))
                        .hasMessageContaining("100-160")
                        .extracting(ContractException::code)
                        .isEqualTo(ProblemCode.PORT_OUTSIDE_RANGES));
    }

    @Example
    void explainsWhatItConsideredWhereNothingIsFree() {
        BitSet all = new BitSet();
        all.set(100, 155);
        Case c = new Case(
                request(null, 120, null, 1),
                config("development", ConflictStrategy.NEXT_FREE, List.of(155, 156)),
                Set.copyOf(all.stream().boxed().toList()),
                new PortRange(157, 200));

        ContractException failure = failure(c);

        assertThat(failure.code()).isEqualTo(ProblemCode.NO_FREE_PORT);
        assertThat(failure)
                .hasMessageContaining("preferred port 120 (taken)")
                .hasMessageContaining(
                        "100-160 (61 ports: 55 taken, 2 reserved, 4 left to the kernel's outgoing connections)");
    }

    @Example
    void findsTheLastFreePortOfALargeRange() {
        BitSet all = new BitSet();
        all.set(1, 65_535);
        EnvironmentConfig wide = new EnvironmentConfig(
                "development",
                "127.0.0.1",
                new PortRange(1, 65_535),
                List.of(),
                Map.of(),
                Duration.ofSeconds(30),
                ConflictStrategy.RANDOM);
        CandidateOrder order =
                new CandidateOrder(new PortRules(wide, null), new Blocked(all, new BitSet(), null), new Random(1));

        assertThat(order.list(request(null, null, null, 16))).containsExactly(65_535);
    }

    private static int rank(int port, List<PortRange> ranges) {
        return IntStream.range(0, ranges.size())
                .filter(i -> ranges.get(i).contains(port))
                .findFirst()
                .orElseThrow();
    }

    private static List<Integer> candidatesOrNone(Case c) {
        try {
            return c.candidates();
        } catch (ContractException e) {
            assertThat(e.code())
                    .isIn(
                            ProblemCode.NO_FREE_PORT,
                            ProblemCode.PORT_TAKEN,
                            ProblemCode.PORT_RESERVED,
                            ProblemCode.PORT_OUTSIDE_RANGES);
            return List.of();
        }
    }

    private static ContractException failure(Case c) {
        return catchThrowableOfType(ContractException.class, c::candidates);
    }

    private static CandidateRequest request(Integer port, Integer preferred, PortRange range, int limit) {
        return new CandidateRequest("host-a", Protocol.TCP, "development", null, port, preferred, range, limit);
    }

    private static EnvironmentConfig config(String environment, ConflictStrategy strategy, List<Integer> reserved) {
        return new EnvironmentConfig(
                environment, "127.0.0.1", DEFAULT, reserved, Map.of("web", WEB), Duration.ofSeconds(30), strategy);
    }

    private static BitSet bits(Collection<Integer> ports) {
        BitSet bits = new BitSet();
        ports.forEach(bits::set);
        return bits;
    }
}
