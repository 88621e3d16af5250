package io.lotse.contracts.alerts;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.lotse.contracts.Doc;

/** How a mail server is spoken to. */
@Doc("How a mail server is spoken to.")
public enum MailSecurity {
    /** In clear. */
    @JsonProperty("plain")
    PLAIN("plain"),
    /** In clear at first, then TLS; not without. */
    @JsonProperty("starttls")
    STARTTLS("starttls"),
    /** TLS from the beginning. */
    @JsonProperty("tls")
    TLS("tls");

    private final String wireName;

    MailSecurity(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON. */
    public String wireName() {
        return wireName;
    }
}
