package io.lotse.observer;

import java.time.Instant;

/** An instance changed: it went down, came up, or was restarted, which a check may not have noticed otherwise. */
record Turn(Instant at, Kind kind) {
    enum Kind {
        DOWN,
        UP,
        RESTART
    }
}
