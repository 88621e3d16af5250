package io.lotse.junit;

/** The mesh did not do what a test asked of it; the message says why, and what to do. */
public final class MeshException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MeshException(String message) {
        super(message);
    }

    MeshException(String message, Throwable cause) {
        super(message, cause);
    }
}
