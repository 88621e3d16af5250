package io.lotse.contracts.ledger;

import java.util.Map;

import io.lotse.contracts.Doc;

/** A key of the ledger with its value. */
@Doc("A key of the ledger with its value.")
public record Entry(
        @Doc("The key, such as instance/orders-1") String key,
        @Doc("The value, a JSON object") Map<String, Object> value,
        @Doc("The revision that put the key first") long createRevision,
        @Doc("The revision that put the value") long modRevision) {}
