package io.lotse.allocator;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
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
import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.environments.EnvironmentKind;
import io.lotse.contracts.ports.CandidateRequest;
import io.lotse.contracts.ports.ConflictStrategy;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.PortSpan;
import io.lotse.contracts.ports.Protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class CandidateOrderTest {
    private static final PortRange DEFAULT = new PortRange(100, 160);
    private static final PortRange WEB = new PortRange(140, 200);

    /** One try: what is asked, what the configuration says, what is blocked. */
    private record Case(
            CandidateRequest request,
            EnvironmentConfig config,
            Set<Integer> taken,
            PortRange ephemeral,
            Set<Integer> quarantined) {
        Case(CandidateRequest request, EnvironmentConfig config, Set<Integer> taken, PortRange ephemeral) {
            this(request, config, taken, ephemeral, Set.of());
        }

        List<Integer> candidates() {
            BitSet reserved = bits(reservedPorts());
            Blocked blocked = new Blocked(bits(taken), reserved, ephemeral, quarantined::contains);
            return new CandidateOrder(
                            new PortRules(config, Environment.builtIn(kind(config)), request.serviceType()),
                            blocked,
                            new Random(42))
                    .list(request);
        }

        List<Integer> reservedPorts() {
            return config.reservedPorts().stream()
                    .flatMap(span ->
                            IntStream.rangeClosed(span.first(), span.last()).boxed())
                    .toList();
        }

        List<PortRange> rangesInOrder() {
            return new PortRules(config, Environment.builtIn(kind(config)), request.serviceType())
                    .ranges(request.portRange());
        }
    }

    @Property
    void neverGivesAPortThatIsReservedOrTakenOrGivenTwice(@ForAll("cases") Case c) {
        List<Integer> ports = candidatesOrNone(c);

        assertThat(ports)
                .doesNotHaveDuplicates()
                .noneMatch(c.reservedPorts()::contains)
                .noneMatch(c.taken()::contains)
                .noneMatch(c.quarantined()::contains);
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
        boolean onlyTheWish = Set.of(ConflictStrategy.FAIL, ConflictStrategy.REASSIGN)
                        .contains(c.config().conflictResolutionStrategy())
                && c.request().preferredPort() != null;
        List<PortRange> ranges = onlyTheWish ? List.of() : c.rangesInOrder();
        assertThat(ranges.stream().flatMapToInt(r -> IntStream.rangeClosed(r.first(), r.last())))
                .allMatch(port -> c.taken().contains(port)
                        || c.reservedPorts().contains(port)
                        || c.quarantined().contains(port)
                        || c.ephemeral().contains(port));
    }

    /** The order in words: the wish, then each range from where it is walked on; what was found before is left out. */
    @Property
    void givesWhatASimpleModelGives(@ForAll("cases") Case c) {
        if (c.config().conflictResolutionStrategy() == ConflictStrategy.RANDOM) {
            return;
        }
        Integer wish = c.request().preferredPort();
        Predicate<Integer> blocked = port -> c.taken().contains(port)
                || c.reservedPorts().contains(port)
                || c.quarantined().contains(port);
        LinkedHashSet<Integer> expected = new LinkedHashSet<>();
        if (wish != null && !blocked.test(wish)) {
            expected.add(wish);
        }
        boolean onlyTheWish = wish != null && c.config().conflictResolutionStrategy() != ConflictStrategy.NEXT_FREE;
        for (PortRange range : onlyTheWish ? List.<PortRange>of() : c.rangesInOrder()) {
            int band = (int) Math.ceil(range.size() * c.config().dynamicBandPercent() / 100.0);
            int start = wish != null && range.contains(wish)
                    ? wish
                    : range.equals(c.request().portRange()) ? range.first() : range.last() - band + 1;
            for (int i = 0; i < range.size(); i++) {
                int port = range.first() + (start - range.first() + i) % range.size();
                if (!blocked.test(port) && !c.ephemeral().contains(port)) {
                    expected.add(port);
                }
            }
        }
        assertThat(candidatesOrNone(c))
                .containsExactlyElementsOf(
                        expected.stream().limit(c.request().limit()).toList());
    }

    @Property
    void givesNoPortOfTheLowerPartAtRandomWhileOneOfTheDynamicBandIsFree(@ForAll("cases") Case c) {
        CandidateRequest noWish = request(null, null, null, c.request().limit());
        EnvironmentConfig random = config("development", ConflictStrategy.RANDOM, List.of(), 30);
        List<Integer> ports = candidatesOrNone(new Case(noWish, random, c.taken(), c.ephemeral(), c.quarantined()));
        int band = new PortRules(random, Environment.builtIn(EnvironmentKind.DEVELOPMENT), null).dynamicBand(DEFAULT);

        assertThat(ports.stream().map(port -> port < band).toList()).isSorted();
    }

    @Property
    void inProductionGivesNothingButWhatIsConfigured(@ForAll("cases") Case c) {
        EnvironmentConfig production = config("production", c.config().conflictResolutionStrategy(), List.of());
        PortRules rules = new PortRules(
                production, Environment.builtIn(kind(production)), c.request().serviceType());
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
                        Arbitraries.of(ConflictStrategy.class),
                        port.list().ofMaxSize(20),
                        Arbitraries.integers().between(1, 100))
                .as((strategy, reserved, band) -> config("development", strategy, reserved, band));
        return Combinators.combine(
                        request,
                        config,
                        port.set().ofMaxSize(120),
                        range,
                        port.set().ofMaxSize(20))
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
    void takesAWishedRangeOfOnePortForAnOrder() {
        EnvironmentConfig config = config("development", ConflictStrategy.NEXT_FREE, List.of());
        PortRange none = new PortRange(60_000, 60_001);
        CandidateRequest request = request(null, 120, new PortRange(120, 120), 5);

        assertThat(new Case(request, config, Set.of(), none).candidates()).containsExactly(120);
        assertThat(failure(new Case(request, config, Set.of(120), none)).code()).isEqualTo(ProblemCode.NO_FREE_PORT);
    }

    @Example
    void givesToThoseWithoutAWishTheUpperPartFirstAndKeepsTheLowerForWishes() {
        EnvironmentConfig config = config("development", ConflictStrategy.NEXT_FREE, List.of(), 50);
        PortRange none = new PortRange(60_000, 60_001);

        assertThat(new Case(request(null, null, null, 3), config, Set.of(130), none).candidates())
                .containsExactly(131, 132, 133);
        assertThat(new Case(request(null, 110, null, 3), config, Set.of(110), none).candidates())
                .containsExactly(111, 112, 113);
        assertThat(new Case(request(null, null, new PortRange(100, 120), 2), config, Set.of(), none).candidates())
                .containsExactly(100, 101);
        BitSet upper = new BitSet();
        upper.set(130, 161);
        Set<Integer> full = Set.copyOf(upper.stream().boxed().toList());
        assertThat(new Case(request(null, null, null, 1), config, full, none).candidates())
                .containsExactly(100);
    }

    @Example
    void refusesAWishForAPortInQuarantineButNotAPortSomebodyListensAt() {
        EnvironmentConfig fail = config("development", ConflictStrategy.FAIL, List.of());
        PortRange none = new PortRange(60_000, 60_001);

        assertThat(failure(new Case(request(null, 120, null, 1), fail, Set.of(), none, Set.of(120)))
                        .code())
                .isEqualTo(ProblemCode.PORT_QUARANTINED);
        assertThat(new Case(request(120, null, null, 1), fail, Set.of(), none, Set.of(120)).candidates())
                .containsExactly(120);
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
    void refusesInACreatedTestEnvironmentWhatLiesOutsideOfItsSlotAndNamesIt() {
        assertThat(List.of(request(null, 99, null, 1), request(null, null, new PortRange(155, 161), 1)))
                .allSatisfy(r -> assertThat(
                                catchThrowableOfType(ContractException.class, () -> slotted(EnvironmentKind.TEST)
                                        .list(r)))
                        .hasMessageContaining("outside of the slot of pr-42, 100-160")
                        .extracting(ContractException::code)
                        .isEqualTo(ProblemCode.PORT_OUTSIDE_RANGES));
        assertThat(slotted(EnvironmentKind.TEST).list(request(null, 120, null, 1)))
                .containsExactly(120);
        assertThat(slotted(EnvironmentKind.TEST).list(request(99, null, null, 1)))
                .as("somebody listens there already")
                .containsExactly(99);
        assertThat(slotted(EnvironmentKind.DEVELOPMENT).list(request(null, 99, null, 1)))
                .containsExactly(99);
    }

    private static CandidateOrder slotted(EnvironmentKind kind) {
        Environment environment = new Environment("pr-42", kind, DEFAULT, false, Instant.EPOCH, null, null, null);
        Blocked nothing = new Blocked(new BitSet(), new BitSet(), new PortRange(60_000, 60_001), port -> false);
        PortRules rules = new PortRules(config("pr-42", ConflictStrategy.NEXT_FREE, List.of()), environment, null);
        return new CandidateOrder(rules, nothing, new Random(42));
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
        CandidateOrder order = new CandidateOrder(
                new PortRules(wide, Environment.builtIn(kind(wide)), null),
                new Blocked(all, new BitSet(), null, port -> false),
                new Random(1));

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
                            ProblemCode.PORT_QUARANTINED,
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
        return config(environment, strategy, reserved, 100);
    }

    private static EnvironmentConfig config(
            String environment, ConflictStrategy strategy, List<Integer> reserved, int band) {
        return new EnvironmentConfig(
                environment,
                "127.0.0.1",
                DEFAULT,
                reserved.stream().map(PortSpan::of).toList(),
                Map.of("web", WEB),
                Duration.ofSeconds(30),
                strategy,
                null,
                band,
                null);
    }

    private static EnvironmentKind kind(EnvironmentConfig config) {
        return config.environment().equals("production") ? EnvironmentKind.PRODUCTION : EnvironmentKind.DEVELOPMENT;
    }

    private static BitSet bits(Collection<Integer> ports) {
        BitSet bits = new BitSet();
        ports.forEach(bits::set);
        return bits;
    }
}
