package io.lotse.gateway;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;

import io.lotse.contracts.gateway.TokenIssuer;

/** Reads the keys that are written into a route's policy. */
final class PublicKeys {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private PublicKeys() {}

    /**
     * The keys that an issuer's description holds.
     *
     * @throws IllegalArgumentException that says what is wrong with them
     */
    static VerificationKeys of(TokenIssuer issuer) {
        List<JWK> all = issuer.jwks() == null ? pem(issuer.pem()) : jwks(issuer);
        if (all.stream().anyMatch(k -> k.isPrivate())) {
            throw new IllegalArgumentException(
                    "holds a private or shared key: give public keys alone, and change that one");
        }
        VerificationKeys fit = VerificationKeys.of(all);
        if (fit.isEmpty()) {
            throw new IllegalArgumentException(
                    "holds no key for signatures: give RSA of 2048 bits or more, or one of P-256, P-384 and P-521");
        }
        return fit;
    }

    private static List<JWK> jwks(TokenIssuer issuer) {
        try {
            return JWKSet.parse(issuer.jwks()).getKeys();
        } catch (ParseException e) {
            throw new IllegalArgumentException("is no JWK Set: " + e.getMessage());
        }
    }

    private static List<JWK> pem(String text) {
        List<JWK> keys = new ArrayList<>();
        Matcher blocks = PEM.matcher(text);
        while (blocks.find()) {
            try {
                keys.add(jwk(key(blocks.group(1), Base64.getMimeDecoder().decode(blocks.group(2)))));
            } catch (GeneralSecurityException | IllegalStateException e) {
                throw new IllegalArgumentException(
                        "holds a " + blocks.group(1) + " that cannot be read: " + e.getMessage());
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("is no PEM: give PUBLIC KEY or CERTIFICATE between its lines of dashes");
        }
        return keys;
    }

    private static PublicKey key(String what, byte[] der) throws GeneralSecurityException {
        if (what.equals("CERTIFICATE")) {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der))
                    .getPublicKey();
        }
        if (!what.equals("PUBLIC KEY")) {
            throw new IllegalArgumentException("holds a " + what
                    + ": give PUBLIC KEY or CERTIFICATE; a private key that stood here must be changed");
        }
        try {
            return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException noRsa) {
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
        }
    }

    private static JWK jwk(PublicKey key) throws GeneralSecurityException {
        if (key instanceof RSAPublicKey rsa) {
            return new RSAKey.Builder(rsa).build();
        }
        if (key instanceof ECPublicKey ec) {
            Curve curve = Curve.forECParameterSpec(ec.getParams());
            if (curve != null) {
                return new ECKey.Builder(curve, ec).build();
            }
        }
        throw new GeneralSecurityException("its kind is not known here");
    }
}
