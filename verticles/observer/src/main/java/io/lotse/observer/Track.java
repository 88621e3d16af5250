package io.lotse.observer;

import java.util.Arrays;

/**
 * One figure at one resolution: a ring of chunks that are there only where something was measured; one whose values are all
 * the same takes one. 4 bytes a value, and 24 for each chunk.
 */
final class Track {
    /** Slots in a chunk. */
    static final int CHUNK = 60;

    private static final int CHUNK_OVERHEAD = 24;

    private final float[][] chunks;
    /** Which chunk is at each place of the ring, by its number since 1970. */
    private final int[] numbers;

    private int newest;
    private int bytes;

    Track(Resolution resolution) {
        int length = resolution.slots() / CHUNK + 1;
        chunks = new float[length][];
        numbers = new int[length];
    }

    /** Takes a value; one that is older than the ring is long falls. */
    void put(long slot, float value) {
        int number = (int) (slot / CHUNK);
        int place = number % chunks.length;
        if (chunks[place] != null && numbers[place] > number) {
            return;
        }
        if (chunks[place] == null || numbers[place] < number) {
            shrink(newest);
            newest = Math.max(newest, number);
            float[] fresh = new float[CHUNK];
            Arrays.fill(fresh, Float.NaN);
            set(number, fresh);
        } else if (chunks[place].length == 1) {
            float[] wide = new float[CHUNK];
            Arrays.fill(wide, chunks[place][0]);
            set(number, wide);
        }
        chunks[place][(int) (slot % CHUNK)] = value;
    }

    /** Not a number where nothing was measured. */
    float get(long slot) {
        float[] chunk = chunk((int) (slot / CHUNK));
        return chunk == null ? Float.NaN : chunk[chunk.length == 1 ? 0 : (int) (slot % CHUNK)];
    }

    /** The numbers of the chunks that there are. */
    int[] numbers() {
        return Arrays.stream(numbers).filter(n -> chunk(n) != null).distinct().toArray();
    }

    /** The values of a chunk, one if all are the same; null where there is none. */
    float[] chunk(int number) {
        int place = number % chunks.length;
        return numbers[place] == number ? chunks[place] : null;
    }

    /** Puts a chunk in its place, where nothing newer is. */
    void restore(int number, float[] values) {
        int place = number % chunks.length;
        if (chunks[place] == null || numbers[place] <= number) {
            newest = Math.max(newest, number);
            set(number, values);
        }
    }

    /** Forgets chunks that are older. */
    void forgetBefore(int number) {
        for (int place = 0; place < chunks.length; place++) {
            if (chunks[place] != null && numbers[place] < number) {
                bytes -= size(chunks[place]);
                chunks[place] = null;
            }
        }
    }

    int bytes() {
        return bytes;
    }

    private void shrink(int number) {
        float[] chunk = chunk(number);
        if (chunk != null && chunk.length > 1) {
            for (float value : chunk) {
                if (Float.compare(value, chunk[0]) != 0) {
                    return;
                }
            }
            set(number, new float[] {chunk[0]});
        }
    }

    private void set(int number, float[] chunk) {
        int place = number % chunks.length;
        bytes += size(chunk) - (chunks[place] == null ? 0 : size(chunks[place]));
        chunks[place] = chunk;
        numbers[place] = number;
    }

    private static int size(float[] chunk) {
        return CHUNK_OVERHEAD + chunk.length * Float.BYTES;
    }
}
