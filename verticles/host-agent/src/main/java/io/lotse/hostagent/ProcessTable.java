package io.lotse.hostagent;

import java.util.Optional;
import java.util.Set;

import io.lotse.contracts.host.OwnerProcess;

/** Tells processes apart that had or have the same id, and whether one is still there. Blocks. */
interface ProcessTable {
    /** What is known of a process that was seen before. */
    enum Presence {
        /** It is there; it may be stopped or hang, and is there all the same. */
        ALIVE,
        /** It has ended for certain. */
        GONE,
        /** It cannot be told: this user may not see it, or it was seen from within another container. */
        UNKNOWN
    }

    /** Empty if there is no process of this id, or this user may not see it. */
    Optional<OwnerProcess> identify(long pid);

    Presence presence(OwnerProcess process);

    /** The instance that a process was started for, by its {@code LOTSE_SERVICE_ID}; empty where that cannot be seen. */
    Optional<String> startedFor(long pid);

    /** Those of these instances of which a process is left that was started for one, by {@code LOTSE_SERVICE_ID}. */
    Set<String> withDescendants(Set<String> serviceIds);

    /** The table of this operating system. */
    static ProcessTable ofThisSystem() {
        return Systems.isLinux() ? new ProcProcessTable() : new JavaProcessTable();
    }
}
