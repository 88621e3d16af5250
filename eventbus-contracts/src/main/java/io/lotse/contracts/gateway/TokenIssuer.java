package io.lotse.contracts.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.lotse.contracts.Doc;

/** Somebody whose JSON Web Tokens are believed, and how far (RFC 7519, RFC 8725). */
@Doc("Somebody whose JSON Web Tokens are believed. The keys come from exactly one of jwks_url, jwks and pem.")
public record TokenIssuer(
        @Doc("What the tokens' iss must be") String issuer,
        @Doc("What the tokens' aud must have one of") List<String> audiences,
        @Doc("Where the issuer publishes its keys as a JWK Set (RFC 7517); absent where they are given here")
                String jwksUrl,
        @Doc("The keys as a JWK Set; absent where they are given otherwise") Map<String, Object> jwks,
        @Doc("Public keys or certificates as PEM; absent where they are given otherwise") String pem,
        @Doc(
                        "The algorithms that the tokens may be signed with, of RS, PS and ES with 256, 384 and 512; absent for all of"
                                + " these")
                List<String> algorithms,
        @Doc("How far the issuer's clock may be off; absent for 30 seconds") Duration leeway,
        @Doc("The claim that has the roles, with dots for one within another; absent for roles") String rolesClaim,
        @Doc("The claim that has the scopes; absent for scope, or scp where there is none") String scopesClaim) {

    public TokenIssuer {
        audiences = audiences == null ? List.of() : List.copyOf(audiences);
        algorithms = algorithms == null ? List.of() : List.copyOf(algorithms);
    }
}
