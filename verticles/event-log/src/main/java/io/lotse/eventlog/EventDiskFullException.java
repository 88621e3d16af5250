package io.lotse.eventlog;

import java.io.IOException;

/** There is no room for further events; says how much there is, where, and what to do. */
class EventDiskFullException extends IOException {
    private static final long serialVersionUID = 1L;

    EventDiskFullException(String message) {
        super(message);
    }
}
