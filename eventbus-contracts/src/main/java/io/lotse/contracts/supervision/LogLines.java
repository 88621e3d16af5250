package io.lotse.contracts.supervision;

import java.util.List;

import io.lotse.contracts.Doc;

/** Lines of a log. */
@Doc("Lines of a log.")
public record LogLines(
        @Doc("The lines, the oldest first") List<String> items,
        @Doc(value = "Where to read on: the position behind the last of them", min = 0) long next) {
    public LogLines {
        items = items == null ? List.of() : List.copyOf(items);
    }
}
