package io.lotse.contracts.imports;

import io.lotse.contracts.EventType;

/** What is said of instances that nobody registers by hand, because Lotse finds them elsewhere. */
public final class ImportsContract {
    /**
     * The metadata of an imported instance name here what keeps it: {@code docker:HOST}, say. Who keeps it deregisters
     * it when it is gone there.
     */
    public static final String IMPORTED_FROM = "imported_from";

    public static final EventType<SourceChange> SOURCE_CHANGED = new EventType<>(
            "SourceChanged",
            "lotse.imports.source-changed.v1",
            SourceChange.class,
            EventType.Reach.MESH,
            "A node reaches what it imports instances from, does not reach it any more, or not for another reason");

    private ImportsContract() {}
}
