package io.lotse.contracts.host;

import io.lotse.contracts.Doc;
import io.lotse.contracts.PageLimit;
import io.lotse.contracts.ports.Protocol;

/** Asks for all who listen on a host. */
@Doc("Asks for all who listen on a host.")
public record SocketQuery(
        @Doc("tcp or udp; absent for both") Protocol protocol,
        @Doc(
                        value = "The largest number of listeners in the reply, 1 to 5000; absent for 500",
                        min = 1,
                        max = SocketQuery.MAX_LIMIT)
                Integer limit) {
    public static final int DEFAULT_LIMIT = 500;
    public static final int MAX_LIMIT = 5000;

    public SocketQuery {
        limit = PageLimit.of(limit, DEFAULT_LIMIT, MAX_LIMIT);
    }
}
