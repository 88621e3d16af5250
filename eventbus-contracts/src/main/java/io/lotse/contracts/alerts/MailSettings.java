package io.lotse.contracts.alerts;

import java.util.List;

import io.lotse.contracts.Doc;

/** How mail is sent. */
@Doc("How mail is sent.")
public record MailSettings(
        @Doc("The mail server") String host,
        @Doc(value = "Its port; absent for 587, with tls 465, plain 25", min = 1, max = 65_535) Integer port,
        @Doc("plain, starttls or tls; absent for starttls") MailSecurity security,
        @Doc("Who logs in; absent for nobody") String user,
        @Doc("Where the password is; absent without a user") SecretSource password,
        @Doc("The sender") String from,
        @Doc("Who gets it") List<String> to) {
    public MailSettings {
        to = to == null ? List.of() : List.copyOf(to);
    }
}
