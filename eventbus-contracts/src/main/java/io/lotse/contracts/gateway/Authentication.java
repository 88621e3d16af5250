package io.lotse.contracts.gateway;

import java.util.List;

import io.lotse.contracts.Doc;

/** Who may use a route, and what its services are told of them. */
@Doc("Who may use a route, and what its services are told of them. Of api_keys and jwt any one lets a client in.")
public record Authentication(
        @Doc("How API keys are taken; absent to take none") ApiKeyUse apiKeys,
        @Doc("The issuers whose JSON Web Tokens are taken as Authorization: Bearer; absent for none")
                List<TokenIssuer> jwt,
        @Doc("The roles of which a client must have one; absent for none") List<String> roles,
        @Doc("The scopes of which a client must have all; absent for none") List<String> scopes,
        @Doc("Whether clients without credentials are let through, as nobody; absent for false") Boolean optional,
        @Doc(
                        "The fields that a client's request loses, for services take them for its identity; * at the end for all that"
                                + " begin so; absent for the usual ones")
                List<String> removeHeaders,
        @Doc("What proves to services that a request came through the gateway, and whose it is; absent for nothing")
                ServiceTokenUse serviceToken) {

    public Authentication {
        jwt = jwt == null ? List.of() : List.copyOf(jwt);
        roles = roles == null ? List.of() : List.copyOf(roles);
        scopes = scopes == null ? List.of() : List.copyOf(scopes);
    }
}
