package io.lotse.meshview;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.ledger.Claim;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Transaction;

/**
 * What the ledger recognises a repeated request by.
 *
 * @param requestId the transaction's request id; null where the caller gave no idempotency key
 * @param fingerprint stands for the request's content; null without a key
 */
public record IdempotentRequest(String requestId, String fingerprint) {
    private static final int MAX_KEY = 255;

    /**
     * What stands for a request.
     *
     * @param operation what is asked, so that one key may serve different operations
     * @param idempotencyKey the caller's key; null for none, then every request is its own
     * @param content the request without the key
     * @throws ContractException {@link io.lotse.contracts.ProblemCode#INVALID_REQUEST} for an empty or overlong key
     */
    public static IdempotentRequest of(String operation, String idempotencyKey, Object content) {
        if (idempotencyKey == null) {
            return new IdempotentRequest(null, null);
        }
        if (idempotencyKey.isBlank() || idempotencyKey.length() > MAX_KEY) {
            throw ContractException.invalid(
                    "idempotency_key",
                    "has " + idempotencyKey.length() + " characters: give 1 to " + MAX_KEY + ", or leave it out");
        }
        String canonical = canonical(ContractCodec.encode(content).getMap());
        return new IdempotentRequest(operation + ":" + idempotencyKey, sha256(canonical));
    }

    /** Whether there can have been an earlier request like this. */
    public boolean repeatable() {
        return requestId != null;
    }

    /**
     * The request's change of the ledger.
     *
     * @param memo kept with the outcome, to give the same answer to a repeat
     */
    public Transaction transaction(
            Object memo, Instant at, List<Condition> conditions, List<Claim> claims, List<Mutation> mutations) {
        Map<String, Object> kept = repeatable() ? ContractCodec.encode(memo).getMap() : null;
        return new Transaction(requestId, fingerprint, kept, at, conditions, claims, mutations);
    }

    private static String canonical(Object value) {
        if (value instanceof Map<?, ?> map) {
            JsonObject sorted = new JsonObject();
            new TreeMap<>(map).forEach((name, v) -> sorted.put((String) name, canonical(v)));
            return sorted.encode();
        }
        if (value instanceof List<?> list) {
            return new JsonArray(list.stream().map(IdempotentRequest::canonical).toList()).encode();
        }
        return String.valueOf(value);
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
