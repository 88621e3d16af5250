package io.lotse.eventlog;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/** Does something for each of some offsets, and tells for which it held. */
final class Settling {
    private Settling() {}

    static Answer each(List<Long> offsets, LongPredicate settle) {
        List<Long> settled = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();
        for (long offset : offsets) {
            (settle.test(offset) ? settled : unknown).add(offset);
        }
        return Answer.settled(settled, unknown);
    }
}
