package io.lotse.it.nemesis;

import java.time.Duration;
import java.util.List;

/** Something that breaks, and is whole again later. */
interface Fault {
    /** In a few words, for people. */
    String name();

    /** How long it lasts after it began. */
    Duration lasts();

    /**
     * Breaks it.
     *
     * @return the nodes through which writes should soon go on while it lasts
     */
    List<String> begin(Cluster cluster);

    /**
     * Looks while it lasts; what is no promise is told, what is one is a violation.
     *
     * @return what is worth telling; empty for nothing
     */
    default String watch(Cluster cluster, Findings findings) {
        return "";
    }

    /**
     * Makes it whole; all nodes run again afterwards.
     *
     * @return what is worth telling; empty for nothing
     */
    String end(Cluster cluster);
}
