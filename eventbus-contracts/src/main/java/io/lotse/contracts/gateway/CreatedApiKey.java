package io.lotse.contracts.gateway;

import io.lotse.contracts.Doc;

/** An API key that was made, with the secret. */
@Doc("An API key that was made. This is the one time that the secret is told.")
public record CreatedApiKey(@Doc("What clients send") String secret, @Doc("What is kept of it") ApiKey key) {
    /** Not into a log. */
    @Override
    public String toString() {
        return "CreatedApiKey[key=" + key + "]";
    }
}
