package io.lotse.it.nemesis;

import java.time.Duration;
import java.util.Set;

import io.lotse.it.Lotse;

/** What lies between the nodes of a mesh, and can be broken there. */
interface Network extends AutoCloseable {
    /** How it is made, in a word. */
    String kind();

    /** The address that a node is told it has, and the others are told. */
    String address(String node);

    /** Where the tests reach a node, whatever is broken. */
    String reach(String node);

    /** Where the nodes reach a service of the tests. */
    String services();

    /** The command, run where the node is. */
    Lotse at(String node, Lotse lotse);

    /** From now on nothing of what one node sends reaches the other. */
    void cut(String from, String to);

    /** From now on a part of what the nodes send each other is lost on its way, and comes late or never. */
    void lose(double share);

    /** From now on all that the nodes send each other comes so much later. */
    void delay(Duration late);

    /** What {@link #delay} can do here. */
    boolean canDelay();

    /** All is whole again. */
    void heal();

    /** From now on nothing passes between one side and all others. */
    default void part(Set<String> side, Set<String> all) {
        for (String here : side) {
            for (String there : all) {
                if (!side.contains(there)) {
                    cut(here, there);
                    cut(there, here);
                }
            }
        }
    }

    @Override
    void close();
}
