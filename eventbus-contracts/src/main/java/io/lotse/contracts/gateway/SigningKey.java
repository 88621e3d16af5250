package io.lotse.contracts.gateway;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** The public half of a key that a gateway signs service tokens with. */
@Doc("The public half of a key that one gateway signs service tokens with.")
public record SigningKey(
        @Doc("The key") PublicJwk key, @Doc("When the last token that it signed has expired") Instant expiresAt) {}
