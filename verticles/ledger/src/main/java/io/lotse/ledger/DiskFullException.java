package io.lotse.ledger;

import java.io.IOException;

/** A write was refused before anything was stored, for want of room. Ratis carries it to who asked, by its name and text. */
class DiskFullException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Public for Ratis, which makes it anew where the answer arrives. */
    public DiskFullException(String message) {
        super(message);
    }
}
