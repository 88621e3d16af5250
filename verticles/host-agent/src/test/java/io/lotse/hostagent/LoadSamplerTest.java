package io.lotse.hostagent;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import oshi.spi.SystemInfoProvider;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.host.HostLoad;
import io.lotse.contracts.host.ProcessLoad;
import io.lotse.contracts.host.ProcessQuery;
import io.lotse.contracts.ports.Protocol;
import io.lotse.testfaults.SettableClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class LoadSamplerTest {
    private static final ProcessQuery THIS_PROCESS =
            new ProcessQuery(ProcessHandle.current().pid());

    private final SettableClock clock = new SettableClock(Instant.EPOCH);
    private final LoadSampler sampler = new LoadSampler("harbour", Systems::oshi, clock);

    @Test
    void tellsHowBusyTheHostIs() {
        HostLoad load = sampler.host();

        assertThat(load.host()).isEqualTo("harbour");
        assertThat(load.cpuShare()).isBetween(0.0, 1.0);
        assertThat(load.processors()).isPositive();
        assertThat(load.memoryUsed()).isPositive().isLessThan(load.memoryTotal());
        assertThat(load.loadAverage()).hasSize(3);
        assertThat(load.uptime()).isPositive();
    }

    @Test
    void samplesOnceASecondForAllWhoAsk() {
        HostLoad first = sampler.host();
        ProcessLoad firstOfProcess = sampler.process(THIS_PROCESS);
        clock.advance(Duration.ofMillis(900));
        assertThat(sampler.host()).isSameAs(first);
        assertThat(sampler.process(THIS_PROCESS)).isSameAs(firstOfProcess);

        clock.advance(Duration.ofMillis(200));

        assertThat(sampler.host().sampledAt()).isAfter(first.sampledAt());
        assertThat(sampler.process(THIS_PROCESS).sampledAt()).isAfter(firstOfProcess.sampledAt());
    }

    @Test
    void asksNothingOfTheSystemBeforeSomebodyAsks() {
        Supplier<SystemInfoProvider> none = () -> {
            throw new AssertionError("too early");
        };

        assertThat(new LoadSampler("harbour", none, clock)).isNotNull();
    }

    @Test
    void tellsHowBusyAProcessIs() throws IOException {
        try (ListeningProcess other = ListeningProcess.start(Protocol.TCP, "127.0.0.1")) {
            ProcessLoad load = sampler.process(new ProcessQuery(other.pid()));

            assertThat(load.pid()).isEqualTo(other.pid());
            assertThat(load.command()).contains("java -Xshare:auto");
            assertThat(load.cpuShare()).isBetween(0.0, 1.0);
            assertThat(load.residentBytes()).isGreaterThan(1_000_000);
            assertThat(load.threads()).isGreaterThan(1);
            assertThat(load.openFiles()).isPositive();
            assertThat(Duration.between(
                                    ProcessHandle.of(other.pid())
                                            .flatMap(p -> p.info().startInstant())
                                            .orElseThrow(),
                                    load.startedAt())
                            .abs())
                    .isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void seesAProcessThatWorks() {
        sampler.process(THIS_PROCESS);

        await().pollInSameThread().until(() -> {
            clock.advance(Duration.ofSeconds(2));
            return work() && sampler.process(THIS_PROCESS).cpuShare() > 0;
        });
    }

    private static boolean work() {
        double sum = 0;
        for (int i = 1; i < 3_000_000; i++) {
            sum += Math.sqrt(i);
        }
        return sum > 0;
    }

    @Test
    void aProcessThatHasEndedIsUnknown() throws IOException {
        ListeningProcess other = ListeningProcess.start(Protocol.TCP, "127.0.0.1");
        ProcessQuery query = new ProcessQuery(other.pid());
        assertThat(sampler.process(query)).isNotNull();
        other.close();
        clock.advance(Duration.ofSeconds(2));

        assertThatThrownBy(() -> sampler.process(query)).isInstanceOfSatisfying(ContractException.class, e -> {
            assertThat(e.code()).isEqualTo(ProblemCode.UNKNOWN_PROCESS);
            assertThat(e).hasMessageContaining("harbour has no process " + other.pid());
        });
    }
}
