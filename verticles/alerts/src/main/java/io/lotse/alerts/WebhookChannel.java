package io.lotse.alerts;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.alerts.AlertChannel;
import io.lotse.contracts.alerts.Notice;

/** Posts notices to a program, signed, with the type, the time and the data that Standard Webhooks recommends. */
final class WebhookChannel implements Channel {
    private final AlertChannel channel;
    private final Secrets secrets;
    private final Poster poster;
    private final Clock clock;

    WebhookChannel(AlertChannel channel, Secrets secrets, Poster poster, Clock clock) {
        this.channel = channel;
        this.secrets = secrets;
        this.poster = poster;
        this.clock = clock;
    }

    @Override
    public Future<Void> send(Notice notice) {
        Buffer body = new JsonObject()
                .put("type", "alerts." + notice.kind().wireName())
                .put("timestamp", notice.createdAt().toString())
                .put("data", ContractCodec.encode(notice))
                .toBuffer();
        return secrets.url(channel).compose(to -> secrets.read(channel.secret())
                .compose(key -> poster.post(to, headers(notice, key, body), body)));
    }

    private Map<String, String> headers(Notice notice, String secret, Buffer body) {
        Instant now = clock.instant();
        Map<String, String> headers = new HashMap<>();
        headers.put(Signature.ID, notice.id());
        headers.put(Signature.TIMESTAMP, Long.toString(now.getEpochSecond()));
        if (secret != null) {
            headers.put(Signature.SIGNATURE, new Signature(secret).of(notice.id(), now, body));
        }
        return headers;
    }

    @Override
    public void close() {
        poster.close();
    }
}
