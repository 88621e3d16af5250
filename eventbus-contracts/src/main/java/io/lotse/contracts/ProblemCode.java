package io.lotse.contracts;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every way in which an operation or an HTTP request may fail. The {@link #code() code} is what programs compare; it
 * never changes its meaning. The number travels as the failure code of an event-bus reply.
 */
public enum ProblemCode {
    MALFORMED_JSON("malformed-json", 4001, 400, "The body is not JSON"),
    INVALID_REQUEST("invalid-request", 4002, 400, "The request has mistakes"),
    UNKNOWN_ENVIRONMENT("unknown-environment", 4003, 400, "There is no such environment"),
    FOREIGN_ORIGIN("foreign-origin", 4031, 403, "A page of another origin may not do this"),
    NOT_FOUND("not-found", 4041, 404, "There is nothing at this path"),
    UNKNOWN_SERVICE("unknown-service", 4042, 404, "No service has this name"),
    UNKNOWN_INSTANCE("unknown-instance", 4043, 404, "No instance has this id"),
    UNKNOWN_PROCESS("unknown-process", 4044, 404, "No process has this id"),
    UNKNOWN_HOST("unknown-host", 4045, 404, "No host has this name"),
    METHOD_NOT_ALLOWED("method-not-allowed", 4051, 405, "This path does not serve this method"),
    INSTANCE_EXISTS("instance-exists", 4091, 409, "An instance with this id is registered already"),
    PORT_TAKEN("port-taken", 4092, 409, "The port is taken"),
    PORT_RESERVED("port-reserved", 4093, 409, "The port is reserved"),
    PORT_OUTSIDE_RANGES("port-outside-ranges", 4094, 409, "The port lies outside of the ranges in use"),
    NO_FREE_PORT("no-free-port", 4095, 409, "No port is free"),
    CONFLICT("conflict", 4096, 409, "Somebody else changed this at the same time"),
    REVISION_COMPACTED("revision-compacted", 4101, 410, "The revision is older than the history that is kept"),
    BODY_TOO_LARGE("body-too-large", 4131, 413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 4151, 415, "The body is of a type that is not served here"),
    UNKNOWN_DEPENDENCY("unknown-dependency", 4221, 422, "A dependency is not registered"),
    DEPENDENCY_CYCLE("dependency-cycle", 4222, 422, "The dependencies run in a circle"),
    IDEMPOTENCY_KEY_REUSED("idempotency-key-reused", 4223, 422, "The idempotency key came with another request"),
    HEADERS_TOO_LARGE("headers-too-large", 4311, 431, "The request line or the headers are too large"),
    INTERNAL("internal", 5001, 500, "Lotse failed"),
    UPSTREAM_REFUSED("upstream-refused", 5021, 502, "The instance refused the connection"),
    UPSTREAM_FAILED("upstream-failed", 5022, 502, "The instance broke off"),
    NO_HEALTHY_INSTANCE("no-healthy-instance", 5031, 503, "The service has no healthy instance"),
    LEDGER_UNAVAILABLE("ledger-unavailable", 5032, 503, "The ledger takes no writes at the moment"),
    HOST_UNREACHABLE("host-unreachable", 5033, 503, "The host's agent does not answer"),
    NOT_READY("not-ready", 5034, 503, "The node is not ready"),
    UPSTREAM_TIMEOUT("upstream-timeout", 5041, 504, "The instance did not answer in time"),
    OUTCOME_UNKNOWN("outcome-unknown", 5042, 504, "It is not known whether the change was made");

    private final String code;
    private final String type;
    private final int number;
    private final int httpStatus;
    private final String title;

    ProblemCode(String code, int number, int httpStatus, String title) {
        this.code = code;
        this.type = "urn:lotse:problem:" + code;
        this.number = number;
        this.httpStatus = httpStatus;
        this.title = title;
    }

    /** The name that programs compare, such as {@code port-taken}. */
    public String code() {
        return code;
    }

    /**
     * The {@code type} of RFC 9457, such as {@code urn:lotse:problem:port-taken}: a name and not a link, so that it is
     * the same at every listener that an answer comes through.
     */
    public String type() {
        return type;
    }

    /** The failure code of an event-bus reply. */
    public int number() {
        return number;
    }

    /** The status of an HTTP answer. */
    public int httpStatus() {
        return httpStatus;
    }

    /** What went wrong in general, the {@code title} of RFC 9457. */
    public String title() {
        return title;
    }

    /** The code that travels as this number; empty for a number that is none of ours. */
    public static Optional<ProblemCode> ofNumber(int number) {
        return Arrays.stream(values()).filter(c -> c.number == number).findFirst();
    }
}
