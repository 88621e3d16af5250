package io.lotse.supervisor;

/** The other services of a service's set. */
interface Surroundings {
    /** Null for none. */
    Supervised other(String name);

    /** Whether one that needs it still runs and is to end too. */
    boolean isNeeded(String name);

    /** Something changed that others may wait for. */
    void changed();

    /** It is ready again after it had ended. */
    void cameBack(String name);
}
