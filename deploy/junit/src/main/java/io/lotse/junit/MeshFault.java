package io.lotse.junit;

/** A fault that is in force. */
public final class MeshFault {
    private final String environment;
    private final String name;
    private final Runnable removal;

    MeshFault(String environment, String name, Runnable removal) {
        this.environment = environment;
        this.name = name;
        this.removal = removal;
    }

    /** Its name, as {@code lotse faults list} has it. */
    public String name() {
        return name;
    }

    /**
     * Ends it.
     *
     * @throws MeshException if it has ended, or the node does not answer
     */
    public void remove() {
        removal.run();
    }

    @Override
    public String toString() {
        return name + " in " + environment;
    }
}
