package io.lotse.mock;

import java.util.Collection;
import java.util.List;

/** Has an answer to each request. */
interface Answers {
    /** Never null; what cannot be answered is answered with a problem. */
    Reply answer(Asked asked);

    /** What there is, for people. */
    String describe();

    /** What of the source is not understood, for people. */
    default Collection<String> remarks() {
        return List.of();
    }
}
