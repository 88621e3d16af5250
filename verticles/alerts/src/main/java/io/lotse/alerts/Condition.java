package io.lotse.alerts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

import io.lotse.contracts.alerts.AlertKind;
import io.lotse.contracts.alerts.AlertLabels;
import io.lotse.contracts.alerts.AlertSeverity;

/**
 * Something that is wrong now, whether or not it becomes an alert.
 *
 * @param id stands for what is wrong with what; the same whenever it comes back
 * @param kind what it is about
 * @param severity how bad its source thinks it is
 * @param labels what it is about; without the severity, which a rule may change
 * @param detail for people, and what to do
 */
record Condition(String id, AlertKind kind, AlertSeverity severity, Map<String, String> labels, String detail) {
    private static final int ID_BYTES = 8;
    private static final int LONGEST_DETAIL = 1_000;

    Condition {
        labels = Map.copyOf(labels);
        detail = detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) + "..." : detail;
    }

    /**
     * @param name what people call it
     * @param identity what tells it from others of its kind
     * @param labels those beside the name and the kind; nulls are left out
     */
    static Condition of(
            AlertKind kind,
            String name,
            AlertSeverity severity,
            String identity,
            Map<String, String> labels,
            String detail) {
        Map<String, String> all = new TreeMap<>();
        labels.forEach((label, value) -> {
            if (value != null && !value.isEmpty()) {
                all.put(label, value);
            }
        });
        all.put(AlertLabels.ALERTNAME, name);
        all.put(AlertLabels.KIND, kind.wireName());
        return new Condition(fingerprint(kind.wireName() + "\n" + identity), kind, severity, all, detail);
    }

    /** What stands for a text: 16 hexadecimal digits. */
    static String fingerprint(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(hash, ID_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
