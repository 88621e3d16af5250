package io.lotse.contracts.supervision;

import java.time.Duration;
import java.util.Set;

import io.lotse.contracts.Empty;
import io.lotse.contracts.EventType;
import io.lotse.contracts.Operation;
import io.lotse.contracts.ProblemCode;

/**
 * What a node's supervisor can be asked, at {@code ADDRESS@NODE} with the node's name, and what it tells. What is run
 * stands on the node's disk: none of this carries a command.
 */
public final class SupervisionContract {
    /** The variable that tells each process that a supervisor started whose it is. */
    public static final String MARK_VARIABLE = "LOTSE_SUPERVISED";

    private static final String NODE = "node";
    private static final String HOST = "host";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SCRIPT_TIMEOUT = Duration.ofSeconds(75);

    public static final Operation<SetOrder, SupervisedServices> UP = new Operation<>(
                    "lotse.supervisor.up.v1",
                    SetOrder.class,
                    SupervisedServices.class,
                    "Reads what is declared of a set of services, and starts what does not run as declared; answers"
                            + " before they are ready",
                    TIMEOUT,
                    Set.of(ProblemCode.UNKNOWN_SERVICE_SET, ProblemCode.UNKNOWN_SERVICE))
            .servedPer(NODE);

    public static final Operation<SetOrder, SupervisedServices> DOWN = new Operation<>(
                    "lotse.supervisor.down.v1",
                    SetOrder.class,
                    SupervisedServices.class,
                    "Ends services of a set, each after those that need it; answers before they have ended",
                    TIMEOUT,
                    Set.of(ProblemCode.UNKNOWN_SERVICE_SET, ProblemCode.UNKNOWN_SERVICE))
            .servedPer(NODE);

    public static final Operation<RestartOrder, SupervisedService> RESTART = new Operation<>(
                    "lotse.supervisor.restart.v1",
                    RestartOrder.class,
                    SupervisedService.class,
                    "Ends a service and starts it again, at the same port; answers before it has ended",
                    TIMEOUT,
                    Set.of(ProblemCode.UNKNOWN_SERVICE_SET, ProblemCode.UNKNOWN_SERVICE))
            .servedPer(NODE);

    public static final Operation<Empty, SupervisedServices> STATUS = new Operation<>(
                    "lotse.supervisor.status.v1",
                    Empty.class,
                    SupervisedServices.class,
                    "Lists the services that a node keeps running",
                    TIMEOUT,
                    Set.of())
            .servedPer(NODE);

    public static final Operation<LogQuery, LogLines> LOG = new Operation<>(
                    "lotse.supervisor.log.v1",
                    LogQuery.class,
                    LogLines.class,
                    "Reads a log: a service's, or the node's own",
                    TIMEOUT,
                    Set.of(ProblemCode.UNKNOWN_SERVICE_SET, ProblemCode.UNKNOWN_SERVICE))
            .servedPer(NODE);

    public static final Operation<ScriptOrder, ScriptOutcome> RUN_SCRIPT = new Operation<>(
                    "lotse.supervisor.run-script.v1",
                    ScriptOrder.class,
                    ScriptOutcome.class,
                    "Runs the script that starts a registered instance again; served by nodes of its host that allow"
                            + " scripts",
                    SCRIPT_TIMEOUT,
                    Set.of(ProblemCode.UNKNOWN_INSTANCE, ProblemCode.SCRIPT_REFUSED))
            .servedPer(HOST);

    public static final EventType<SupervisedService> SERVICE_STARTED = told(
            "ServiceStarted", "lotse.supervisor.service-started.v1", "The process of a supervised service was started");

    public static final EventType<SupervisedService> SERVICE_READY = told(
            "ServiceReady",
            "lotse.supervisor.service-ready.v1",
            "A supervised service answers its health check, or listens at its port");

    public static final EventType<SupervisedService> SERVICE_EXITED = told(
            "ServiceExited",
            "lotse.supervisor.service-exited.v1",
            "The process of a supervised service ended that nobody had asked to");

    public static final EventType<SupervisedService> SERVICE_RESTARTED = told(
            "ServiceRestarted", "lotse.supervisor.service-restarted.v1", "A supervised service was started once more");

    public static final EventType<SupervisedService> SERVICE_STOPPED = told(
            "ServiceStopped",
            "lotse.supervisor.service-stopped.v1",
            "A supervised service was ended, as somebody had asked");

    public static final EventType<SupervisedService> SERVICE_GIVEN_UP = told(
            "ServiceGivenUp",
            "lotse.supervisor.service-given-up.v1",
            "A supervised service does not run, and is not started again: its detail says why");

    public static final EventType<SupervisedService> SERVICE_ADOPTED = told(
            "ServiceAdopted",
            "lotse.supervisor.service-adopted.v1",
            "A node that came back found a supervised service running, and supervises it on");

    public static final EventType<ScriptOutcome> SCRIPT_RUN = new EventType<>(
            "RestartScriptRun",
            "lotse.supervisor.script-run.v1",
            ScriptOutcome.class,
            EventType.Reach.MESH,
            "The restart script of an instance was run");

    private SupervisionContract() {}

    private static EventType<SupervisedService> told(String name, String address, String purpose) {
        return new EventType<>(name, address, SupervisedService.class, EventType.Reach.MESH, purpose);
    }
}
