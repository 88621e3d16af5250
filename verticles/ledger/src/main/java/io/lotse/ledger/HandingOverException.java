package io.lotse.ledger;

/** The leader has no room for a write, and another voter may have: it is worth asking again in a moment. */
final class HandingOverException extends DiskFullException {
    private static final long serialVersionUID = 1L;

    /** Public for Ratis, which makes it anew where the answer arrives. */
    public HandingOverException(String message) {
        super(message);
    }
}
