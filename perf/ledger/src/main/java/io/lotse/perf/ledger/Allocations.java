package io.lotse.perf.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ledger.Claim;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.RegisteredInstance;

/** The same allocation in the words of each contender. */
final class Allocations {
    private static final int CANDIDATES = 8;

    private Allocations() {}

    static String id(int number) {
        return "orders-" + number;
    }

    /** There are more of them than a host has ports: a space takes 40 000. */
    static String key(int number) {
        return LedgerKeys.allocation("host-" + number / 40_000, Protocol.TCP, 20_000 + number % 40_000);
    }

    static Map<String, Object> allocation(int number) {
        return encode(new Allocation(
                "host-" + number / 40_000,
                Protocol.TCP,
                20_000 + number % 40_000,
                id(number),
                Instant.parse("2026-01-01T00:00:00Z"),
                true));
    }

    static Map<String, Object> instance(int number) {
        return encode(new RegisteredInstance(
                id(number),
                "orders",
                "http",
                "127.0.0.1",
                "host-1",
                Protocol.TCP,
                InstanceStatus.ACTIVE,
                null,
                null,
                null,
                "production",
                List.of(),
                "/health",
                Map.of("zone", "a"),
                Instant.parse("2026-01-01T00:00:00Z"),
                false));
    }

    private static Map<String, Object> encode(Object value) {
        return ContractCodec.encode(value).getMap();
    }

    /** A claim of the first free of some ports, the instance, and a request id by which a repeat is known. */
    static Transaction transaction(int number, Instant now) {
        List<List<String>> candidates = IntStream.range(0, CANDIDATES)
                .mapToObj(i -> List.of(key(number + i)))
                .toList();
        return new Transaction(
                "request-" + number,
                "fingerprint",
                Map.of("service_id", id(number)),
                now,
                List.of(),
                List.of(new Claim(candidates, allocation(number))),
                List.of(new Mutation(LedgerKeys.instance(id(number)), instance(number))));
    }
}
