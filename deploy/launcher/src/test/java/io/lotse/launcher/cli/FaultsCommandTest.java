package io.lotse.launcher.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.vertx.core.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.faults.DnsFailure;
import io.lotse.contracts.faults.Fault;
import io.lotse.contracts.faults.FaultKind;
import io.lotse.contracts.faults.FaultList;
import io.lotse.contracts.faults.FaultRule;

import static org.assertj.core.api.Assertions.assertThat;

class FaultsCommandTest {
    private static final String PATH = "/api/v1/environments/pr-42/faults";
    private static final FaultRule SLOW = new FaultRule(
            FaultKind.LATENCY,
            "Orders.v2",
            null,
            Duration.ofMillis(200),
            Duration.ofMillis(50),
            null,
            null,
            null,
            10,
            null,
            null,
            null);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private StandInControl control;

    @BeforeEach
    void setUp() throws IOException {
        control = new StandInControl();
    }

    @AfterEach
    void tearDown() {
        control.close();
    }

    @Test
    void setsAFaultThatIsNamedAfterItsKindAndService() {
        control.answers.put(PATH + "/latency-orders-v2", ContractCodec.encode(fault("latency-orders-v2", SLOW)));

        assertThat(run(
                        "faults",
                        "set",
                        "latency",
                        "--environment",
                        "pr-42",
                        "--service",
                        "Orders.v2",
                        "--delay",
                        "200ms",
                        "--jitter",
                        "50ms",
                        "--percent",
                        "10"))
                .as("%s", err)
                .isZero();

        assertThat(out.toString().strip())
                .isEqualTo("latency-orders-v2 in pr-42: latency of 200 ms +- 50 ms 10 % service Orders.v2");
        assertThat(control.asked)
                .singleElement()
                .asString()
                .startsWith("PUT " + PATH
                        + "/latency-orders-v2 {\"kind\":\"latency\",\"service\":\"Orders.v2\",\"delay\":0.2")
                .contains("set_by");
    }

    @Test
    void listsThemAndEndsOneOrAll() {
        FaultRule dns = new FaultRule(
                FaultKind.DNS, null, null, null, null, null, null, DnsFailure.NXDOMAIN, null, 3, null, null);
        FaultList all = new FaultList(List.of(fault("a", SLOW), fault("b", dns)));
        control.answers.put(PATH, ContractCodec.encode(all));
        control.answers.put(PATH + "/b", ContractCodec.encode(all));

        assertThat(run("faults", "list", "--environment", "pr-42")).isZero();
        assertThat(run("faults", "remove", "b", "--environment", "pr-42")).isZero();
        assertThat(run("faults", "remove", "--all", "--environment", "pr-42")).isZero();

        assertThat(out.toString())
                .containsPattern("pr-42 +b +dns nxdomain first 3")
                .contains("b ended in pr-42", "2 faults ended in pr-42");
        assertThat(control.asked.get(1)).startsWith("DELETE " + PATH + "/b");
    }

    @Test
    void refusesAKindThatThereIsNotAndARemovalOfNothing() {
        assertThat(run("faults", "set", "flood", "--environment", "pr-42")).isEqualTo(2);
        assertThat(err.toString()).contains("flood is no kind: give latency, bandwidth, loss, reset, half-open");
        assertThat(run("faults", "remove", "--environment", "pr-42")).isEqualTo(2);
        assertThat(err.toString()).contains("name the fault, or give --all");
        assertThat(control.asked).isEmpty();
    }

    private static Fault fault(String name, FaultRule rule) {
        return new Fault("pr-42", name, rule, Instant.EPOCH, "ada");
    }

    private int run(String... line) {
        CommandLine lotse =
                Cli.commandLine(Map.of("LOTSE_CONTROL", control.url()), config -> Future.failedFuture("no room"));
        lotse.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return lotse.execute(line);
    }
}
