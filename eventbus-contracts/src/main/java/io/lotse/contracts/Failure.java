package io.lotse.contracts;

import java.util.List;

/** What the failure of an operation says: the text of the event-bus failure. */
@Doc("What the failure of an operation says; the text of the event-bus failure, whose number is the code's.")
public record Failure(
        @Doc("What programs compare, such as port-taken") String code,
        @Doc("What was wrong, where, and what to do; for people") String detail,
        @Doc("Each mistake with its field; absent where the failure lies in no field") List<FieldError> errors) {}
