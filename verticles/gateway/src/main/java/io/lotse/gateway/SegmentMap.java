package io.lotse.gateway;

import java.util.Map;

/**
 * An immutable map whose keys are parts of paths: it is asked with a region of the whole path, so that a look-up copies
 * nothing.
 */
final class SegmentMap<V> {
    private final String[] keys;
    private final Object[] values;
    private final int size;

    private SegmentMap(Map<String, V> map) {
        int capacity = Integer.highestOneBit(Math.max(4, map.size() * 4 - 1));
        keys = new String[capacity];
        values = new Object[capacity];
        size = map.size();
        map.forEach((key, value) -> {
            int slot = hash(key, 0, key.length()) & (capacity - 1);
            while (keys[slot] != null) {
                slot = slot + 1 & capacity - 1;
            }
            keys[slot] = key;
            values[slot] = value;
        });
    }

    static <V> SegmentMap<V> copyOf(Map<String, V> map) {
        return new SegmentMap<>(map);
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** What the text from one index to another is the key of; null for nothing. */
    @SuppressWarnings("unchecked")
    V get(String text, int from, int to) {
        if (size == 0) {
            return null;
        }
        int length = to - from;
        int slot = hash(text, from, to) & (keys.length - 1);
        for (String key = keys[slot]; key != null; key = keys[slot]) {
            if (key.length() == length && text.startsWith(key, from)) {
                return (V) values[slot];
            }
            slot = slot + 1 & keys.length - 1;
        }
        return null;
    }

    private static int hash(String text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text.charAt(i);
        }
        return hash ^ hash >>> 16;
    }
}
