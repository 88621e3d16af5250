package io.lotse.launcher.cli;

/** No node answered. */
final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean sent;

    /**
     * @param sent whether the request may have arrived all the same
     */
    Unreachable(String message, boolean sent) {
        super(message, null, false, false);
        this.sent = sent;
    }

    /** Whether the request may have arrived all the same. */
    boolean sent() {
        return sent;
    }

    /** For people. */
    String line() {
        return sent
                ? getMessage() + ": see with lotse status how it is, and ask again"
                : getMessage() + ": start one with lotse start, or give --control URL";
    }
}
