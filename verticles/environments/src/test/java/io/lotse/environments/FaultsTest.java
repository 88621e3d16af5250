package io.lotse.environments;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.environments.EnvironmentKind;
import io.lotse.contracts.environments.EnvironmentRemoval;
import io.lotse.contracts.environments.EnvironmentsContract;
import io.lotse.contracts.faults.DnsFailure;
import io.lotse.contracts.faults.Fault;
import io.lotse.contracts.faults.FaultKind;
import io.lotse.contracts.faults.FaultRemoval;
import io.lotse.contracts.faults.FaultRule;
import io.lotse.contracts.faults.FaultSetting;
import io.lotse.contracts.faults.FaultsContract;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.meshview.LiveFault;
import io.lotse.meshview.LiveFaults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class FaultsTest {
    private static final FaultRule RESET =
            new FaultRule(FaultKind.RESET, "orders", null, null, null, null, null, null, null, 3, null, null);

    @RegisterExtension
    static final EnvironmentsFixture room = new EnvironmentsFixture();

    private static Fault set(String environment, String name, FaultRule rule) {
        return room.call(FaultsContract.SET, new FaultSetting(environment, name, rule, "ada"));
    }

    private static ContractException refusal(String environment, String name, FaultRule rule) {
        return room.failure(FaultsContract.SET, new FaultSetting(environment, name, rule, null));
    }

    private static List<Fault> kept(String environment) {
        return room.view().snapshot().faults(environment);
    }

    @Test
    void keepsFaultsByNameAndTellsOfThem() {
        List<Fault> told = new CopyOnWriteArrayList<>();
        EnvironmentsFixture.wait(FaultsContract.FAULT_SET
                .subscribe(room.vertx.eventBus(), told::add)
                .completion());

        Fault first = set("test", "breaks", RESET);
        Fault second = set("test", "breaks", RESET);
        set("test", "also", RESET);

        assertThat(first.setBy()).isEqualTo("ada");
        assertThat(kept("test")).extracting(Fault::name).containsExactly("also", "breaks");
        assertThat(kept("test")).contains(second);
        await().untilAsserted(() -> assertThat(told).hasSize(3));
    }

    @Test
    void endsThemOneByOneOrAllTogether() {
        set("test", "a", RESET);
        set("test", "b", RESET);
        set("test", "c", RESET);
        LiveFaults live = LiveFaults.follow(room.view());
        LiveFault a = live.in("test").get(0);

        assertThat(room.call(FaultsContract.REMOVE, new FaultRemoval("test", "a"))
                        .items())
                .hasSize(1);
        assertThat(a.isOver()).isTrue();
        assertThat(room.failure(FaultsContract.REMOVE, new FaultRemoval("test", "a")))
                .extracting(ContractException::code, Throwable::getMessage)
                .containsExactly(ProblemCode.UNKNOWN_FAULT, "test has no fault a: it has b, c");
        assertThat(room.call(FaultsContract.REMOVE, new FaultRemoval("test", null))
                        .items())
                .extracting(Fault::name)
                .containsExactly("b", "c");
        assertThat(room.call(FaultsContract.REMOVE, new FaultRemoval("test", null))
                        .items())
                .isEmpty();
        assertThat(live.in("test")).isEmpty();
    }

    @Test
    void keepsTheCountOfAFaultThatStaysAndBeginsAnewForOneThatIsSetAgain() {
        set("test", "a", RESET);
        LiveFaults live = LiveFaults.follow(room.view());
        LiveFault before = live.in("test").get(0);

        set("test", "b", RESET);
        assertThat(live.in("test").get(0)).isSameAs(before);

        set("test", "a", RESET);
        assertThat(live.in("test").get(0)).isNotSameAs(before);
        assertThat(before.isOver()).isTrue();
    }

    @Test
    void refusesThemWhereNoTestRuns() {
        room.call(EnvironmentsContract.CREATE, EnvironmentsFixture.creation("live-1", EnvironmentKind.PRODUCTION, 10));

        assertThat(List.of("production", "development", "live-1")).allSatisfy(environment -> {
            ContractException refused = refusal(environment, "breaks", RESET);
            assertThat(refused.code()).isEqualTo(ProblemCode.FAULTS_REFUSED);
            assertThat(refused).hasMessageContaining("for the kind test only");
        });
        assertThat(refusal("nowhere", "breaks", RESET).code()).isEqualTo(ProblemCode.UNKNOWN_ENVIRONMENT);
        assertThat(refusal(null, "breaks", RESET).code()).isEqualTo(ProblemCode.UNKNOWN_ENVIRONMENT);
    }

    @Test
    void endsThemWithTheirEnvironmentAndTellsSo() {
        List<Fault> told = new CopyOnWriteArrayList<>();
        EnvironmentsFixture.wait(FaultsContract.FAULT_REMOVED
                .subscribe(room.vertx.eventBus(), told::add)
                .completion());
        room.call(EnvironmentsContract.CREATE, EnvironmentsFixture.creation("pr-4"));
        room.call(EnvironmentsContract.CREATE, EnvironmentsFixture.creation("pr-42"));
        set("pr-4", "a", RESET);
        set("pr-42", "b", RESET);

        room.call(EnvironmentsContract.REMOVE, new EnvironmentRemoval("pr-4", false));

        assertThat(room.view().snapshot().entries(LedgerKeys.FAULTS)).hasSize(1);
        assertThat(kept("pr-42")).hasSize(1);
        await().untilAsserted(() -> assertThat(told).extracting(Fault::name).containsExactly("a"));
    }

    @Test
    void tellsAllMistakesAtOnce() {
        FaultRule bad = new FaultRule(
                FaultKind.LATENCY,
                "orders",
                "shop",
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                10L,
                500,
                DnsFailure.SERVFAIL,
                5,
                0,
                null,
                null);

        assertThat(refusal("test", "No Name", bad).errors())
                .extracting(FieldError::field)
                .containsExactly("name", "rate", "status", "dns_answer", "jitter", "route", "percent", "first");
        assertThat(refusal("test", "x", rule(FaultKind.BANDWIDTH)).getMessage()).contains("bytes a second");
        assertThat(refusal("test", "x", rule(FaultKind.LATENCY)).getMessage()).contains("how much later");
        assertThat(refusal("test", "x", rule(null)).getMessage()).contains("kind");
    }

    private static FaultRule rule(FaultKind kind) {
        return new FaultRule(kind, null, null, null, null, null, null, null, null, null, null, null);
    }
}
