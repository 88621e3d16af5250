package io.lotse.contracts.gateway;

import io.lotse.contracts.Doc;

/** Which kept answers the gateways give up. */
@Doc("Which kept answers the gateways give up: those that all of this holds for. One of it at least is given.")
public record CachePurge(
        @Doc("The host that was asked for, with its port where clients name one; absent for any") String host,
        @Doc("The path that was asked for, whatever its query; with /** at the end also all below; absent for any")
                String path,
        @Doc("The route that was asked by; absent for any") String route,
        @Doc("A tag that the service gave the answer in Cache-Tag or Surrogate-Key; absent for any") String tag) {}
