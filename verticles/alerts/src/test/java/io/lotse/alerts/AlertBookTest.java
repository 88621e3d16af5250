package io.lotse.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.lotse.contracts.alerts.AlertChangeKind;
import io.lotse.contracts.alerts.AlertKind;
import io.lotse.contracts.alerts.AlertMatcher;
import io.lotse.contracts.alerts.AlertRule;
import io.lotse.contracts.alerts.AlertSettings;
import io.lotse.contracts.alerts.AlertSeverity;
import io.lotse.contracts.alerts.StoredAlert;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of what holds, step by step. */
class AlertBookTest {
    private static final Condition HIGH = Some.condition("cpu of a", AlertSeverity.WARNING, "service", "orders");

    private final AlertBook book = new AlertBook();
    private Instant now = Some.NOON;

    private List<AlertBook.Step> look(AlertSettings settings, Condition... holding) {
        List<AlertBook.Step> steps = book.step(List.of(holding), alert -> false, new Rulebook(settings), now);
        book.accept(steps.stream().map(AlertBook.Step::alert).toList(), List.of());
        return steps;
    }

    private List<AlertBook.Step> look(Condition... holding) {
        return look(AlertSettings.NONE, holding);
    }

    private void pass(long seconds) {
        now = now.plusSeconds(seconds);
    }

    private static AlertSettings after(Duration after) {
        return new AlertSettings(
                List.of(new AlertRule("mine", AlertKind.THRESHOLD, null, null, after, null, null)),
                null,
                null,
                null,
                null,
                null);
    }

    @Test
    void isRaisedOnceAndResolvedWhenItHasNotHeldForLongEnough() {
        assertThat(look(HIGH)).extracting(AlertBook.Step::change).containsExactly(AlertChangeKind.RAISED);
        assertThat(look(HIGH)).isEmpty();
        assertThat(look()).isEmpty();
        pass(14);
        assertThat(look()).isEmpty();
        pass(1);
        assertThat(look()).extracting(AlertBook.Step::change).containsExactly(AlertChangeKind.RESOLVED);
        assertThat(book.firing()).isEmpty();
        assertThat(look()).isEmpty();
    }

    @Test
    void aRuleWaitsUntilItHasHeldForLongEnoughWithoutABreak() {
        AlertSettings patient = after(Duration.ofSeconds(30));
        assertThat(look(patient, HIGH)).isEmpty();
        pass(20);
        assertThat(look(patient)).isEmpty();
        pass(1);
        assertThat(look(patient, HIGH)).isEmpty();
        pass(29);
        assertThat(look(patient, HIGH)).isEmpty();
        pass(1);
        assertThat(look(patient, HIGH)).hasSize(1);
        assertThat(book.firing()).extracting(StoredAlert::rule).containsExactly("mine");
    }

    @Test
    void holdsWhileNobodyKnows() {
        look(HIGH);
        pass(3600);
        List<AlertBook.Step> steps = book.step(List.of(), alert -> true, new Rulebook(AlertSettings.NONE), now);
        assertThat(steps).isEmpty();
        assertThat(book.firing()).hasSize(1);
    }

    @Test
    void tellsThatItBecameWorseAndBetter() {
        look(HIGH);
        Condition worse = Some.condition("cpu of a", AlertSeverity.CRITICAL, "service", "orders");
        assertThat(look(worse)).extracting(AlertBook.Step::change).containsExactly(AlertChangeKind.WORSE);
        assertThat(look(HIGH)).extracting(AlertBook.Step::change).containsExactly(AlertChangeKind.BETTER);
        assertThat(book.firing().get(0).labels()).containsEntry("severity", "warning");
    }

    @Test
    void anotherRuleChangesTheSeverityOrTurnsItOff() {
        AlertMatcher orders = new AlertMatcher("service", "orders", null, null);
        AlertRule loud =
                new AlertRule("loud", AlertKind.THRESHOLD, List.of(orders), AlertSeverity.CRITICAL, null, null, null);
        AlertRule off = new AlertRule("threshold", AlertKind.THRESHOLD, null, null, null, null, true);
        AlertSettings settings = new AlertSettings(List.of(loud, off), null, null, null, null, null);

        look(settings, HIGH, Some.condition("cpu of b", AlertSeverity.WARNING, "service", "mail"));

        assertThat(book.firing()).extracting(StoredAlert::severity).containsExactly(AlertSeverity.CRITICAL);
    }

    @Test
    void isHeldWhenItComesAndGoesTooOften() {
        for (int i = 0; i < 3; i++) {
            look(HIGH);
            pass(60);
            look();
            pass(15);
            assertThat(look()).extracting(AlertBook.Step::change).containsExactly(AlertChangeKind.RESOLVED);
            pass(10);
        }
        look(HIGH);
        assertThat(book.firing()).allMatch(StoredAlert::flapping);
        look();
        pass(299);
        assertThat(look()).isEmpty();
        pass(1);
        assertThat(look()).hasSize(1);
        assertThat(book.all()).noneMatch(StoredAlert::flapping);
    }

    @Test
    void forgetsWhatWasResolvedLongAgo() {
        look(HIGH);
        look();
        pass(15);
        look();
        pass(Duration.ofDays(7).toSeconds());
        assertThat(book.outdated(now)).isEmpty();
        pass(1);
        assertThat(book.outdated(now)).containsExactly(HIGH.id());
    }

    @Test
    void keepsAStepBoundedAndComesToTheRestInTheNext() {
        Condition[] many = java.util.stream.IntStream.range(0, 250)
                .mapToObj(i -> Some.condition("cpu of " + i, AlertSeverity.WARNING))
                .toArray(Condition[]::new);
        assertThat(look(many)).hasSize(AlertBook.MOST_CHANGES);
        look(many);
        look(many);
        assertThat(book.firing()).hasSize(250);
    }
}
