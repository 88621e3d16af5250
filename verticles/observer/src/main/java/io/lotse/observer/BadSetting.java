package io.lotse.observer;

/** A check cannot be made as it is set; the message says what to change. */
final class BadSetting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadSetting(String message) {
        super(message, null, false, false);
    }
}
