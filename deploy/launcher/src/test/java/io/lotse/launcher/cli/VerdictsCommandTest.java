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
import io.lotse.contracts.verdicts.Verdict;
import io.lotse.contracts.verdicts.VerdictKind;
import io.lotse.contracts.verdicts.VerdictPage;

import static org.assertj.core.api.Assertions.assertThat;

class VerdictsCommandTest {
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
    void tellsWhatIsWrongWithWhomAndSinceWhen() {
        Instant hourAgo = Instant.now().minus(Duration.ofHours(3)).minusSeconds(5);
        answer(
                verdict(VerdictKind.MEMORY_LEAK, "orders-1", hourAgo, null),
                verdict(VerdictKind.BOTTLENECK, null, hourAgo, hourAgo.plusSeconds(3600)));

        assertThat(run("verdicts", "orders", "--ended")).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "memory_leak of orders-1, since 3 h ago",
                        "    why, and what to do",
                        "bottleneck of orders, over since 2 h ago",
                        "    why, and what to do");
    }

    @Test
    void saysThatNothingIsWrong() {
        answer();

        assertThat(run("verdicts", "orders", "--kind", "flapping")).isZero();
        assertThat(out.toString().strip()).isEqualTo("nothing is found to be wrong with orders");
    }

    @Test
    void refusesAKindThatThereIsNot() {
        assertThat(run("verdicts", "--kind", "leak")).isEqualTo(2);
        assertThat(err.toString()).contains("leak is no kind: give memory_leak, latency_regression");
        assertThat(control.asked).isEmpty();
    }

    private void answer(Verdict... verdicts) {
        control.answers.put(Paths.VERDICTS, ContractCodec.encode(new VerdictPage(List.of(verdicts), null)));
    }

    private static Verdict verdict(VerdictKind kind, String serviceId, Instant since, Instant ended) {
        return new Verdict(
                "v-" + kind,
                kind,
                "orders",
                serviceId,
                "why, and what to do",
                since,
                since,
                ended,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private int run(String... line) {
        CommandLine lotse =
                Cli.commandLine(Map.of("LOTSE_CONTROL", control.url()), config -> Future.failedFuture("no room"));
        lotse.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return lotse.execute(line);
    }
}
