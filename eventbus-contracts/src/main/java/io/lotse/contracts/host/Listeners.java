package io.lotse.contracts.host;

import java.util.List;

import io.lotse.contracts.Doc;

/** Who listens at a port. */
@Doc("Who listens at a port; empty where nobody does.")
public record Listeners(@Doc("One for each address that is bound") List<Listener> listeners) {}
