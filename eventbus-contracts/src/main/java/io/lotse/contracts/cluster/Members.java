package io.lotse.contracts.cluster;

import java.util.List;

import io.lotse.contracts.Doc;

/** The nodes that are in the cluster now. */
@Doc("The nodes that are in the cluster now.")
public record Members(@Doc("By name") List<NodeInfo> nodes) {}
