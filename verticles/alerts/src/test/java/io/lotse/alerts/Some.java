package io.lotse.alerts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.lotse.contracts.alerts.AlertChannel;
import io.lotse.contracts.alerts.AlertKind;
import io.lotse.contracts.alerts.AlertRoute;
import io.lotse.contracts.alerts.AlertSettings;
import io.lotse.contracts.alerts.AlertSeverity;
import io.lotse.contracts.alerts.ChannelKind;
import io.lotse.contracts.alerts.MailSecurity;
import io.lotse.contracts.alerts.MailSettings;
import io.lotse.contracts.alerts.Notice;
import io.lotse.contracts.alerts.NoticeKind;
import io.lotse.contracts.alerts.NoticeState;
import io.lotse.contracts.alerts.SecretSource;
import io.lotse.contracts.alerts.StoredAlert;
import io.lotse.contracts.health.Breach;
import io.lotse.contracts.health.BreachLevel;
import io.lotse.contracts.network.NetworkAxis;
import io.lotse.contracts.network.ProbeKind;
import io.lotse.contracts.network.Reachability;
import io.lotse.contracts.network.TargetState;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.RegisteredInstance;

/** Things that tests are made of. */
final class Some {
    static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private Some() {}

    static Condition condition(String what, AlertSeverity severity, String... labels) {
        Map<String, String> all = new TreeMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            all.put(labels[i], labels[i + 1]);
        }
        return Condition.of(AlertKind.THRESHOLD, "ThresholdCrossed", severity, what, all, what + " is too high");
    }

    static StoredAlert firing(AlertKind kind, String id, Map<String, String> labels) {
        Map<String, String> all = new TreeMap<>(labels);
        all.putIfAbsent("kind", kind.wireName());
        all.putIfAbsent("alertname", "Some");
        all.putIfAbsent("severity", "warning");
        return new StoredAlert(
                id,
                "rule",
                kind,
                AlertSeverity.WARNING,
                all,
                id + " is wrong",
                NOON,
                null,
                false,
                null,
                null,
                null,
                List.of());
    }

    static RegisteredInstance instance(String id, String service) {
        return new RegisteredInstance(
                id,
                service,
                "web",
                "127.0.0.1",
                "h",
                Protocol.TCP,
                InstanceStatus.ACTIVE,
                null,
                new PortRange(8000, 9000),
                null,
                "development",
                List.of(),
                "/health",
                Map.of(),
                NOON,
                false);
    }

    static Breach breach(String instance, String path, String node, Instant at) {
        String id = instance + path + node;
        return new Breach(
                id,
                instance,
                "orders",
                "response_time_ms",
                BreachLevel.WARNING,
                BreachLevel.OK,
                900,
                500,
                "it is too much",
                at,
                node,
                path);
    }

    static TargetState unreached(String name, NetworkAxis axis) {
        return new TargetState(
                name, ProbeKind.TCP, name + ":80", Reachability.OFFLINE, NOON, null, "timed out", NOON, 3, axis);
    }

    static AlertChannel webhook(String name, String url, String secretVariable) {
        SecretSource secret = secretVariable == null ? null : new SecretSource(secretVariable, null);
        return new AlertChannel(name, ChannelKind.WEBHOOK, url, null, secret, null, null, null);
    }

    static AlertChannel to(ChannelKind kind, String url) {
        return new AlertChannel("some", kind, url, null, null, null, null, null);
    }

    static AlertChannel email(int port) {
        MailSettings mail = new MailSettings(
                "127.0.0.1", port, MailSecurity.PLAIN, null, null, "lotse@example.org", List.of("ops@example.org"));
        return new AlertChannel("mail", ChannelKind.EMAIL, null, null, null, mail, null, null);
    }

    static AlertSettings settings(List<AlertChannel> channels, AlertRoute... routes) {
        return new AlertSettings(null, channels, List.of(routes), null, null, null);
    }

    static Notice notice(String id, String channel, Instant at, StoredAlert... alerts) {
        Muting muting = new Muting(AlertSettings.NONE, List.of(), List.of(), Map.of(), at);
        return new Notice(
                id,
                channel,
                NoticeKind.RAISED,
                Map.of("service", "orders"),
                List.of(alerts).stream().map(muting::shown).toList(),
                List.of(alerts).stream().map(StoredAlert::id).toList(),
                0,
                at,
                NoticeState.OWED,
                0,
                null,
                null);
    }
}
