package io.lotse.contracts.alerts;

import java.time.Duration;

import io.lotse.contracts.Doc;

/** A way to tell people or programs. */
@Doc("A way to tell people or programs.")
public record AlertChannel(
        @Doc("Its name, 1 to 63 of a-z, 0-9, '.', '_' and '-'") String name,
        @Doc("email, slack, webhook or alertmanager") ChannelKind kind,
        @Doc("Where a webhook or an Alertmanager is; absent for email, and where url_from says it") String url,
        @Doc("Where the URL is read from, if it is a secret itself as with Slack; absent where url says it")
                SecretSource urlFrom,
        @Doc("What a webhook is signed with, as whsec_ and base64, or any text; absent for no signature")
                SecretSource secret,
        @Doc("How mail is sent; absent for what is no email") MailSettings mail,
        @Doc("How long one try may take, seconds; absent for 10") Duration timeout,
        @Doc("Whether it is told when alerts hold no more; absent for yes") Boolean resolved) {}
