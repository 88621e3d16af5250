package io.lotse.contracts.gateway;

import io.lotse.contracts.Doc;

/** A public key on an elliptic curve, as RFC 7517 and 7518, 6.2.1 write it. */
@Doc("A public key on an elliptic curve, as RFC 7517 writes it.")
public record PublicJwk(
        @Doc("EC") String kty,
        @Doc("P-256") String crv,
        @Doc("A coordinate, base64url") String x,
        @Doc("The other coordinate, base64url") String y,
        @Doc("The key's id") String kid,
        @Doc("sig") String use,
        @Doc("ES256") String alg) {}
