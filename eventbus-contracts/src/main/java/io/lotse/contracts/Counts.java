package io.lotse.contracts;

/** Numbers of things in what people read. */
public final class Counts {
    private Counts() {}

    /** {@code 1 port}, {@code 3 ports}: of a word that takes an s. */
    public static String of(long count, String thing) {
        return of(count, thing, thing + "s");
    }

    /** {@code 1 entry}, {@code 3 entries}: of words that both are given. */
    public static String of(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }

    /** {@code 1 port is}, {@code 3 ports are}: of a word that takes an s. */
    public static String are(long count, String thing) {
        return of(count, thing + " is", thing + "s are");
    }
}
