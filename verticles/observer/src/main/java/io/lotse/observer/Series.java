package io.lotse.observer;

import java.util.EnumMap;
import java.util.Map;

/**
 * One figure of one subject at all resolutions: 2 KB at its start, some 60 KB once it was measured every second for a week.
 * Safe on any thread.
 */
final class Series {
    /** What one takes of which nothing was measured yet. */
    static final int EMPTY_BYTES = 2_048;

    private final Map<Resolution, Track> tracks = new EnumMap<>(Resolution.class);
    private long touched;

    Series() {
        for (Resolution resolution : Resolution.values()) {
            tracks.put(resolution, new Track(resolution));
        }
    }

    synchronized void put(Resolution resolution, long slot, double value) {
        tracks.get(resolution).put(slot, (float) value);
        touched = Math.max(touched, slot * resolution.seconds());
    }

    /** The values of slots from one to before another; not a number where nothing was measured. */
    synchronized float[] read(Resolution resolution, long first, long end) {
        Track track = tracks.get(resolution);
        float[] values = new float[(int) Math.max(0, end - first)];
        for (int i = 0; i < values.length; i++) {
            values[i] = track.get(first + i);
        }
        return values;
    }

    /** When something was measured last, in seconds since 1970. */
    synchronized long touched() {
        return touched;
    }

    synchronized void touched(long second) {
        touched = Math.max(touched, second);
    }

    synchronized int[] chunks(Resolution resolution) {
        return tracks.get(resolution).numbers();
    }

    /** A copy of a chunk's values; null if it is gone. */
    synchronized float[] chunk(Resolution resolution, int number) {
        float[] chunk = tracks.get(resolution).chunk(number);
        return chunk == null ? null : chunk.clone();
    }

    synchronized void restore(Resolution resolution, int number, float[] values) {
        tracks.get(resolution).restore(number, values);
    }

    synchronized void forgetBefore(Resolution resolution, int chunk) {
        tracks.get(resolution).forgetBefore(chunk);
    }

    synchronized int bytes() {
        return EMPTY_BYTES + tracks.values().stream().mapToInt(Track::bytes).sum();
    }
}
