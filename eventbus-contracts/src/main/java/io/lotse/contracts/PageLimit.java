package io.lotse.contracts;

/** How many things a page of a list may have. */
public final class PageLimit {
    /** Where nobody asks for a number. */
    public static final int DEFAULT = 100;

    public static final int MAX = 1000;

    private PageLimit() {}

    /**
     * The number that was asked for.
     *
     * @param asked null for the default
     * @throws ContractException {@link ProblemCode#INVALID_REQUEST} if it is not within 1 and {@link #MAX}
     */
    public static int of(Integer asked) {
        return of(asked, DEFAULT, MAX);
    }

    /** As {@link #of(Integer)}, for lists with other bounds. */
    public static int of(Integer asked, int usual, int most) {
        int limit = asked == null ? usual : asked;
        if (limit < 1 || limit > most) {
            throw ContractException.invalid("limit", "is " + limit + ": give 1 to " + most);
        }
        return limit;
    }
}
