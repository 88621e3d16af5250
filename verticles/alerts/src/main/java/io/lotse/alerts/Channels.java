package io.lotse.alerts;

import java.time.Clock;
import java.time.Duration;

import io.vertx.core.Vertx;

import io.lotse.contracts.alerts.AlertChannel;

/** Opens channels. */
final class Channels {
    private final Vertx vertx;
    private final Secrets secrets;
    private final Clock clock;

    Channels(Vertx vertx, Secrets secrets, Clock clock) {
        this.vertx = vertx;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** @param channel one that was checked */
    Channel open(AlertChannel channel) {
        Duration timeout = channel.timeout() == null ? BuiltIn.CHANNEL_TIMEOUT : channel.timeout();
        return switch (channel.kind()) {
            case EMAIL -> new EmailChannel(vertx, channel, secrets, timeout);
            case SLACK -> new SlackChannel(channel, secrets, new Poster(vertx, timeout));
            case WEBHOOK -> new WebhookChannel(channel, secrets, new Poster(vertx, timeout), clock);
            case ALERTMANAGER -> new AlertmanagerChannel(channel, secrets, new Poster(vertx, timeout));
        };
    }
}
