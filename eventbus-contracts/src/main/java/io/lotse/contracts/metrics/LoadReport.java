package io.lotse.contracts.metrics;

import java.time.Instant;
import java.util.List;

import io.lotse.contracts.Doc;
import io.lotse.contracts.host.HostLoad;

/** How busy a node's host is, and the processes of the instances that the node looks after. */
@Doc("How busy a node's host is, and the processes of the instances that the node looks after.")
public record LoadReport(
        @Doc("The node's name") String node,
        @Doc("When it was measured, by the node's clock") Instant at,
        @Doc("How busy its host is; absent where nobody tells") HostLoad host,
        @Doc("The processes of instances of its host; where several nodes share a host each instance is told of by one")
                List<ProcessUse> processes) {}
