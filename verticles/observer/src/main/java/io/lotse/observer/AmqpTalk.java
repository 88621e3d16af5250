package io.lotse.observer;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/**
 * Logs in to RabbitMQ over AMQP 0-9-1, asks how much waits in a queue, and publishes a message of no bytes to nobody: where an alarm is
 * on, the broker says only to those who publish that they are blocked. It leaves as it should, so that the broker's log stays calm.
 */
final class AmqpTalk {
    /** No queue has this name; a message for it is dropped. */
    private static final String NOBODY = "lotse.observer.nobody";

    private static final Buffer NO_TABLE = Buffer.buffer().appendInt(0);
    /** By these capabilities a broker says why it refuses a login, and that it is blocked. */
    private static final Buffer CAPABILITIES = table(AmqpFrames.shortText("capabilities")
            .appendByte((byte) 'F')
            .appendBuffer(table(flag("authentication_failure_close").appendBuffer(flag("connection.blocked")))));

    private static final int CHANNEL = 1;
    private static final int BASIC = 60;
    private static final byte PASSIVE = 1;

    private final NetSocket socket;
    private final Login login;
    private final AmqpFrames frames = new AmqpFrames();
    private final Promise<Told> promise = Promise.promise();
    private String version;
    private Long depth;
    private boolean published;
    private Told told;

    /** @param queue null for none */
    record Login(String user, String password, String vhost, String queue) {}

    /**
     * @param version null if it did not say
     * @param depth messages that wait in the queue; null where none was asked for
     * @param blocked why publishers are held up; null where they are not
     * @param refused what it did not want to tell, in its words; null for nothing
     */
    record Told(String version, Long depth, String blocked, String refused) {}

    private AmqpTalk(NetSocket socket, Login login) {
        this.socket = socket;
        this.login = login;
    }

    /** Fails with a {@link BadSetting} where the broker lets nobody in, or is none. */
    static Future<Told> over(NetSocket socket, Login login) {
        AmqpTalk talk = new AmqpTalk(socket, login);
        socket.handler(talk::came);
        socket.closeHandler(v -> talk.promise.tryFail(new BadSetting("closed the connection before it answered")));
        socket.exceptionHandler(talk.promise::tryFail);
        socket.write(AmqpFrames.HELLO).onFailure(talk.promise::tryFail);
        return talk.promise.future();
    }

    private void came(Buffer bytes) {
        try {
            frames.take(bytes);
            for (Optional<AmqpFrames.Method> next = frames.next(); next.isPresent(); next = frames.next()) {
                heard(next.get());
            }
        } catch (BadSetting | IndexOutOfBoundsException e) {
            promise.tryFail(e instanceof BadSetting ? e : new BadSetting("broke AMQP's rules: " + e.getMessage()));
        }
    }

    private void heard(AmqpFrames.Method method) {
        switch (method.name()) {
            case "10.10" -> {
                version = version(method.arguments());
                say(
                        0,
                        "10.11",
                        CAPABILITIES
                                .copy()
                                .appendBuffer(AmqpFrames.shortText("PLAIN"))
                                .appendBuffer(AmqpFrames.longText('\0' + login.user() + '\0' + login.password()))
                                .appendBuffer(AmqpFrames.shortText("en_US")));
            }
            case "10.30" -> {
                // the same limits, but no heartbeats
                say(0, "10.31", method.arguments().getBuffer(0, 6).appendShort((short) 0));
                say(0, "10.40", AmqpFrames.shortText(login.vhost()).appendBytes(new byte[] {0, 0}));
            }
            case "10.41" -> say(CHANNEL, "20.10", Buffer.buffer(new byte[] {0}));
            case "20.11" -> askQueue();
            case "50.11" -> {
                String queue = method.text(0);
                depth = method.arguments().getUnsignedInt(1 + queue.getBytes(StandardCharsets.UTF_8).length);
                publish();
            }
            case "20.41" -> leave(null, null);
            case "20.40" -> leave(null, method.text(2));
            case "10.51" -> promise.tryComplete(told);
            case "10.60" -> leave(method.text(0), null);
            case "10.50" ->
                promise.tryFail(new BadSetting("refused: " + Foreign.quote(method.text(2)) + hint(method.number(0))));
            default -> {
                // nothing that was asked for
            }
        }
    }

    private void askQueue() {
        if (login.queue() == null) {
            publish();
        } else {
            say(
                    CHANNEL,
                    "50.10",
                    Buffer.buffer(new byte[] {0, 0})
                            .appendBuffer(AmqpFrames.shortText(login.queue()))
                            .appendByte(PASSIVE)
                            .appendBuffer(NO_TABLE));
        }
    }

    private void publish() {
        published = true;
        say(
                CHANNEL,
                BASIC + ".40",
                Buffer.buffer(new byte[] {0, 0, 0})
                        .appendBuffer(AmqpFrames.shortText(NOBODY))
                        .appendByte((byte) 0));
        socket.write(AmqpFrames.emptyMessage(CHANNEL, BASIC));
        say(CHANNEL, "20.40", Buffer.buffer().appendShort((short) 200).appendBytes(new byte[5]));
    }

    private void leave(String blocked, String refused) {
        told = new Told(version, depth, blocked, refused);
        if (!published && refused != null) {
            promise.tryFail(new BadSetting("refused: " + Foreign.quote(refused) + ": see queue and vhost"));
        } else if (blocked != null) {
            // the broker does not listen to it any more
            promise.tryComplete(told);
        }
        say(0, "10.50", Buffer.buffer().appendShort((short) 200).appendBytes(new byte[5]));
    }

    private void say(int channel, String method, Buffer arguments) {
        socket.write(AmqpFrames.method(channel, method, arguments));
    }

    private static String hint(int code) {
        return switch (code) {
            case 403 -> ": give user and password_env in observer_config.json";
            case 530 -> ": see vhost";
            default -> "";
        };
    }

    /** Null if it is not told. */
    private static String version(Buffer arguments) {
        byte[] before = AmqpFrames.shortText("version").appendByte((byte) 'S').getBytes();
        String all = new String(arguments.getBytes(), StandardCharsets.ISO_8859_1);
        int at = all.indexOf(new String(before, StandardCharsets.ISO_8859_1));
        int from = at + before.length + 4;
        return at < 0 ? null : Foreign.quote(arguments.getString(from, from + arguments.getInt(from - 4)));
    }

    private static Buffer flag(String name) {
        return AmqpFrames.shortText(name).appendByte((byte) 't').appendByte((byte) 1);
    }

    private static Buffer table(Buffer entries) {
        return Buffer.buffer().appendInt(entries.length()).appendBuffer(entries);
    }
}
