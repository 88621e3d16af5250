package io.lotse.contracts.cluster;

import java.time.Instant;
import java.util.List;

import io.lotse.contracts.Doc;

/** A node of the mesh. */
@Doc("A node of the mesh as it describes itself.")
public record NodeInfo(
        @Doc("The id of this run of the node, a UUID, new at each start") String id,
        @Doc("The node's name, lasting") String name,
        @Doc("The host it runs on") String host,
        @Doc("Its rooms: ledger, registry, gateway, ...") List<String> roles,
        @Doc("The gateway's URL; absent on a node without one") String gateway,
        @Doc("The control API's URL; absent on a node without one") String control,
        @Doc("Its address in the cluster, HOST:PORT") String cluster,
        @Doc("The process id on its host") long pid,
        @Doc("Its Lotse version") String version,
        @Doc("When it was started") Instant startedAt) {}
