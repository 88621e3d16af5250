package io.lotse.alerts;

/** A channel will not take a notice, however often it is tried. */
final class Undeliverable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Undeliverable(String detail) {
        super(detail, null, false, false);
    }
}
