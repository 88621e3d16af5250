package io.lotse.launcher.service;

import java.util.List;
import java.util.Optional;

/** How a host is told to keep Lotse running, in one of the modes. */
interface Way {
    /** Why that is not possible here, and what to do; empty where it is. */
    Optional<String> hindrance();

    /** What is to be done so that it runs, also where something of it is there already. */
    List<Step> install(Wish wish);

    /** What is to be done so that nothing of it is left. */
    List<Step> uninstall();

    /** How it is now. */
    State state();

    /** What people should know after it was installed; empty for nothing. */
    List<String> advice();

    /**
     * What a host says of it.
     *
     * @param where what was written; null where nothing was
     * @param enabled whether it begins by itself, in the host's own word; null where nothing was written
     * @param active whether it goes on now, in the host's own word; null where the host does not tell
     */
    record State(String where, String enabled, String active) {
        static final State ABSENT = new State(null, null, null);

        boolean isInstalled() {
            return where != null;
        }
    }
}
