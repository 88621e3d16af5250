package io.lotse.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.gateway.JwkSet;
import io.lotse.contracts.gateway.PublicJwk;
import io.lotse.contracts.gateway.SigningKey;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/**
 * The keys that this gateway signs with. The private half stays in this process; the public half goes into the ledger, so that any
 * node tells it to services. A day after a key was made another one signs, which services have been told of for ten minutes.
 */
final class SigningKeys {
    static final Duration LONGEST_LIFETIME = Duration.ofHours(1);
    static final Duration SIGNS_FOR = Duration.ofDays(1);
    static final Duration TOLD_BEFORE = Duration.ofMinutes(10);
    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
    private static final long LOOK_MILLIS = 10_000;

    private final Vertx vertx;
    private final MeshView view;
    private final LedgerWriter ledger;
    private final Clock clock;
    private volatile Own current;
    /** Takes over from the current one; null until it is made. */
    private volatile Own next;

    /** A key of this gateway. */
    private record Own(ECKey key, JWSSigner signer, JWSHeader header, Instant madeAt) {
        SigningKey told() {
            ECKey p = key.toPublicJWK();
            PublicJwk jwk = new PublicJwk(
                    "EC",
                    p.getCurve().getName(),
                    p.getX().toString(),
                    p.getY().toString(),
                    p.getKeyID(),
                    KeyUse.SIGNATURE.getValue(),
                    JWSAlgorithm.ES256.getName());
            return new SigningKey(jwk, madeAt.plus(SIGNS_FOR).plus(TOLD_BEFORE).plus(LONGEST_LIFETIME));
        }
    }

    SigningKeys(Vertx vertx, MeshView view, Clock clock) {
        this.vertx = vertx;
        this.view = view;
        this.ledger = new LedgerWriter(vertx, view);
        this.clock = clock;
    }

    /** Makes the first key, which takes a millisecond, and looks after it from now on. */
    void start() {
        current = make();
        tend();
        vertx.setPeriodic(LOOK_MILLIS, t -> tend());
    }

    /** The claims as a token that the current key signed. */
    String sign(JWTClaimsSet claims) {
        Own own = current;
        SignedJWT token = new SignedJWT(own.header(), claims);
        try {
            token.sign(own.signer());
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK signs with P-256", e);
        }
        return token.serialize();
    }

    /** Makes the next key in time, has it sign in time, tells the ledger and clears up there. */
    void tend() {
        Instant now = clock.instant();
        Own own = current;
        if (next == null && !now.isBefore(own.madeAt().plus(SIGNS_FOR).minus(TOLD_BEFORE))) {
            next = make();
        } else if (next != null && !now.isBefore(next.madeAt().plus(TOLD_BEFORE))) {
            current = next;
            next = null;
            LOG.info("event=signing_key_changed kid={}", current.key().getKeyID());
        }
        MeshSnapshot snapshot = view.snapshot();
        List<Mutation> mutations = new ArrayList<>();
        for (Own mine : own()) {
            String at = LedgerKeys.signingKey(mine.key().getKeyID());
            if (snapshot.entry(at).isEmpty()) {
                mutations.add(Mutation.put(at, mine.told()));
            }
        }
        stored(snapshot).forEach((at, key) -> {
            if (key.expiresAt().isBefore(now)) {
                mutations.add(Mutation.delete(at));
            }
        });
        if (!mutations.isEmpty()) {
            commit(now, mutations);
        }
    }

    private void commit(Instant now, List<Mutation> mutations) {
        ledger.commit(Transaction.of(now, List.of(), mutations))
                .onFailure(e -> LOG.warn("event=signing_key_not_told reason=\"{}\"", e.getMessage()));
    }

    private List<Own> own() {
        Own coming = next;
        return coming == null ? List.of(current) : List.of(current, coming);
    }

    private Own make() {
        try {
            ECKey key = new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyIDFromThumbprint(true)
                    .generate();
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                    .type(JOSEObjectType.JWT)
                    .keyID(key.getKeyID())
                    .build();
            return new Own(key, new ECDSASigner(key), header, clock.instant());
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    /** What is in the ledger, by key. */
    private static Map<String, SigningKey> stored(MeshSnapshot snapshot) {
        Map<String, SigningKey> keys = new LinkedHashMap<>();
        for (Entry entry : snapshot.entries(LedgerKeys.SIGNING_KEYS)) {
            try {
                keys.put(entry.key(), ContractCodec.decode(new JsonObject(entry.value()), SigningKey.class));
            } catch (ContractException ofAnotherRelease) {
                LOG.warn("event=signing_key_unreadable key={}", entry.key());
            }
        }
        return keys;
    }

    /** The public keys of all gateways that a token may be signed with. */
    static JwkSet told(MeshSnapshot snapshot, Instant now, List<PublicJwk> own) {
        Map<String, PublicJwk> keys = new LinkedHashMap<>();
        own.forEach(k -> keys.put(k.kid(), k));
        stored(snapshot).values().stream()
                .filter(k -> k.expiresAt().isAfter(now))
                .forEach(k -> keys.put(k.key().kid(), k.key()));
        return new JwkSet(List.copyOf(keys.values()));
    }

    List<PublicJwk> ownKeys() {
        return own().stream().map(o -> o.told().key()).toList();
    }
}
