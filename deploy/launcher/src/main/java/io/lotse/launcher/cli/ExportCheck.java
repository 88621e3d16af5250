package io.lotse.launcher.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.Counts;

/** Whether an export came whole: its last line says how many entries are before it, and their checksum. */
final class ExportCheck {
    private final MessageDigest digest = sha256Digest();
    /** The line that is under way, or the last one. */
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private boolean ended;
    private long lines;
    private String sha256;

    void take(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (ended) {
                // it was not the last one
                digest.update(line.toByteArray());
                line.reset();
                ended = false;
            }
            line.write(bytes[i]);
            if (bytes[i] == '\n') {
                ended = true;
                lines++;
            }
        }
    }

    /** @throws Refusal if it is not whole */
    void requireWhole() {
        sha256 = HexFormat.of().formatHex(digest.digest());
        JsonObject last = lastLine();
        if (!sha256.equals(last.getValue("sha256"))) {
            throw new Refusal("the export broke off after " + Counts.of(lines, "line") + ": run it again");
        }
    }

    /** How many there are, once it is known to be whole. */
    long entries() {
        return lines - 2;
    }

    String sha256() {
        return sha256;
    }

    private JsonObject lastLine() {
        try {
            return ended ? new JsonObject(line.toString(StandardCharsets.UTF_8)) : new JsonObject();
        } catch (DecodeException | ClassCastException e) {
            return new JsonObject();
        }
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
