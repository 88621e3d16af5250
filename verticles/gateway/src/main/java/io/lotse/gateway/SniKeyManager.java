package io.lotse.gateway;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Gives each client the certificate of the host that it names (RFC 6066, 3), and the first one where none is for that host
 * or it names none.
 */
final class SniKeyManager extends X509ExtendedKeyManager {
    private final List<TlsCertificate> certificates;

    /** @param certificates the first one is the default; at least one */
    SniKeyManager(List<TlsCertificate> certificates) {
        this.certificates = List.copyOf(certificates);
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        String host = host(engine);
        List<TlsCertificate> fitting = host == null ? List.of() : fitting(c -> c.names(host));
        if (fitting.isEmpty() && host != null) {
            fitting = fitting(c -> c.namesAllBeside(host));
        }
        if (fitting.isEmpty()) {
            fitting = certificates.subList(0, 1);
        }
        return fitting.stream()
                .filter(c -> c.key().getAlgorithm().equals(keyType))
                .findFirst()
                .map(c -> Integer.toString(certificates.indexOf(c)))
                .orElse(null);
    }

    private List<TlsCertificate> fitting(Predicate<TlsCertificate> which) {
        return certificates.stream().filter(which).toList();
    }

    /** Null where the client names none. */
    private static String host(SSLEngine engine) {
        return engine.getHandshakeSession() instanceof ExtendedSSLSession session
                ? session.getRequestedServerNames().stream()
                        .filter(SNIHostName.class::isInstance)
                        .map(n -> ((SNIHostName) n).getAsciiName().toLowerCase(Locale.ROOT))
                        .findFirst()
                        .orElse(null)
                : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return certificates.get(Integer.parseInt(alias)).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return certificates.get(Integer.parseInt(alias)).key();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }
}
