package io.lotse.contracts;

import java.util.List;
import java.util.stream.Collectors;

/** One mistake of a request. */
@Doc("One mistake of a request: where it is and how to mend it.")
public record FieldError(
        @Doc("The field, as a path into the body such as port_range[0]") String field,
        @Doc("What is wrong and what would be right") String message) {
    /** All of them in one line. */
    public static String text(List<FieldError> errors) {
        return errors.stream().map(e -> e.field() + ": " + e.message()).collect(Collectors.joining("; "));
    }
}
