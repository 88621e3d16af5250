package io.lotse.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.alerts.Acknowledgement;
import io.lotse.contracts.alerts.AlertKind;
import io.lotse.contracts.alerts.AlertMatcher;
import io.lotse.contracts.alerts.AlertRoute;
import io.lotse.contracts.alerts.AlertSettings;
import io.lotse.contracts.alerts.Notice;
import io.lotse.contracts.alerts.NoticeKind;
import io.lotse.contracts.alerts.Silence;
import io.lotse.contracts.alerts.StoredAlert;

import static org.assertj.core.api.Assertions.assertThat;

/** Who is told what, and when. */
class NoticePlannerTest {
    private static final AlertRoute ALL = new AlertRoute(
            "all",
            null,
            List.of("pager"),
            List.of("service"),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofMinutes(30),
            null,
            null);
    private static final AlertRoute ESCALATING = new AlertRoute(
            "all",
            null,
            List.of("pager"),
            List.of("service"),
            Duration.ZERO,
            Duration.ofSeconds(60),
            Duration.ZERO,
            Duration.ofMinutes(15),
            List.of("boss"));

    private final Map<String, StoredAlert> alerts = new LinkedHashMap<>();
    private final List<Silence> silences = new ArrayList<>();
    private final Map<String, Acknowledgement> acknowledgements = new HashMap<>();
    private AlertRoute route = ALL;
    private Instant now = Some.NOON;

    private void fires(String id, String service) {
        StoredAlert alert = Some.firing(AlertKind.THRESHOLD, id, Map.of("service", service));
        alerts.put(
                id,
                new StoredAlert(
                        id,
                        alert.rule(),
                        alert.kind(),
                        alert.severity(),
                        alert.labels(),
                        alert.detail(),
                        now,
                        null,
                        false,
                        null,
                        null,
                        null,
                        List.of()));
    }

    private void resolves(String id) {
        alerts.computeIfPresent(id, (i, alert) -> Alerts.resolved(alert, now));
    }

    private List<Notice> look() {
        AlertSettings settings = Some.settings(
                List.of(Some.webhook("pager", "http://a/", null), Some.webhook("boss", "http://b/", null)), route);
        List<StoredAlert> firing =
                alerts.values().stream().filter(a -> a.resolvedAt() == null).toList();
        Muting muting = new Muting(settings, firing, silences, acknowledgements, now);
        NoticePlanner.Plan plan =
                NoticePlanner.plan(List.copyOf(alerts.values()), new Router(settings), muting, () -> "n", now);
        plan.changed().forEach(alert -> alerts.put(alert.id(), alert));
        return plan.notices();
    }

    private List<Notice> lookAfter(long seconds) {
        now = now.plusSeconds(seconds);
        return look();
    }

    private static void silence(NoticePlannerTest test, String service, long seconds) {
        test.silences.add(new Silence(
                "s",
                List.of(new AlertMatcher("service", service, null, null)),
                "ada",
                "known",
                test.now,
                test.now.plusSeconds(seconds),
                test.now));
    }

    @Test
    void tellsAGroupTogetherAfterItsWait() {
        fires("a", "orders");
        assertThat(look()).isEmpty();
        now = now.plusSeconds(5);
        fires("b", "orders");
        fires("c", "mail");
        List<Notice> first = lookAfter(5);
        assertThat(first).hasSize(1);
        assertThat(first.get(0).alertIds()).containsExactlyInAnyOrder("a", "b");
        assertThat(lookAfter(5)).extracting(Notice::alertIds).containsExactly(List.of("c"));
        assertThat(lookAfter(600)).isEmpty();
    }

    @Test
    void tellsTheNextNewsOfAGroupAfterItsInterval() {
        fires("a", "orders");
        lookAfter(10);
        fires("b", "orders");
        assertThat(lookAfter(59)).isEmpty();
        assertThat(lookAfter(1)).hasSize(1);
    }

    @Test
    void tellsTheEndOnceAndOnlyOfWhatWasTold() {
        fires("a", "orders");
        fires("b", "mail");
        now = now.plusSeconds(9);
        resolves("b");
        assertThat(lookAfter(1)).extracting(Notice::alertIds).containsExactly(List.of("a"));
        resolves("a");
        assertThat(lookAfter(60)).extracting(Notice::kind).containsExactly(NoticeKind.RESOLVED);
        assertThat(lookAfter(600)).isEmpty();
    }

    @Test
    void remindsWhileNobodyLooksAfterIt() {
        fires("a", "orders");
        lookAfter(10);
        assertThat(lookAfter(1799)).isEmpty();
        assertThat(lookAfter(1)).extracting(Notice::kind).containsExactly(NoticeKind.REMINDER);
        acknowledgements.put("a", new Acknowledgement("ada", null, now));
        assertThat(lookAfter(7200)).isEmpty();
        resolves("a");
        assertThat(look()).extracting(Notice::kind).containsExactly(NoticeKind.RESOLVED);
    }

    @Test
    void staysSilentWhileItIsSilencedAndTellsAfterwards() {
        silence(this, "orders", 3600);
        fires("a", "orders");
        assertThat(lookAfter(3599)).isEmpty();
        assertThat(lookAfter(1)).hasSize(1);
    }

    @Test
    void theEndOfWhatIsSilencedIsSilentToo() {
        fires("a", "orders");
        lookAfter(10);
        silence(this, "orders", 3600);
        resolves("a");
        assertThat(lookAfter(60)).isEmpty();
        assertThat(lookAfter(7200)).isEmpty();
    }

    @Test
    void tellsOthersWhenNobodyAcknowledgesIt() {
        route = ESCALATING;
        fires("a", "orders");
        assertThat(look()).extracting(Notice::channel).containsExactly("pager");
        assertThat(lookAfter(899)).isEmpty();
        List<Notice> late = lookAfter(1);
        assertThat(late).extracting(Notice::channel).containsExactly("boss");
        assertThat(late).extracting(Notice::kind).containsExactly(NoticeKind.ESCALATION);
        assertThat(lookAfter(900)).isEmpty();
        resolves("a");
        assertThat(lookAfter(60)).extracting(Notice::channel).containsExactlyInAnyOrder("boss", "pager");
    }

    @Test
    void doesNotEscalateWhatSomebodyLooksAfter() {
        route = ESCALATING;
        fires("a", "orders");
        look();
        acknowledgements.put("a", new Acknowledgement("ada", null, now));
        assertThat(lookAfter(3600)).isEmpty();
    }

    @Test
    void showsSomeDozensAndCountsTheRest() {
        for (int i = 0; i < 80; i++) {
            fires("a" + i, "orders");
        }
        Notice notice = lookAfter(10).get(0);
        assertThat(notice.alerts()).hasSize(NoticePlanner.MOST_SHOWN);
        assertThat(notice.more()).isEqualTo(30);
    }
}
