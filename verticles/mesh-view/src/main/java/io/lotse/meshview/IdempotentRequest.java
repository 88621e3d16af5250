package io.lotse.meshview;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;

/**
 * What the ledger recognises a repeated request by.
 *
 * @param requestId the transaction's request id
 * @param fingerprint stands for the request's content
 * @param keyed whether the caller gave an idempotency key: only then can there be an earlier outcome
 */
public record IdempotentRequest(String requestId, String fingerprint, boolean keyed) {
    private static final int MAX_KEY = 255;

    /**
     * @param operation what is asked, so that one key may serve different operations
     * @param idempotencyKey the caller's key; null for none, then every request is its own
     * @param content the request without the key
     * @throws ContractException {@link io.lotse.contracts.ProblemCode#INVALID_REQUEST} for an empty or overlong key
     */
    public static IdempotentRequest of(String operation, String idempotencyKey, Object content) {
        if (idempotencyKey == null) {
            return new IdempotentRequest(operation + ":" + UUID.randomUUID(), null, false);
        }
        if (idempotencyKey.isBlank() || idempotencyKey.length() > MAX_KEY) {
            throw ContractException.invalid(
                    "idempotency_key",
                    "has " + idempotencyKey.length() + " characters: give 1 to " + MAX_KEY + ", or leave it out");
        }
        String canonical = canonical(ContractCodec.encode(content).getMap());
        return new IdempotentRequest(operation + ":key:" + idempotencyKey, sha256(canonical), true);
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
