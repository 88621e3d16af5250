package io.lotse.contracts.gateway;

import java.time.Duration;

import io.lotse.contracts.Doc;

/** The token by which services recognise what came through the gateway. */
@Doc(
        "A token that the gateway signs: services verify it with the keys at /api/v1/gateway/jwks. It says whose the request is.")
public record ServiceTokenUse(
        @Doc("For whom the token is, its aud; absent for the names of the services that the route leads to")
                String audience,
        @Doc("The field that it comes in, after Bearer if that is Authorization; absent for Lotse-Token") String header,
        @Doc("How long it is good for; absent for 60 seconds") Duration lifetime) {}
