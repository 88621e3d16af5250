package io.lotse.contracts.alerts;

import io.lotse.contracts.Doc;

/** Tries channels, at once and at the node that answers. */
@Doc("Tries channels, at once and at the node that answers.")
public record ChannelTrial(@Doc("The channel's name; absent for all") String channel) {}
