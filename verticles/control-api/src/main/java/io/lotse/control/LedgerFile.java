package io.lotse.control;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;

/**
 * How an exported ledger is written: lines of JSON, each ended by a line feed. The first is a {@link Header}, each further
 * one an entry, {@code {"key":...,"value":...}}, by key, and the last a {@link Footer}. Names within a value are sorted, so
 * that two ledgers that hold the same give the same lines, whatever keeps them.
 */
final class LedgerFile {
    static final String MEDIA_TYPE = "application/x-ndjson";
    static final String FORMAT = "lotse-ledger";
    static final int VERSION = 1;
    static final String KEY = "key";
    static final String VALUE = "value";

    private LedgerFile() {}

    /**
     * Where and when the export was made.
     *
     * @param format {@link #FORMAT}
     * @param version how the further lines are written
     * @param ledgerId the ledger it was made of
     * @param kind embedded or postgres
     * @param revision all entries are as of this one
     * @param time by the clock of the node that wrote it
     * @param release that node's
     */
    record Header(
            String format, int version, String ledgerId, String kind, long revision, Instant time, String release) {}

    /**
     * By what a file is known to be whole.
     *
     * @param entries how many lines lie between the first and this one
     * @param sha256 of all bytes before this line, in hex
     */
    record Footer(long entries, String sha256) {}

    static byte[] line(Object record) {
        return (ContractCodec.encode(record).encode() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] entry(String key, Map<String, Object> value) {
        return (new JsonObject().put(KEY, key).put(VALUE, sorted(value)).encode() + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Whether two values say the same. */
    static boolean same(Map<String, Object> one, Map<String, Object> other) {
        return canonical(one).equals(canonical(other));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String canonical(Map<String, Object> value) {
        return new JsonObject(Map.of(VALUE, sorted(value))).encode();
    }

    private static Object sorted(Object value) {
        if (value instanceof JsonObject object) {
            return sorted(object.getMap());
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> byName = new TreeMap<>();
            map.forEach((name, v) -> byName.put((String) name, sorted(v)));
            return byName;
        }
        if (value instanceof Iterable<?> list) {
            return sortedEach(list);
        }
        return value;
    }

    private static List<Object> sortedEach(Iterable<?> list) {
        List<Object> each = new ArrayList<>();
        list.forEach(v -> each.add(sorted(v)));
        return each;
    }
}
