package io.lotse.alerts;

import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.alerts.AlertChannel;
import io.lotse.contracts.alerts.Notice;

/** Posts text to an incoming webhook of Slack, Mattermost and others alike. */
final class SlackChannel implements Channel {
    private static final int MOST_CHARACTERS = 12_000;

    private final AlertChannel channel;
    private final Secrets secrets;
    private final Poster poster;

    SlackChannel(AlertChannel channel, Secrets secrets, Poster poster) {
        this.channel = channel;
        this.secrets = secrets;
        this.poster = poster;
    }

    @Override
    public Future<Void> send(Notice notice) {
        String text = "*" + escape(NoticeText.subject(notice)) + "*\n" + escape(NoticeText.body(notice));
        String shortened = text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) + "..." : text;
        return secrets.url(channel)
                .compose(to -> poster.post(
                        to, Map.of(), new JsonObject().put("text", shortened).toBuffer()));
    }

    /** Slack has three characters of its own: what services say must not ring a bell at everybody's. */
    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @Override
    public void close() {
        poster.close();
    }
}
