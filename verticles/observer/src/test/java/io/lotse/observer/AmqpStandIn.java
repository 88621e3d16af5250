package io.lotse.observer;

import java.util.Optional;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

/** Answers as RabbitMQ 3.10.8 was seen to: it knows guest, and the queue orders, in which 1 200 messages wait. */
final class AmqpStandIn {
    private final Vertx vertx;
    private final boolean alarm;

    AmqpStandIn(Vertx vertx, boolean alarm) {
        this.vertx = vertx;
        this.alarm = alarm;
    }

    Future<Integer> listen() {
        return vertx.createNetServer()
                .connectHandler(this::serve)
                .listen(0, "127.0.0.1")
                .map(NetServer::actualPort);
    }

    private void serve(NetSocket socket) {
        AmqpFrames frames = new AmqpFrames();
        boolean[] greeted = {false};
        socket.handler(bytes -> {
            if (!greeted[0]) {
                greeted[0] = true;
                Buffer version = AmqpFrames.shortText("version")
                        .appendByte((byte) 'S')
                        .appendBuffer(AmqpFrames.longText("3.10.8"));
                say(
                        socket,
                        0,
                        "10.10",
                        Buffer.buffer(new byte[] {0, 9})
                                .appendInt(version.length())
                                .appendBuffer(version)
                                .appendBuffer(AmqpFrames.longText("PLAIN AMQPLAIN"))
                                .appendBuffer(AmqpFrames.longText("en_US")));
                return;
            }
            frames.take(withoutMessages(bytes));
            for (Optional<AmqpFrames.Method> next = frames.next(); next.isPresent(); next = frames.next()) {
                answer(socket, next.get());
            }
        });
    }

    /** What is published holds nothing: its header is of no use here. */
    private static Buffer withoutMessages(Buffer bytes) {
        Buffer header = AmqpFrames.emptyMessage(1, 60);
        for (int i = 0; i + header.length() <= bytes.length(); i++) {
            if (bytes.getBuffer(i, i + header.length()).equals(header)) {
                return bytes.getBuffer(0, i).appendBuffer(bytes.getBuffer(i + header.length(), bytes.length()));
            }
        }
        return bytes;
    }

    private void answer(NetSocket socket, AmqpFrames.Method method) {
        switch (method.name()) {
            case "10.11" -> {
                if (method.arguments().toString().contains("\0guest\0guest")) {
                    say(
                            socket,
                            0,
                            "10.30",
                            Buffer.buffer()
                                    .appendShort((short) 2047)
                                    .appendInt(131_072)
                                    .appendShort((short) 60));
                } else {
                    say(
                            socket,
                            0,
                            "10.50",
                            Buffer.buffer()
                                    .appendShort((short) 403)
                                    .appendBuffer(AmqpFrames.shortText("ACCESS_REFUSED"))
                                    .appendInt(0));
                }
            }
            case "10.40" -> say(socket, 0, "10.41", Buffer.buffer(new byte[] {0}));
            case "20.10" -> say(socket, 1, "20.11", Buffer.buffer().appendInt(0));
            case "50.10" -> {
                if (method.text(2).equals("orders")) {
                    say(
                            socket,
                            1,
                            "50.11",
                            AmqpFrames.shortText("orders").appendInt(1_200).appendInt(0));
                } else {
                    say(
                            socket,
                            1,
                            "20.40",
                            Buffer.buffer()
                                    .appendShort((short) 404)
                                    .appendBuffer(AmqpFrames.shortText("NOT_FOUND - no queue"))
                                    .appendInt(0));
                }
            }
            case "60.40" -> {
                if (alarm) {
                    say(socket, 0, "10.60", AmqpFrames.shortText("low on memory"));
                }
            }
            case "20.40" -> say(socket, 1, "20.41", Buffer.buffer());
            case "10.50" -> say(socket, 0, "10.51", Buffer.buffer());
            default -> {
                // nothing to say
            }
        }
    }

    private static void say(NetSocket socket, int channel, String method, Buffer arguments) {
        socket.write(AmqpFrames.method(channel, method, arguments));
    }
}
