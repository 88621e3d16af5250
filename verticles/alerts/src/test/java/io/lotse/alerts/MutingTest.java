package io.lotse.alerts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.lotse.contracts.alerts.AlertKind;
import io.lotse.contracts.alerts.AlertSettings;
import io.lotse.contracts.alerts.AlertStatus;
import io.lotse.contracts.alerts.StoredAlert;
import io.lotse.meshview.MeshSnapshot;

import static org.assertj.core.api.Assertions.assertThat;

/** What explains what, where nobody set anything. */
class MutingTest {
    private static final StoredAlert DOWN =
            Some.firing(AlertKind.INSTANCE_DOWN, "down", Map.of("host", "h1", "node", "n2", "instance", "orders-1"));
    private static final StoredAlert ELSEWHERE =
            Some.firing(AlertKind.INSTANCE_DOWN, "elsewhere", Map.of("host", "h2", "node", "n1", "instance", "mail-1"));

    private static AlertStatus status(StoredAlert alert, StoredAlert... firing) {
        return new Muting(AlertSettings.NONE, List.of(firing), List.of(), Map.of(), Some.NOON)
                .shown(alert)
                .status();
    }

    @Test
    void aDeadHostExplainsWhatRanOnIt() {
        StoredAlert gone =
                Some.firing(AlertKind.NODE_GONE, "gone", Map.of("alertname", "HostGone", "host", "h1", "node", "n1"));

        assertThat(status(DOWN, gone, DOWN)).isEqualTo(AlertStatus.INHIBITED);
        assertThat(status(ELSEWHERE, gone, ELSEWHERE)).isEqualTo(AlertStatus.FIRING);
        assertThat(status(gone, gone, DOWN)).isEqualTo(AlertStatus.FIRING);
    }

    @Test
    void aNodeThatCrashedOnAHostWithOthersExplainsNothing() {
        StoredAlert gone =
                Some.firing(AlertKind.NODE_GONE, "gone", Map.of("alertname", "NodeGone", "host", "h1", "node", "n1"));

        assertThat(status(DOWN, gone, DOWN)).isEqualTo(AlertStatus.FIRING);
    }

    @Test
    void aNodeThatReachesNothingNeedNotTellOfTargets() {
        StoredAlert offline = Some.firing(
                AlertKind.NETWORK, "offline", Map.of("alertname", "NetworkOffline", "node", "n2", "state", "offline"));
        StoredAlert target = Some.firing(
                AlertKind.NETWORK,
                "target",
                Map.of("alertname", "TargetUnreachable", "node", "n2", "state", "offline", "target", "internet"));

        assertThat(status(target, offline, target)).isEqualTo(AlertStatus.INHIBITED);
        assertThat(status(DOWN, target, DOWN)).isEqualTo(AlertStatus.FIRING);
        assertThat(status(offline, offline, target)).isEqualTo(AlertStatus.FIRING);
    }

    @Test
    void anOutageOfAnAxisExplainsItsTargetsAndNoOthers() {
        StoredAlert outage = Some.firing(
                AlertKind.NETWORK,
                "outage",
                Map.of("alertname", "NetworkOffline", "node", "n2", "state", "degraded", "outage", "o1"));
        StoredAlert ofIt = Some.firing(
                AlertKind.NETWORK,
                "of it",
                Map.of("alertname", "TargetUnreachable", "node", "n2", "target", "internet", "outage", "o1"));
        StoredAlert other = Some.firing(
                AlertKind.NETWORK, "other", Map.of("alertname", "TargetUnreachable", "node", "n2", "target", "dns"));

        assertThat(status(ofIt, outage, ofIt)).isEqualTo(AlertStatus.INHIBITED);
        assertThat(status(other, outage, other)).isEqualTo(AlertStatus.FIRING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"degraded", "offline"})
    void anOutageExplainsTheInstancesOfItsHostAndThoseThatItsNodeChecks(String state) {
        Map<String, String> labels = Map.of("alertname", "NetworkOffline", "state", state, "outage", "o1");
        StoredAlert atItsHost = Some.firing(AlertKind.NETWORK, "a", with(labels, "node", "n3", "host", "h1"));
        StoredAlert atItsNode = Some.firing(AlertKind.NETWORK, "b", with(labels, "node", "n2", "host", "h3"));

        assertThat(status(DOWN, atItsHost)).isEqualTo(AlertStatus.INHIBITED);
        assertThat(status(DOWN, atItsNode)).isEqualTo(AlertStatus.INHIBITED);
        assertThat(status(ELSEWHERE, atItsHost, atItsNode)).isEqualTo(AlertStatus.FIRING);
    }

    @Test
    void whatIsOverExplainsForAWhileWhatWasRaisedBefore() {
        StoredAlert outage = Some.firing(
                AlertKind.NETWORK, "outage", Map.of("alertname", "NetworkOffline", "node", "n2", "host", "h1"));
        StoredAlert over = Alerts.resolved(outage, Some.NOON.plusSeconds(10));
        StoredAlert overBefore = Alerts.resolved(outage, Some.NOON.minusSeconds(10));

        assertThat(statusAt(11, DOWN, over)).isEqualTo(AlertStatus.INHIBITED);
        assertThat(statusAt(70, DOWN, over)).isEqualTo(AlertStatus.FIRING);
        assertThat(statusAt(0, DOWN, overBefore)).isEqualTo(AlertStatus.FIRING);
    }

    private static AlertStatus statusAt(long seconds, StoredAlert alert, StoredAlert... all) {
        return Muting.of(AlertSettings.NONE, MeshSnapshot.EMPTY, List.of(all), Some.NOON.plusSeconds(seconds))
                .shown(alert)
                .status();
    }

    private static Map<String, String> with(Map<String, String> labels, String... more) {
        Map<String, String> all = new HashMap<>(labels);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    @Test
    void whatIsDownExplainsItsFigures() {
        StoredAlert figure = Some.firing(AlertKind.THRESHOLD, "cpu", Map.of("instance", "orders-1"));

        assertThat(status(figure, DOWN, figure)).isEqualTo(AlertStatus.INHIBITED);
        assertThat(status(figure, ELSEWHERE, figure)).isEqualTo(AlertStatus.FIRING);
    }
}
