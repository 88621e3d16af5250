package io.lotse.alerts;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.lotse.contracts.alerts.Acknowledgement;
import io.lotse.contracts.alerts.Alert;
import io.lotse.contracts.alerts.AlertInhibition;
import io.lotse.contracts.alerts.AlertSettings;
import io.lotse.contracts.alerts.AlertStatus;
import io.lotse.contracts.alerts.Silence;
import io.lotse.contracts.alerts.StoredAlert;
import io.lotse.meshview.MeshSnapshot;

/** Says of alerts whether people are to be spared them: by silences, and by other alerts that explain them. */
final class Muting {
    private final List<Inhibiting> inhibitions;
    private final List<Silencing> silences;
    private final Map<String, Acknowledgement> acknowledgements;

    /** An inhibition with the alerts that may explain others. */
    private record Inhibiting(List<StoredAlert> sources, Matching target, List<String> equal) {
        Optional<StoredAlert> explains(StoredAlert alert) {
            if (!target.matches(alert.labels())) {
                return Optional.empty();
            }
            return sources.stream()
                    .filter(source -> !source.id().equals(alert.id()) && held(source, alert) && alike(source, alert))
                    .findFirst();
        }

        /** Also before it was over. */
        private static boolean held(StoredAlert source, StoredAlert alert) {
            return source.resolvedAt() == null || !alert.since().isAfter(source.resolvedAt());
        }

        private boolean alike(StoredAlert source, StoredAlert alert) {
            return equal.stream()
                    .allMatch(label -> source.labels().containsKey(label)
                            && Objects.equals(
                                    source.labels().get(label), alert.labels().get(label)));
        }
    }

    private record Silencing(String id, Matching matching) {}

    /**
     * @param explaining the alerts that may explain others
     * @param silences all of them; those count that are under way
     * @param acknowledgements by the alerts' ids
     */
    Muting(
            AlertSettings settings,
            Collection<StoredAlert> explaining,
            Collection<Silence> silences,
            Map<String, Acknowledgement> acknowledgements,
            Instant now) {
        this.inhibitions = Stream.concat(settings.inhibitions().stream(), BuiltIn.SETTINGS.inhibitions().stream())
                .map(inhibition -> inhibiting(inhibition, explaining))
                .filter(inhibiting -> !inhibiting.sources().isEmpty())
                .toList();
        this.silences = silences.stream()
                .filter(s -> !s.startsAt().isAfter(now) && s.endsAt().isAfter(now))
                .map(s -> new Silencing(s.id(), Matching.of(s.matchers())))
                .toList();
        this.acknowledgements = Map.copyOf(acknowledgements);
    }

    /**
     * By what the ledger holds.
     *
     * @param alerts all of them; those explain others that hold, or did so a moment ago
     */
    static Muting of(AlertSettings settings, MeshSnapshot snapshot, Collection<StoredAlert> alerts, Instant now) {
        return new Muting(
                settings,
                alerts.stream().filter(alert -> isExplaining(alert, now)).toList(),
                Stored.silences(snapshot),
                Stored.acknowledgements(snapshot),
                now);
    }

    private static boolean isExplaining(StoredAlert alert, Instant now) {
        return alert.resolvedAt() == null
                || alert.resolvedAt().plus(BuiltIn.EXPLAINS_ON).isAfter(now);
    }

    private static Inhibiting inhibiting(AlertInhibition inhibition, Collection<StoredAlert> explaining) {
        Matching source = Matching.of(inhibition.source());
        return new Inhibiting(
                explaining.stream()
                        .filter(alert -> source.matches(alert.labels()))
                        .toList(),
                Matching.of(inhibition.target()),
                inhibition.equal());
    }

    /** The alert as it is shown. */
    Alert shown(StoredAlert a) {
        List<String> silencedBy = silencedBy(a);
        String inhibitedBy = inhibitedBy(a);
        Acknowledgement acknowledgement = acknowledgement(a).orElse(null);
        return new Alert(
                a.id(),
                a.rule(),
                a.kind(),
                a.severity(),
                status(a, silencedBy, inhibitedBy, acknowledgement),
                a.labels(),
                a.detail(),
                a.since(),
                a.resolvedAt(),
                a.flapping(),
                acknowledgement,
                silencedBy,
                inhibitedBy);
    }

    /** Whether nobody is to be told that it holds. */
    boolean isMuted(StoredAlert alert) {
        return !silencedBy(alert).isEmpty() || inhibitedBy(alert) != null;
    }

    boolean isSilenced(StoredAlert alert) {
        return !silencedBy(alert).isEmpty();
    }

    /** Who looks after it since it was raised last. */
    Optional<Acknowledgement> acknowledgement(StoredAlert alert) {
        return Optional.ofNullable(acknowledgements.get(alert.id())).filter(a -> !a.at().isBefore(alert.since()));
    }

    private List<String> silencedBy(StoredAlert alert) {
        return silences.stream()
                .filter(s -> s.matching().matches(alert.labels()))
                .map(Silencing::id)
                .toList();
    }

    private String inhibitedBy(StoredAlert alert) {
        return inhibitions.stream()
                .flatMap(inhibiting -> inhibiting.explains(alert).stream())
                .map(StoredAlert::id)
                .findFirst()
                .orElse(null);
    }

    private static AlertStatus status(
            StoredAlert alert, List<String> silencedBy, String inhibitedBy, Acknowledgement acknowledgement) {
        if (alert.resolvedAt() != null) {
            return AlertStatus.RESOLVED;
        }
        if (!silencedBy.isEmpty()) {
            return AlertStatus.SILENCED;
        }
        if (inhibitedBy != null) {
            return AlertStatus.INHIBITED;
        }
        return acknowledgement == null ? AlertStatus.FIRING : AlertStatus.ACKNOWLEDGED;
    }
}
