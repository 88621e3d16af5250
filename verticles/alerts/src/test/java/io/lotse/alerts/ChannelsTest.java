package io.lotse.alerts;

import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.alerts.AlertChannel;
import io.lotse.contracts.alerts.AlertKind;
import io.lotse.contracts.alerts.ChannelKind;
import io.lotse.contracts.alerts.Notice;
import io.lotse.testsupport.Bus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Channels against real receivers, well-behaved and not. */
class ChannelsTest {
    private static final String SECRET =
            "whsec_" + Base64.getEncoder().encodeToString("a secret of ours".getBytes(UTF_8));
    private static final Notice NOTICE = Some.notice(
            "n-1",
            "some",
            Some.NOON,
            Some.firing(AlertKind.INSTANCE_DOWN, "a-1", Map.of("service", "orders", "detail", "<b>&")));

    private final Vertx vertx = Vertx.vertx();
    private final Channels channels =
            new Channels(vertx, new Secrets(vertx, Map.of("HOOK", SECRET)), Clock.systemUTC());

    @AfterEach
    void close() {
        Bus.wait(vertx.close());
    }

    private void send(AlertChannel channel) {
        Channel open = channels.open(channel);
        try {
            Bus.wait(open.send(NOTICE));
        } finally {
            open.close();
        }
    }

    private static AlertChannel quick(AlertChannel c) {
        return new AlertChannel(
                c.name(), c.kind(), c.url(), c.urlFrom(), c.secret(), c.mail(), Duration.ofMillis(300), null);
    }

    @Test
    void aWebhookIsSignedAsStandardWebhooksHasIt() throws Exception {
        Receiver receiver = new Receiver(vertx, Receiver.status(204));

        send(Some.webhook("some", receiver.url(), "HOOK"));

        Receiver.Taken taken = receiver.taken().get(0);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("a secret of ours".getBytes(UTF_8), "HmacSHA256"));
        String signed =
                taken.headers().get("webhook-id") + "." + taken.headers().get("webhook-timestamp") + "." + taken.body();
        assertThat(taken.headers().get("webhook-signature"))
                .isEqualTo("v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8))));
        assertThat(taken.headers().get("webhook-id")).isEqualTo("n-1");
        JsonObject body = taken.body().toJsonObject();
        assertThat(body.getString("type")).isEqualTo("alerts.raised");
        assertThat(body.getJsonObject("data").getJsonArray("alerts")).hasSize(1);
    }

    @Test
    void slackGetsTextInWhichNothingRingsABell() {
        Receiver receiver = new Receiver(vertx, Receiver.status(200));

        send(Some.to(ChannelKind.SLACK, receiver.url()));

        assertThat(receiver.taken().get(0).body().toJsonObject().getString("text"))
                .contains("a-1 is wrong", "&lt;b&gt;&amp;")
                .doesNotContain("<b>");
    }

    @Test
    void anAlertmanagerGetsItsOwnFormat() {
        Receiver receiver = new Receiver(vertx, Receiver.status(200));

        send(Some.to(ChannelKind.ALERTMANAGER, receiver.url()));

        Receiver.Taken taken = receiver.taken().get(0);
        assertThat(taken.path()).isEqualTo("/hook/api/v2/alerts");
        JsonObject alert = new JsonArray(taken.body()).getJsonObject(0);
        assertThat(alert.getJsonObject("labels").getString("service")).isEqualTo("orders");
        assertThat(Instant.parse(alert.getString("endsAt"))).isAfter(Instant.parse(alert.getString("startsAt")));
    }

    @Test
    void mailComesThrough() throws Exception {
        GreenMail server = new GreenMail(ServerSetup.SMTP.dynamicPort());
        server.start();
        try {
            send(Some.email(server.getSmtp().getPort()));

            assertThat(server.getReceivedMessages()).hasSize(1);
            assertThat(server.getReceivedMessages()[0].getSubject()).isEqualTo("[warning] orders (1 firing)");
            assertThat(server.getReceivedMessages()[0].getMessageID()).isEqualTo("<n-1@lotse>");
            assertThat(server.getReceivedMessages()[0].getContent().toString())
                    .contains("a-1 is wrong", "lotse alerts show a-1");
        } finally {
            server.stop();
        }
    }

    @Test
    void aMailServerThatIsDownOrHangsFailsInTime() throws Exception {
        try (ServerSocket hangs = new ServerSocket(0)) {
            assertThatThrownBy(() -> send(quick(Some.email(hangs.getLocalPort()))))
                    .isInstanceOf(CompletionException.class);
        }
        assertThatThrownBy(() -> send(quick(Some.email(1)))).isInstanceOf(CompletionException.class);
    }

    @Test
    void aReceiverThatHangsOrAnswersLateFailsInTime() {
        Receiver hangs = new Receiver(vertx, request -> {});
        Receiver late = new Receiver(
                vertx, request -> vertx.setTimer(5_000, t -> request.response().end()));

        for (Receiver receiver : List.of(hangs, late)) {
            assertThatThrownBy(() -> send(quick(Some.webhook("some", receiver.url(), null))))
                    .isInstanceOf(CompletionException.class);
            assertThat(receiver.taken()).hasSize(1);
        }
    }

    @Test
    void whatIsRefusedForGoodIsToldFromWhatFailsForNow() {
        Receiver refuses = new Receiver(vertx, Receiver.status(404));
        Receiver fails = new Receiver(vertx, Receiver.status(500));
        Receiver full = new Receiver(vertx, Receiver.status(429));

        assertThatThrownBy(() -> send(Some.webhook("some", refuses.url(), null)))
                .hasCauseInstanceOf(Undeliverable.class);
        for (Receiver receiver : List.of(fails, full)) {
            assertThatThrownBy(() -> send(Some.webhook("some", receiver.url(), null)))
                    .hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aSecretThatIsMissingIsSaid() {
        Receiver receiver = new Receiver(vertx, Receiver.status(200));

        assertThatThrownBy(() -> send(Some.webhook("some", receiver.url(), "NOT_SET")))
                .hasMessageContaining("the variable NOT_SET is not set at this node");
        assertThat(receiver.taken()).isEmpty();
    }
}
