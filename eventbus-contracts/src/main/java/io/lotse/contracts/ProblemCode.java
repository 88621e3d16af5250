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
    UNAUTHENTICATED("unauthenticated", 4011, 401, "The request has no credentials"),
    INVALID_CREDENTIALS("invalid-credentials", 4012, 401, "The credentials are not good"),
    FOREIGN_ORIGIN("foreign-origin", 4031, 403, "A page of another origin may not do this"),
    INSUFFICIENT_SCOPE("insufficient-scope", 4032, 403, "The credentials do not reach so far"),
    SCRIPT_REFUSED("script-refused", 4033, 403, "The host does not run this script"),
    NOT_FOUND("not-found", 4041, 404, "There is nothing at this path"),
    UNKNOWN_SERVICE("unknown-service", 4042, 404, "No service has this name"),
    UNKNOWN_INSTANCE("unknown-instance", 4043, 404, "No instance has this id"),
    UNKNOWN_PROCESS("unknown-process", 4044, 404, "No process has this id"),
    UNKNOWN_HOST("unknown-host", 4045, 404, "No host has this name"),
    UNKNOWN_ROUTE("unknown-route", 4048, 404, "No route has this name"),
    UNKNOWN_API_KEY("unknown-api-key", 4049, 404, "No API key has this name"),
    UNKNOWN_FAULT("unknown-fault", 40431, 404, "The environment has no fault of this name"),
    UNKNOWN_REPORT("unknown-report", 40421, 404, "No report with this id is kept"),
    UNKNOWN_RECOMMENDATION("unknown-recommendation", 40422, 404, "No recommendation has this id"),
    UNKNOWN_ALERT("unknown-alert", 40426, 404, "No alert has this id"),
    UNKNOWN_SILENCE("unknown-silence", 40427, 404, "No silence has this id"),
    UNKNOWN_CHANNEL("unknown-channel", 40428, 404, "No channel has this name"),
    UNKNOWN_TOPIC("unknown-topic", 40429, 404, "No topics are declared by this pattern"),
    UNKNOWN_GROUP("unknown-group", 40430, 404, "The topic has no group with this name"),
    UNKNOWN_SERVICE_SET("unknown-service-set", 40410, 404, "No set of services has this name"),
    NO_REASSIGNMENT("no-reassignment", 4046, 404, "The instance has no part in handing a port over"),
    METHOD_NOT_ALLOWED("method-not-allowed", 4051, 405, "This path does not serve this method"),
    NOT_ACCEPTABLE("not-acceptable", 4061, 406, "No answer is of a type that the request accepts"),
    REQUEST_TIMEOUT("request-timeout", 4081, 408, "The request did not come in time"),
    INSTANCE_EXISTS("instance-exists", 4091, 409, "An instance with this id is registered already"),
    PORT_TAKEN("port-taken", 4092, 409, "The port is taken"),
    PORT_RESERVED("port-reserved", 4093, 409, "The port is reserved"),
    PORT_OUTSIDE_RANGES("port-outside-ranges", 4094, 409, "The port lies outside of the ranges in use"),
    NO_FREE_PORT("no-free-port", 4095, 409, "No port is free"),
    CONFLICT("conflict", 4096, 409, "Somebody else changed this at the same time"),
    ENVIRONMENT_EXISTS("environment-exists", 4097, 409, "An environment with this name exists already"),
    ENVIRONMENT_IN_USE("environment-in-use", 4098, 409, "Instances of the environment are active"),
    RANGE_OVERLAPS("range-overlaps", 4099, 409, "The range overlaps another environment's"),
    PORTS_IN_USE("ports-in-use", 40910, 409, "Instances hold ports that the change would take"),
    LEDGER_NOT_EMPTY("ledger-not-empty", 40911, 409, "The ledger holds something already"),
    PORT_QUARANTINED("port-quarantined", 40912, 409, "Another service gave the port back a moment ago"),
    API_KEY_EXISTS("api-key-exists", 40913, 409, "An API key with this name exists already"),
    TOPIC_NOT_DURABLE("topic-not-durable", 40914, 409, "The events of the topic are not kept"),
    FAULTS_REFUSED("faults-refused", 40930, 409, "The environment takes no faults"),
    REVISION_COMPACTED("revision-compacted", 4101, 410, "The revision is older than the history that is kept"),
    BODY_TOO_LARGE("body-too-large", 4131, 413, "The body is too large"),
    URL_TOO_LONG("url-too-long", 4141, 414, "The URL is too long"),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 4151, 415, "The body is of a type that is not served here"),
    UNKNOWN_DEPENDENCY("unknown-dependency", 4221, 422, "A dependency is not registered"),
    DEPENDENCY_CYCLE("dependency-cycle", 4222, 422, "The dependencies run in a circle"),
    IDEMPOTENCY_KEY_REUSED("idempotency-key-reused", 4223, 422, "The idempotency key came with another request"),
    INVALID_LEDGER_FILE("invalid-ledger-file", 4224, 422, "The file is no whole export of a ledger"),
    RATE_LIMITED("rate-limited", 4291, 429, "There were too many requests"),
    HEADERS_TOO_LARGE("headers-too-large", 4311, 431, "The request line or the headers are too large"),
    INTERNAL("internal", 5001, 500, "Lotse failed"),
    UPSTREAM_REFUSED("upstream-refused", 5021, 502, "The instance refused the connection"),
    UPSTREAM_FAILED("upstream-failed", 5022, 502, "The instance broke off"),
    NO_HEALTHY_INSTANCE("no-healthy-instance", 5031, 503, "The service has no healthy instance"),
    LEDGER_UNAVAILABLE("ledger-unavailable", 5032, 503, "The ledger takes no writes at the moment"),
    HOST_UNREACHABLE("host-unreachable", 5033, 503, "The host's agent does not answer"),
    NOT_READY("not-ready", 5034, 503, "The node is not ready"),
    LEDGER_DISK_FULL("ledger-disk-full", 5035, 503, "The disk of the ledger is almost full"),
    CIRCUIT_OPEN("circuit-open", 5036, 503, "The instances have failed too often"),
    OVERLOADED("overloaded", 5037, 503, "The route has all the requests it may have"),
    ISSUER_UNAVAILABLE("issuer-unavailable", 5038, 503, "The keys that tokens are verified with cannot be had"),
    EVENT_LOG_UNAVAILABLE("event-log-unavailable", 5039, 503, "The log of events cannot be used at the moment"),
    EVENT_LOG_DISK_FULL("event-log-disk-full", 50310, 503, "The disk of the log of events is almost full"),
    FAULT_INJECTED("fault-injected", 50330, 503, "A test set this fault"),
    UPSTREAM_TIMEOUT("upstream-timeout", 5041, 504, "The instance did not answer in time"),
    NOT_CACHED("not-cached", 5043, 504, "No kept answer serves the request"),
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
