package io.lotse.gateway;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;

/**
 * A certificate with its chain and its private key, found sound.
 *
 * @param chain the certificate first, then those that vouch for it
 * @param names the hosts it is for, in lower case, {@code *.} among them; empty where it names none
 */
record TlsCertificate(List<X509Certificate> chain, PrivateKey key, List<String> names) {
    private static final int DNS_NAME = 2;
    private static final byte[] PROBE = {1, 2, 3, 4};

    /** The files of a certificate and its key, PEM. */
    record Files(Path certificate, Path key) {}

    /**
     * Reads and checks a certificate.
     *
     * @param now when it must be valid
     * @throws IllegalArgumentException that says what is wrong with it, and in which file
     */
    static TlsCertificate read(Vertx vertx, Files files, Buffer certificate, Buffer key, Instant now) {
        TlsCertificate read = parse(vertx, files, certificate, key);
        X509Certificate own = read.chain().get(0);
        if (own.getNotAfter().toInstant().isBefore(now)) {
            throw mistake(
                    files.certificate(), "has expired on " + own.getNotAfter().toInstant() + ": renew it");
        }
        if (own.getNotBefore().after(Date.from(now))) {
            throw mistake(
                    files.certificate(),
                    "is not valid before " + own.getNotBefore().toInstant());
        }
        if (!belongTogether(own.getPublicKey(), read.key())) {
            throw mistake(files.key(), "is not the key of the certificate in " + files.certificate());
        }
        return read;
    }

    private static TlsCertificate parse(Vertx vertx, Files files, Buffer certificate, Buffer key) {
        try {
            KeyManagerFactory factory = new PemKeyCertOptions()
                    .addCertValue(certificate)
                    .addKeyValue(key)
                    .getKeyManagerFactory(vertx);
            X509KeyManager manager = (X509KeyManager) factory.getKeyManagers()[0];
            String alias = Stream.of("EC", "RSA", "EdDSA")
                    .map(type -> manager.getServerAliases(type, null))
                    .filter(aliases -> aliases != null && aliases.length > 0)
                    .map(aliases -> aliases[0])
                    .findFirst()
                    .orElseThrow(() -> mistake(files.certificate(), "has no key of a kind that TLS uses"));
            List<X509Certificate> chain = List.of(manager.getCertificateChain(alias));
            return new TlsCertificate(chain, manager.getPrivateKey(alias), names(chain.get(0)));
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    files.certificate() + " and " + files.key() + " are no certificate and key in PEM: "
                            + e.getMessage(),
                    e);
        }
    }

    private static List<String> names(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names == null
                ? List.of()
                : names.stream()
                        .filter(n -> n.get(0).equals(DNS_NAME))
                        .map(n -> n.get(1).toString().toLowerCase(Locale.ROOT))
                        .toList();
    }

    private static boolean belongTogether(PublicKey certified, PrivateKey key) {
        try {
            Signature signature = Signature.getInstance(
                    switch (key.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> key.getAlgorithm();
                    });
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static IllegalArgumentException mistake(Path file, String what) {
        return new IllegalArgumentException(file + " " + what);
    }

    /** Whether it is for this host by its full name. */
    boolean names(String host) {
        return names.contains(host);
    }

    /** Whether it is for all hosts beside this one (RFC 6125, 6.4.3: the asterisk is one label). */
    boolean namesAllBeside(String host) {
        int dot = host.indexOf('.');
        return dot > 0 && names.contains("*" + host.substring(dot));
    }
}
