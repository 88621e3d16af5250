package io.lotse.alerts;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;

import io.lotse.contracts.alerts.AlertChannel;
import io.lotse.contracts.alerts.MailSecurity;
import io.lotse.contracts.alerts.MailSettings;
import io.lotse.contracts.alerts.Notice;

/**
 * Sends mail. Each notice has a client of its own for as long as it takes, so that a server which hangs holds one
 * connection and no longer than the channel's time.
 */
final class EmailChannel implements Channel {
    private static final int PLAIN_PORT = 25;
    private static final int STARTTLS_PORT = 587;
    private static final int TLS_PORT = 465;

    private final Vertx vertx;
    private final MailSettings mail;
    private final Secrets secrets;
    private final Duration timeout;
    private final Set<MailClient> open = new HashSet<>();

    EmailChannel(Vertx vertx, AlertChannel channel, Secrets secrets, Duration timeout) {
        this.vertx = vertx;
        this.mail = channel.mail();
        this.secrets = secrets;
        this.timeout = timeout;
    }

    @Override
    public Future<Void> send(Notice notice) {
        return secrets.read(mail.password()).compose(password -> {
            MailClient client = MailClient.create(vertx, config(password));
            open.add(client);
            return client.sendMail(message(notice))
                    .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .onComplete(sent -> {
                        open.remove(client);
                        client.close();
                    })
                    .mapEmpty();
        });
    }

    private MailConfig config(String password) {
        MailSecurity security = mail.security() == null ? MailSecurity.STARTTLS : mail.security();
        MailConfig config = new MailConfig()
                .setHostname(mail.host())
                .setPort(mail.port() == null ? port(security) : mail.port())
                .setSsl(security == MailSecurity.TLS)
                .setStarttls(security == MailSecurity.STARTTLS ? StartTLSOptions.REQUIRED : StartTLSOptions.DISABLED)
                .setLogin(mail.user() == null ? LoginOption.DISABLED : LoginOption.REQUIRED)
                .setKeepAlive(false)
                .setMaxPoolSize(1)
                .setConnectTimeout(Math.toIntExact(timeout.toMillis()))
                .setIdleTimeout(Math.toIntExact(timeout.toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        return mail.user() == null ? config : config.setUsername(mail.user()).setPassword(password);
    }

    private static int port(MailSecurity security) {
        return switch (security) {
            case PLAIN -> PLAIN_PORT;
            case STARTTLS -> STARTTLS_PORT;
            case TLS -> TLS_PORT;
        };
    }

    private MailMessage message(Notice notice) {
        return new MailMessage()
                .setFrom(mail.from())
                .setTo(mail.to())
                .setSubject(oneLine(NoticeText.subject(notice)))
                .setText(NoticeText.body(notice))
                // the same at each try: who gets it twice can tell
                .setHeaders(MultiMap.caseInsensitiveMultiMap().add("Message-ID", "<" + notice.id() + "@lotse>"));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }

    @Override
    public void close() {
        open.forEach(MailClient::close);
        open.clear();
    }
}
