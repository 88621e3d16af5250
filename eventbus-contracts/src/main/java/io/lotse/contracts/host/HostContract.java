package io.lotse.contracts.host;

import java.time.Duration;
import java.util.Set;

import io.lotse.contracts.Empty;
import io.lotse.contracts.Operation;

/** What a host's agent can be asked. Each is served for its host: {@code ADDRESS@HOST}. */
public final class HostContract {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    public static final Operation<BindProbe, BindReport> PROBE = new Operation<>(
            "lotse.host-agent.probe.v1",
            BindProbe.class,
            BindReport.class,
            "Tries which ports can be bound, by binding them for a moment",
            TIMEOUT,
            Set.of());

    public static final Operation<ListenerQuery, Listeners> LISTENERS = new Operation<>(
            "lotse.host-agent.listeners.v1",
            ListenerQuery.class,
            Listeners.class,
            "Tells which process listens at a port",
            TIMEOUT,
            Set.of());

    public static final Operation<Empty, HostFacts> FACTS = new Operation<>(
            "lotse.host-agent.facts.v1",
            Empty.class,
            HostFacts.class,
            "Tells the host's addresses and its ephemeral ports",
            TIMEOUT,
            Set.of());

    private HostContract() {}
}
