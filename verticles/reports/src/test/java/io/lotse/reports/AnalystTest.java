package io.lotse.reports;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.health.Breach;
import io.lotse.contracts.health.BreachLevel;
import io.lotse.contracts.health.HealthReport;
import io.lotse.contracts.health.HealthStatus;
import io.lotse.contracts.reports.ChangeKind;
import io.lotse.contracts.reports.FindingKind;
import io.lotse.contracts.reports.ReportFinding;
import io.lotse.contracts.verdicts.LeakEvidence;
import io.lotse.contracts.verdicts.Match;
import io.lotse.contracts.verdicts.RegressionEvidence;
import io.lotse.contracts.verdicts.Verdict;
import io.lotse.contracts.verdicts.VerdictKind;

import static org.assertj.core.api.Assertions.assertThat;

class AnalystTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private static List<ReportFinding> findings(Made service) {
        ServiceData data = service.data();
        List<ReportFinding> found =
                new Analyst(Duration.ofSeconds(2)).findings(data, new ScalingRule().advise(data, Made.NOW));
        assertThat(found).allSatisfy(f -> {
            assertThat(f.evidence()).as("figures of %s", f.id()).isNotEmpty();
            assertThat(f.cost().arithmetic()).isNotBlank();
            assertThat(f.recommendation().change()).isNotBlank();
        });
        return found;
    }

    private static Made well() {
        return Made.service("orders", HOUR)
                .figure(FigureName.REQUESTS, 10)
                .figure(FigureName.CPU, 30)
                .figure(FigureName.UP, 100)
                .latency(20, 80, 150, 400)
                .ofInstance("orders-0", FigureName.UP, i -> 100)
                .ofInstance("orders-1", FigureName.UP, i -> 100);
    }

    private static HealthReport down() {
        return new HealthReport(
                "orders-1",
                "orders",
                HealthStatus.DOWN,
                null,
                null,
                "nobody listens there",
                Made.NOW,
                99,
                Made.NOW.minus(HOUR),
                "a");
    }

    private static Verdict verdict(VerdictKind kind, LeakEvidence leak, RegressionEvidence regression) {
        Instant since = Made.NOW.minus(Duration.ofMinutes(20));
        return new Verdict(
                kind.wireName() + ":orders-0",
                kind,
                "orders",
                leak == null ? null : "orders-0",
                "what the verdict says",
                since,
                Made.NOW,
                null,
                leak,
                regression,
                null,
                null,
                null,
                null);
    }

    @Test
    void ofAServiceThatIsWellNothingIsFound() {
        assertThat(findings(well())).isEmpty();
        assertThat(findings(Made.service("silent", HOUR))).isEmpty();
    }

    @Test
    void aSlowTenthIsFoundWithItsCost() {
        ReportFinding found = findings(well().latency(5, 900, 905, 910)).get(0);

        assertThat(found.id()).isEqualTo("slow:orders");
        assertThat(found.title()).contains("slow for 1 request in 10");
        assertThat(found.cost().requests()).isBetween(3_000L, 4_200L);
        assertThat(found.cost().lostSeconds()).isCloseTo(1_440, Offset.offset(500.0));
        assertThat(found.recommendation().kind()).isEqualTo(ChangeKind.CODE);
    }

    @Test
    void onceSlowIsNoHabit() {
        Made once = well().figure(FigureName.P95, i -> i == 7 ? 5_000 : 80)
                .figure(FigureName.P99, i -> i == 7 ? 5_000 : 150)
                .figure(FigureName.LONGEST, i -> i == 7 ? 5_000 : 400);

        assertThat(findings(once)).isEmpty();
    }

    @Test
    void aSlowerVersionExplainsWhyItIsSlow() {
        RegressionEvidence evidence = new RegressionEvidence(
                "1.0",
                "1.1",
                Made.NOW.minus(Duration.ofMinutes(30)),
                Match.LOAD,
                Duration.ofMillis(200),
                Duration.ofMillis(900),
                4.5,
                4,
                5,
                1e-9,
                20,
                20);

        List<ReportFinding> found = findings(well().latency(900, 1_000, 1_100, 1_200)
                .verdict(verdict(VerdictKind.LATENCY_REGRESSION, null, evidence)));

        assertThat(found).extracting(ReportFinding::kind).containsExactly(FindingKind.LATENCY_REGRESSION);
        // half an hour of 10 a second, 0.7 s each
        assertThat(found.get(0).cost().lostSeconds()).isCloseTo(18_000 * 0.7, Offset.offset(100.0));
        assertThat(found.get(0).recommendation().change()).contains("go back to 1.0");
    }

    /** The limit is 10 h away: a tenth of a restart in this hour, 60 s of 5 requests a second, 10 s each. */
    @Test
    void aLeakCostsWhatItsRestartsWill() {
        LeakEvidence evidence = new LeakEvidence(
                Made.NOW.minus(HOUR),
                "1.1",
                HOUR,
                48,
                500e6,
                50e6,
                45e6,
                55e6,
                1e-6,
                1_000e6,
                Duration.ofHours(10),
                null,
                null);

        List<ReportFinding> found = findings(well().ofInstance("orders-0", FigureName.REQUESTS, i -> 5)
                .verdict(verdict(VerdictKind.MEMORY_LEAK, evidence, null)));

        assertThat(found).extracting(ReportFinding::id).containsExactly("memory_leak:orders-0");
        assertThat(found.get(0).cost().lostSeconds()).isCloseTo(300, Offset.offset(1.0));
        assertThat(found.get(0).recommendation().arithmetic())
                .containsExactly("(1 000 MB - 500 MB) / 50 MB an hour = 10 h");
    }

    @Test
    void anInstanceThatIsDownIsFoundAndTheCostliestComesFirst() {
        Made service = well().latency(5, 900, 905, 910)
                .ofInstance("orders-1", FigureName.UP, i -> i < 180 ? 100 : 0)
                .health(down());

        List<ReportFinding> found = findings(service);

        assertThat(found).extracting(ReportFinding::id).containsExactly("slow:orders", "down:orders-1");
        assertThat(found.get(1).detail()).contains("30 min", "nobody listens there");
        assertThat(found.get(1).cost().lostSeconds()).isZero();
    }

    /** Half an hour of 10 requests a second, 10 s for each until it was tried again. */
    @Test
    void theOnlyInstanceThatDiedCostsWhatWouldHaveBeenAsked() {
        ServiceData data = well().instances(0)
                .figure(FigureName.REQUESTS, i -> i < 180 ? 10 : 0)
                .figure(FigureName.UP, i -> i < 180 ? 100 : 0)
                .onlyInstance("orders-1", FigureName.UP, i -> i < 180 ? 100 : 0)
                .health(down())
                .data();

        List<ReportFinding> found = new Analyst(Duration.ofSeconds(2)).findings(data, null);

        assertThat(found).extracting(ReportFinding::id).containsExactly("down:orders-1");
        assertThat(found.get(0).cost().lostSeconds()).isCloseTo(180_000, Offset.offset(1.0));
        assertThat(found.get(0).recommendation().change()).contains("run 2 instances");
    }

    /** As above, but taken off the registry after a minute: from then on nobody checks its health. */
    @Test
    void theOnlyInstanceThatEndedForGoodCostsAsMuch() {
        ServiceData data = well().instances(0)
                .figure(FigureName.REQUESTS, i -> i < 180 ? 10 : 0)
                .figureUntil(FigureName.UP, 186, i -> i < 180 ? 100 : 0)
                .onlyInstance("orders-1", FigureName.UP, i -> 100)
                .loss(new Loss("orders-1", Made.NOW.minus(Duration.ofMinutes(29))))
                .data();

        List<ReportFinding> found = new Analyst(Duration.ofSeconds(2)).findings(data, null);

        assertThat(found).extracting(ReportFinding::id).containsExactly("down:orders-1");
        assertThat(found.get(0).title()).isEqualTo("orders-1 ended and did not come back");
        assertThat(found.get(0).detail()).contains("without deregistering", "29 min", "nobody does in its place");
        assertThat(found.get(0).cost().lostSeconds()).isCloseTo(180_000, Offset.offset(1.0));
    }

    @Test
    void errorsOfOneInstanceAreItsOwn() {
        List<ReportFinding> found = findings(well().figure(FigureName.ERRORS, 1)
                .ofInstance("orders-1", FigureName.ERRORS, i -> 0.95)
                .ofInstance("orders-0", FigureName.ERRORS, i -> 0.05));

        assertThat(found).extracting(ReportFinding::id).containsExactly("errors:orders-1");
        assertThat(found.get(0).cost().lostSeconds()).isEqualTo(36_000);
        assertThat(found.get(0).cost().arithmetic()).isEqualTo("3 600 failed requests x 10 s = 36 000 s");
    }

    @Test
    void aTimeOutFarAboveWhatAnswersNeedIsShortened() {
        List<ReportFinding> found = findings(
                well().figure(FigureName.ERRORS, 0.01).figure(FigureName.LONGEST, i -> i % 20 == 0 ? 30_000 : 400));

        assertThat(found).extracting(ReportFinding::id).containsExactly("time_out:orders");
        // 3 x 150 ms
        assertThat(found.get(0).recommendation().change()).contains("to 0.45 s");
    }

    @Test
    void aThresholdIsToldWhereNothingElseExplainsIt() {
        Breach breach = new Breach(
                "b",
                "orders-0",
                "orders",
                "memory_growth_percent",
                BreachLevel.CRITICAL,
                BreachLevel.OK,
                30,
                20,
                "look for what is kept",
                Made.NOW,
                "a",
                null);

        assertThat(findings(well().breach(breach)))
                .extracting(ReportFinding::id)
                .containsExactly("threshold:orders-0:memory_growth_percent");
        assertThat(findings(well().breach(breach).latency(5, 900, 905, 910)))
                .extracting(ReportFinding::id)
                .containsExactly("slow:orders");
    }
}
