package io.lotse.contracts.gateway;

import java.time.Instant;
import java.util.List;

import io.lotse.contracts.Doc;

/** Makes an API key. */
@Doc("Makes an API key.")
public record ApiKeyCreation(
        @Doc("Whose it is, 1 to 63 of a-z, 0-9, '.', '_' and '-'; services are told it as the user") String name,
        @Doc("The roles that it has; absent for none") List<String> roles,
        @Doc("The scopes that it has; absent for none") List<String> scopes,
        @Doc("When it ceases to let anybody in; absent for never") Instant expiresAt) {

    public ApiKeyCreation {
        roles = roles == null ? List.of() : List.copyOf(roles);
        scopes = scopes == null ? List.of() : List.copyOf(scopes);
    }
}
