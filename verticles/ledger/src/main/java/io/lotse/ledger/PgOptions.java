package io.lotse.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;

/** Reads a connection URI, and says how sessions are to be. No message shows the URI: it may hold a password. */
final class PgOptions {
    private static final Pattern WHOLE =
            Pattern.compile("postgres(?:ql)?://(?:[^@/?]+@)?(?<host>[^/?]+)/(?<database>[^/?]+)(?:\\?.*)?");
    private static final Pattern USER = Pattern.compile("postgres(?:ql)?://[^@/?]+@.*|.*[?&]user=[^&].*");
    private static final Pattern PASSWORD = Pattern.compile("postgres(?:ql)?://[^@/?:]+:[^@/?]+@.*|.*[?&]password=.*");
    private static final Pattern ROOT_CERTIFICATE = Pattern.compile(".*[?&]sslrootcert=(?<file>[^&]+).*");
    private static final String EXPECTED = "give postgresql://USER:PASSWORD@HOST:PORT/DATABASE,"
            + " with characters other than letters, digits and -._~!* as %XX";

    private PgOptions() {}

    /**
     * What the URI says.
     *
     * @throws IllegalArgumentException that says what is wrong with it
     */
    static PgConnectOptions parse(String uri) {
        if (!WHOLE.matcher(uri).matches() || !USER.matcher(uri).matches()) {
            throw new IllegalArgumentException(
                    "is no URI of a PostgreSQL database with user, host and database: " + EXPECTED);
        }
        PgConnectOptions options;
        try {
            options = PgConnectOptions.fromUri(uri);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("cannot be understood as a URI of PostgreSQL: " + EXPECTED, null);
        }
        if (!PASSWORD.matcher(uri).matches()) {
            options.setPassword("");
        }
        return options.getSslMode() == SslMode.DISABLE
                ? options
                : options.setSslOptions(tls(uri, options.getSslMode()));
    }

    /** As libpq does: only the modes that say so look at the certificate. */
    private static ClientSSLOptions tls(String uri, SslMode mode) {
        boolean verified = mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL;
        Matcher root = ROOT_CERTIFICATE.matcher(uri);
        boolean given = root.matches();
        if (verified && !given) {
            throw new IllegalArgumentException("asks for sslmode " + mode.value
                    + " and names no certificate to trust: add sslrootcert=FILE, a PEM file");
        }
        ClientSSLOptions tls = new ClientSSLOptions()
                .setTrustAll(!verified)
                .setHostnameVerificationAlgorithm(mode == SslMode.VERIFY_FULL ? "HTTPS" : "");
        if (verified) {
            tls.setTrustOptions(new PemTrustOptions().addCertPath(root.group("file")));
        }
        return tls;
    }

    /**
     * A node's sessions. Whoever holds the counter's row and then says nothing for 2 s (a node that is paused, a host that
     * lost its power) is thrown out, so that the others go on; nobody waits longer than 2 s for a lock, so that a caller
     * hears within its time.
     */
    static PgConnectOptions ofNode(PgConnectOptions parsed, String node) {
        Map<String, String> session = new HashMap<>(parsed.getProperties());
        session.put("application_name", "lotse " + node);
        session.put("idle_in_transaction_session_timeout", "2000");
        session.put("lock_timeout", "2000");
        session.put("statement_timeout", "2500");
        PgConnectOptions options = new PgConnectOptions(parsed);
        options.setProperties(session);
        options.setCachePreparedStatements(true);
        return options;
    }

    /** Where the database is, for people: {@code HOST:PORT/DATABASE}. */
    static String place(PgConnectOptions options) {
        String host = options.getHost();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + options.getPort() + "/"
                + options.getDatabase();
    }
}
