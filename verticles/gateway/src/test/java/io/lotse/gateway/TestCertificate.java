package io.lotse.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.buffer.Buffer;

/** Certificates that vouch for themselves. */
final class TestCertificate {
    private static final String ALTERNATIVE_NAMES = "2.5.29.17";
    private static final byte SEQUENCE = 0x30;
    private static final byte DNS_NAME = (byte) 0x82;

    private final CertificateBuilder builder = new CertificateBuilder()
            .setIsCertificateAuthority(true)
            .notBefore(Instant.now().minus(Duration.ofDays(2)))
            .notAfter(Instant.now().plus(Duration.ofDays(2)));

    private TestCertificate(String name) {
        builder.subject("CN=" + name);
    }

    static TestCertificate named(String name) {
        return new TestCertificate(name);
    }

    /** By hand, for the builder takes no asterisk: a sequence of names, each short (RFC 5280, 4.2.1.6). */
    TestCertificate hosts(String... hosts) {
        Buffer names = Buffer.buffer();
        for (String host : hosts) {
            names.appendByte(DNS_NAME).appendByte((byte) host.length()).appendString(host);
        }
        Buffer sequence = Buffer.buffer()
                .appendByte(SEQUENCE)
                .appendByte((byte) names.length())
                .appendBuffer(names);
        builder.addExtensionOctetString(ALTERNATIVE_NAMES, false, sequence.getBytes());
        return this;
    }

    TestCertificate rsa() {
        builder.algorithm(CertificateBuilder.Algorithm.rsa2048);
        return this;
    }

    TestCertificate expired() {
        builder.notAfter(Instant.now().minus(Duration.ofDays(1)));
        return this;
    }

    /** Writes NAME.crt and NAME.key. */
    void write(Path folder, String name) throws IOException {
        try {
            X509Bundle bundle = builder.buildSelfSigned();
            Files.writeString(folder.resolve(name + ".crt"), bundle.getCertificatePEM());
            Files.writeString(folder.resolve(name + ".key"), bundle.getPrivateKeyPEM());
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
