package io.lotse.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;

/**
 * The keys of an issuer that are fit for verifying signatures: RSA of 2048 bits or more and the curves P-256, P-384 and P-521. A
 * secret that is shared is not among them, so that no public key can be taken for one (RFC 8725, 2.1).
 */
final class VerificationKeys {
    private static final int LEAST_RSA_BITS = 2_048;
    private static final int MOST_RSA_BITS = 8_192;
    /** A token that names no key is tried with so many. */
    private static final int MOST_TRIES = 4;

    private final List<Key> keys;

    /** What became of a signature. */
    enum Verdict {
        GOOD,
        BAD,
        /** No key is known that it could be made with. */
        UNKNOWN_KEY
    }

    /**
     * A key.
     *
     * @param id null if it has none: then it may be anybody's
     * @param algorithms it may be used with
     */
    private record Key(String id, Set<JWSAlgorithm> algorithms, JWSVerifier verifier) {
        boolean mayBe(JWSHeader header) {
            return algorithms.contains(header.getAlgorithm())
                    && (id == null || header.getKeyID() == null || id.equals(header.getKeyID()));
        }
    }

    private VerificationKeys(List<Key> keys) {
        this.keys = keys;
    }

    /** Those of the keys that are fit. */
    static VerificationKeys of(List<JWK> all) {
        List<Key> fit = new ArrayList<>();
        for (JWK key : all) {
            if (isForSignatures(key)) {
                add(fit, key);
            }
        }
        return new VerificationKeys(List.copyOf(fit));
    }

    private static boolean isForSignatures(JWK key) {
        return (key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
                && (key.getKeyOperations() == null || key.getKeyOperations().contains(KeyOperation.VERIFY));
    }

    private static void add(List<Key> fit, JWK key) {
        try {
            JWSVerifier verifier = verifier(key);
            if (verifier != null) {
                fit.add(new Key(key.getKeyID(), algorithms(key, verifier), verifier));
            }
        } catch (JOSEException unfit) {
            // an issuer may publish keys for others, too
        }
    }

    /** Null for a key that is not fit. */
    private static JWSVerifier verifier(JWK key) throws JOSEException {
        if (key instanceof RSAKey rsa) {
            return rsa.size() < LEAST_RSA_BITS || rsa.size() > MOST_RSA_BITS
                    ? null
                    : new RSASSAVerifier(rsa.toRSAPublicKey());
        }
        return key instanceof ECKey ec ? new ECDSAVerifier(ec.toECPublicKey()) : null;
    }

    private static Set<JWSAlgorithm> algorithms(JWK key, JWSVerifier verifier) {
        Set<JWSAlgorithm> able = verifier.supportedJWSAlgorithms();
        Algorithm only = key.getAlgorithm();
        return only == null
                ? able
                : able.stream().filter(only::equals).collect(java.util.stream.Collectors.toUnmodifiableSet());
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Whether a key is known that the token could be signed with. */
    boolean mayVerify(SignedJWT token) {
        return keys.stream().anyMatch(k -> k.mayBe(token.getHeader()));
    }

    /** Whether the signature was made with one of these. */
    Verdict verify(SignedJWT token) {
        int tries = 0;
        for (Key key : keys) {
            if (key.mayBe(token.getHeader()) && tries++ < MOST_TRIES && verifies(token, key)) {
                return Verdict.GOOD;
            }
        }
        return tries == 0 ? Verdict.UNKNOWN_KEY : Verdict.BAD;
    }

    private static boolean verifies(SignedJWT token, Key key) {
        try {
            return token.verify(key.verifier());
        } catch (JOSEException malformed) {
            return false;
        }
    }
}
