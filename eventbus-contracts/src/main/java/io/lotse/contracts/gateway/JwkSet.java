package io.lotse.contracts.gateway;

import java.util.List;

import io.lotse.contracts.Doc;

/** Public keys, as RFC 7517, 5 writes them. */
@Doc("The public keys of all gateways, as RFC 7517 writes a JWK Set.")
public record JwkSet(@Doc("The keys") List<PublicJwk> keys) {

    public JwkSet {
        keys = keys == null ? List.of() : List.copyOf(keys);
    }
}
