package io.lotse.gateway;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.gateway.ApiKey;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;
import io.lotse.meshview.ViewChange;

/**
 * The API keys of the ledger and of the node's file, which hold hashes alone. A secret is 256 random bits, so that one round of SHA-256 keeps it safe;
 * it is looked up by its hash, which who guesses cannot steer, so that the time a look-up takes tells nothing.
 */
final class ApiKeys {
    /** Tells a secret of the mesh from other tokens, and people who find one what it is. */
    static final String PREFIX = "lotse_";

    private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);
    private static final int SECRET_BYTES = 32;

    private final MeshView view;
    private final Clock clock;
    private volatile Map<ByteBuffer, Known> byHash = Map.of();
    /** Those that this node's file says. */
    private volatile Map<ByteBuffer, Known> byHashOfFile = Map.of();

    /**
     * A key and whom it stands for.
     *
     * @param ends when it does, in milliseconds since 1970
     */
    private record Known(Identity identity, long ends) {}

    ApiKeys(MeshView view, Clock clock) {
        this.view = view;
        this.clock = clock;
    }

    /** Follows the ledger from now on. */
    void start() {
        view.onChange(this::changed);
        read(view.snapshot());
    }

    /** Whom a secret stands for; null if it is unknown, revoked or has expired. */
    Identity find(String secret) {
        ByteBuffer hash = ByteBuffer.wrap(Sha256.of(secret));
        Known known = byHash.get(hash);
        if (known == null) {
            known = byHashOfFile.get(hash);
        }
        return known == null || known.ends() <= clock.millis() ? null : known.identity();
    }

    /** All that the ledger holds, by name. */
    static List<ApiKey> of(MeshSnapshot snapshot) {
        List<ApiKey> keys = new ArrayList<>();
        for (Entry entry : snapshot.entries(LedgerKeys.API_KEYS)) {
            try {
                ApiKey key = ContractCodec.decode(new JsonObject(entry.value()), ApiKey.class);
                RouteCheck.refuse(errors(key));
                keys.add(key);
            } catch (ContractException ofAnotherRelease) {
                LOG.warn("event=api_key_unreadable key={} reason=\"{}\"", entry.key(), ofAnotherRelease.getMessage());
            }
        }
        return keys;
    }

    /** Each mistake of a key. */
    static List<FieldError> errors(ApiKey key) {
        List<FieldError> errors = new ArrayList<>();
        if (key.name() == null || !key.name().matches(RouteCheck.NAME)) {
            errors.add(new FieldError("name", "is no name: give 1 to 63 of a-z, 0-9, '.', '_' and '-'"));
        }
        if (key.sha256() == null || !key.sha256().matches("[0-9a-f]{64}")) {
            errors.add(new FieldError("sha256", "is no SHA-256: give 64 of 0-9 and a-f, and never the secret itself"));
        }
        errors.addAll(AuthCheck.scopes("scopes", key.scopes()));
        errors.addAll(AuthCheck.roles("roles", key.roles()));
        return errors;
    }

    static String newSecret() {
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    static String hash(String secret) {
        return HexFormat.of().formatHex(Sha256.of(secret));
    }

    private void changed(ViewChange change) {
        boolean touched = change.changes().isEmpty()
                || change.changes().stream().anyMatch(c -> c.key().startsWith(LedgerKeys.API_KEYS));
        if (touched) {
            read(change.now());
        }
    }

    private void read(MeshSnapshot snapshot) {
        byHash = known(of(snapshot));
    }

    /** What the node's file says now. */
    void ofFile(List<ApiKey> keys) {
        byHashOfFile = known(keys);
    }

    private static Map<ByteBuffer, Known> known(List<ApiKey> keys) {
        Map<ByteBuffer, Known> next = new HashMap<>();
        for (ApiKey key : keys) {
            Identity identity = Identity.ofKey(key.name(), key.roles(), key.scopes());
            long ends =
                    key.expiresAt() == null ? Long.MAX_VALUE : key.expiresAt().toEpochMilli();
            next.put(ByteBuffer.wrap(HexFormat.of().parseHex(key.sha256())), new Known(identity, ends));
        }
        return next;
    }
}
