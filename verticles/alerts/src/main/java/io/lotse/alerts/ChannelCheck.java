package io.lotse.alerts;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import io.lotse.contracts.FieldError;
import io.lotse.contracts.alerts.AlertChannel;
import io.lotse.contracts.alerts.ChannelKind;
import io.lotse.contracts.alerts.MailSettings;
import io.lotse.contracts.alerts.SecretSource;

/** Finds the mistakes of channels. */
final class ChannelCheck {
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);
    private static final int MOST_RECEIVERS = 50;
    private static final int LAST_PORT = 65_535;

    private final List<FieldError> errors;

    /** @param errors where they are put */
    ChannelCheck(List<FieldError> errors) {
        this.errors = errors;
    }

    void check(AlertChannel channel, String at) {
        Duration timeout = channel.timeout();
        if (timeout != null && (timeout.toMillis() < 1 || timeout.compareTo(LONGEST_TIMEOUT) > 0)) {
            wrong(
                    at + ".timeout",
                    "is " + timeout.toSeconds() + " s: give more than 0 and " + LONGEST_TIMEOUT.toSeconds()
                            + " at most");
        }
        if (channel.kind() == null) {
            wrong(at + ".kind", "is missing: give email, slack, webhook or alertmanager");
            return;
        }
        secret(channel.secret(), at + ".secret");
        if (channel.secret() != null && channel.kind() != ChannelKind.WEBHOOK) {
            wrong(at + ".secret", "is of no use to " + channel.kind().wireName() + ": only a webhook is signed");
        }
        if (channel.kind() == ChannelKind.EMAIL) {
            if (channel.url() != null || channel.urlFrom() != null) {
                wrong(at + ".url", "is of no use to email: give mail");
            }
            mail(channel.mail(), at + ".mail");
            return;
        }
        if (channel.mail() != null) {
            wrong(at + ".mail", "is of no use to " + channel.kind().wireName() + ": give url");
        }
        url(channel, at);
    }

    private void url(AlertChannel channel, String at) {
        secret(channel.urlFrom(), at + ".url_from");
        if ((channel.url() == null) == (channel.urlFrom() == null)) {
            wrong(
                    at + ".url",
                    (channel.url() == null ? "is missing" : "is there beside url_from") + ": give one of them");
        } else if (channel.url() != null && !isUrl(channel.url())) {
            wrong(at + ".url", "is " + channel.url() + ": give http://HOST:PORT/PATH or https://...");
        } else if (channel.url() != null && URI.create(channel.url()).getUserInfo() != null) {
            wrong(at + ".url", "holds a password: give it as url_from");
        }
    }

    private static boolean isUrl(String text) {
        try {
            URI uri = URI.create(text);
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void mail(MailSettings mail, String at) {
        if (mail == null) {
            wrong(at, "is missing: say which server, from whom and to whom");
            return;
        }
        given(mail.host(), at + ".host", "the mail server");
        given(mail.from(), at + ".from", "the sender");
        if (mail.port() != null && (mail.port() < 1 || mail.port() > LAST_PORT)) {
            wrong(at + ".port", "is " + mail.port() + ": give 1 to " + LAST_PORT);
        }
        if (mail.to().isEmpty() || mail.to().size() > MOST_RECEIVERS) {
            wrong(at + ".to", "has " + mail.to().size() + " addresses: give 1 to " + MOST_RECEIVERS);
        }
        for (int i = 0; i < mail.to().size(); i++) {
            address(mail.to().get(i), at + ".to[" + i + "]");
        }
        if (mail.from() != null) {
            address(mail.from(), at + ".from");
        }
        if ((mail.user() == null) != (mail.password() == null)) {
            wrong(at + ".password", "and user go together: give both or none");
        }
        secret(mail.password(), at + ".password");
    }

    private void address(String address, String at) {
        if (!address.contains("@") || address.chars().anyMatch(c -> c < ' ')) {
            wrong(at, "is " + address + ": give an address such as ops@example.org");
        }
    }

    private void secret(SecretSource source, String at) {
        if (source != null && (source.env() == null) == (source.file() == null)) {
            wrong(
                    at,
                    "has " + (source.env() == null ? "neither" : "both")
                            + " env and file: give the name of a variable or the path of a file");
        }
    }

    private void given(String value, String at, String what) {
        if (value == null || value.isBlank()) {
            wrong(at, "is missing: give " + what);
        }
    }

    private void wrong(String field, String message) {
        errors.add(new FieldError(field, message));
    }
}
