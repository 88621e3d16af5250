package io.lotse.contracts.host;

import java.time.Duration;
import java.util.Set;

import io.lotse.contracts.Empty;
import io.lotse.contracts.EventType;
import io.lotse.contracts.Operation;
import io.lotse.contracts.ProblemCode;

/** What a host's agent can be asked. Each is served for its host: {@code ADDRESS@HOST}. */
public final class HostContract {
    private static final String HOST = "host";
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    public static final Operation<BindProbe, BindReport> PROBE = new Operation<>(
                    "lotse.host-agent.probe.v1",
                    BindProbe.class,
                    BindReport.class,
                    "Tries which ports can be bound, by binding them for a moment",
                    TIMEOUT,
                    Set.of())
            .servedPer(HOST);

    public static final Operation<ListenerQuery, Listeners> LISTENERS = new Operation<>(
                    "lotse.host-agent.listeners.v1",
                    ListenerQuery.class,
                    Listeners.class,
                    "Tells which process listens at a port",
                    TIMEOUT,
                    Set.of())
            .servedPer(HOST);

    public static final Operation<PortsQuery, PortOwners> OWNERS = new Operation<>(
                    "lotse.host-agent.owners.v1",
                    PortsQuery.class,
                    PortOwners.class,
                    "Tells which processes listen at some ports, and what sets them apart from others that had or will"
                            + " have the same ids; looks once for all of the ports",
                    TIMEOUT,
                    Set.of())
            .servedPer(HOST);

    public static final Operation<Empty, HostFacts> FACTS = new Operation<>(
                    "lotse.host-agent.facts.v1",
                    Empty.class,
                    HostFacts.class,
                    "Tells the host's addresses and its ephemeral ports",
                    TIMEOUT,
                    Set.of())
            .servedPer(HOST);

    public static final Operation<Empty, HostLoad> HOST_LOAD = new Operation<>(
                    "lotse.host-agent.host-load.v1",
                    Empty.class,
                    HostLoad.class,
                    "Tells how busy the host is; sampled at most once a second, for all who ask",
                    TIMEOUT,
                    Set.of())
            .servedPer(HOST);

    public static final Operation<ProcessQuery, ProcessLoad> PROCESS_LOAD = new Operation<>(
                    "lotse.host-agent.process-load.v1",
                    ProcessQuery.class,
                    ProcessLoad.class,
                    "Tells how busy a process is; sampled at most once a second, for all who ask",
                    TIMEOUT,
                    Set.of(ProblemCode.UNKNOWN_PROCESS))
            .servedPer(HOST);

    public static final Operation<SocketQuery, HostSockets> SOCKETS = new Operation<>(
                    "lotse.host-agent.sockets.v1",
                    SocketQuery.class,
                    HostSockets.class,
                    "Lists who listens on the host; sampled at most once a second, for all who ask",
                    TIMEOUT,
                    Set.of())
            .servedPer(HOST);

    public static final Operation<ProcessesQuery, Processes> IDENTIFY = new Operation<>(
                    "lotse.host-agent.identify.v1",
                    ProcessesQuery.class,
                    Processes.class,
                    "Tells what sets processes apart from others that had or will have the same ids",
                    TIMEOUT,
                    Set.of(ProblemCode.UNKNOWN_PROCESS))
            .servedPer(HOST);

    public static final Operation<ListenerQuery, PortFacts> PORT = new Operation<>(
                    "lotse.host-agent.port.v1",
                    ListenerQuery.class,
                    PortFacts.class,
                    "Tells what the operating system says of a port: who has it, in which state, what it is kept for",
                    TIMEOUT,
                    Set.of())
            .servedPer(HOST);

    public static final Operation<Empty, ForeignListeners> FOREIGN = new Operation<>(
                    "lotse.host-agent.foreign.v1",
                    Empty.class,
                    ForeignListeners.class,
                    "Lists who listens at managed ports of the host without an allocation that explains it",
                    TIMEOUT,
                    Set.of())
            .servedPer(HOST);

    public static final EventType<ForeignListeners> FOREIGN_LISTENERS_CHANGED = new EventType<>(
            "ForeignListenersChanged",
            "lotse.host-agent.foreign-listeners-changed.v1",
            ForeignListeners.class,
            EventType.Reach.MESH,
            "Others listen at managed ports of a host than before, without an allocation that explains it");

    private HostContract() {}
}
