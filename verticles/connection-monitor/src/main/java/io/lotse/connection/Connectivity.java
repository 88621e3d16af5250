package io.lotse.connection;

import java.time.Instant;

import io.lotse.contracts.network.Reachability;

/** The state of a target or of the network as a whole. */
sealed interface Connectivity {
    /** Since when it is so. */
    Instant since();

    /** How it is told to others. */
    Reachability reachability();

    /** Nothing is known yet. Nothing leads back here. */
    record Unknown(Instant since) implements Connectivity {
        @Override
        public Reachability reachability() {
            return Reachability.UNKNOWN;
        }
    }

    /** Reached. */
    record Online(Instant since) implements Connectivity {
        @Override
        public Reachability reachability() {
            return Reachability.ONLINE;
        }
    }

    /** Reached, but not well; of the whole: reached in part. */
    record Degraded(Instant since) implements Connectivity {
        @Override
        public Reachability reachability() {
            return Reachability.DEGRADED;
        }
    }

    /** Not reached. */
    record Offline(Instant since) implements Connectivity {
        @Override
        public Reachability reachability() {
            return Reachability.OFFLINE;
        }
    }

    /**
     * The state from now on; this one if it is such already.
     *
     * @throws IllegalArgumentException if that is {@link Reachability#UNKNOWN} and something is known
     */
    default Connectivity become(Reachability next, Instant now) {
        if (next == reachability()) {
            return this;
        }
        return switch (next) {
            case ONLINE -> new Online(now);
            case DEGRADED -> new Degraded(now);
            case OFFLINE -> new Offline(now);
            case UNKNOWN -> throw new IllegalArgumentException("what is known cannot become unknown");
        };
    }
}
