package io.lotse.contracts;

import java.util.List;

import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * A failure with a code, the same on this node, over the event bus and as problem+json. It carries no stack trace: it
 * tells a caller what to do, it reports no bug.
 */
public final class ContractException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemCode code;
    private final transient List<FieldError> errors;

    /**
     * @param code what kind of failure
     * @param detail what was wrong, where, and what to do; for people
     */
    public ContractException(ProblemCode code, String detail) {
        this(code, detail, List.of());
    }

    /**
     * @param code what kind of failure
     * @param detail what was wrong, where, and what to do; for people
     * @param errors each mistake with its field; empty where the failure lies in no field
     */
    public ContractException(ProblemCode code, String detail, List<FieldError> errors) {
        super(detail, null, false, false);
        this.code = code;
        this.errors = List.copyOf(errors);
    }

    /** A request with one mistake. */
    public static ContractException invalid(String field, String message) {
        return new ContractException(
                ProblemCode.INVALID_REQUEST, field + ": " + message, List.of(new FieldError(field, message)));
    }

    /** A request with several mistakes: all are told at once. */
    public static ContractException invalid(List<FieldError> errors) {
        return new ContractException(ProblemCode.INVALID_REQUEST, FieldError.text(errors), errors);
    }

    public ProblemCode code() {
        return code;
    }

    /** Each mistake with its field; empty where the failure lies in no field. */
    public List<FieldError> errors() {
        return errors;
    }

    /** The text of an event-bus failure, a {@link Failure}. */
    String toReplyText() {
        return ContractCodec.encode(new Failure(code.code(), getMessage(), errors.isEmpty() ? null : errors))
                .encode();
    }

    /** What a failed request over the event bus means to the caller. */
    static ContractException fromReply(ReplyException failure, String address) {
        if (failure.failureType() == ReplyFailure.TIMEOUT) {
            return new ContractException(
                    ProblemCode.OUTCOME_UNKNOWN,
                    "no answer from " + address + " in time: ask again with the same request id");
        }
        if (failure.failureType() == ReplyFailure.NO_HANDLERS) {
            return new ContractException(
                    ProblemCode.NOT_READY, "no node serves " + address + " at the moment: try again");
        }
        ProblemCode code = ProblemCode.ofNumber(failure.failureCode()).orElse(ProblemCode.INTERNAL);
        try {
            Failure told = ContractCodec.decode(new JsonObject(failure.getMessage()), Failure.class);
            return new ContractException(code, told.detail(), told.errors() == null ? List.of() : told.errors());
        } catch (DecodeException | NullPointerException | ContractException notOurs) {
            return new ContractException(code, String.valueOf(failure.getMessage()));
        }
    }
}
