package io.lotse.launcher.gate;

/** A file cannot be taken; the message says which and what to change. */
public final class GateException extends Exception {
    private static final long serialVersionUID = 1L;

    GateException(String message) {
        super(message);
    }
}
