package io.lotse.observer;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import io.vertx.core.buffer.Buffer;

/** Takes AMQP 0-9-1 frames from what came, and writes them. */
final class AmqpFrames {
    static final Buffer HELLO = Buffer.buffer(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1});

    private static final int LIMIT = HttpAsk.BODY_LIMIT;
    private static final byte METHOD = 1;
    private static final byte HEADER = 2;
    private static final byte HEARTBEAT = 8;
    private static final byte END = (byte) 0xce;
    private static final int BEFORE_PAYLOAD = 7;

    private Buffer pending = Buffer.buffer();

    /** What a broker said: the class and the method as {@code 10.41}, and its arguments. */
    record Method(String name, Buffer arguments) {
        int number(int at) {
            return arguments.getUnsignedShort(at);
        }

        /** A text of at most 255 bytes, as it stands there with its length. */
        String text(int at) {
            return arguments.getString(at + 1, at + 1 + arguments.getUnsignedByte(at));
        }
    }

    /** @throws BadSetting if it is too much */
    void take(Buffer bytes) {
        if (pending.length() + bytes.length() > LIMIT) {
            throw new BadSetting("answered more than " + LIMIT / 1024 + " KiB: is it RabbitMQ?");
        }
        pending.appendBuffer(bytes);
    }

    /**
     * The next method; empty until there is a whole one.
     *
     * @throws BadSetting if what came is no AMQP
     */
    Optional<Method> next() {
        while (pending.length() >= BEFORE_PAYLOAD) {
            byte type = pending.getByte(0);
            long size = pending.getUnsignedInt(3);
            if (type != METHOD && type != HEARTBEAT || size > LIMIT) {
                throw new BadSetting("did not answer in AMQP 0-9-1: see whether the port is right");
            }
            int end = BEFORE_PAYLOAD + (int) size;
            if (pending.length() <= end) {
                return Optional.empty();
            }
            Buffer payload = pending.getBuffer(BEFORE_PAYLOAD, end);
            pending = pending.getBuffer(end + 1, pending.length());
            if (type == METHOD && payload.length() >= 4) {
                String name = payload.getUnsignedShort(0) + "." + payload.getUnsignedShort(2);
                return Optional.of(new Method(name, payload.getBuffer(4, payload.length())));
            }
        }
        return Optional.empty();
    }

    /** @param name as of {@link Method} */
    static Buffer method(int channel, String name, Buffer arguments) {
        int dot = name.indexOf('.');
        return frame(
                METHOD,
                channel,
                Buffer.buffer()
                        .appendShort(Short.parseShort(name.substring(0, dot)))
                        .appendShort(Short.parseShort(name.substring(dot + 1)))
                        .appendBuffer(arguments));
    }

    /** Behind a publication: a message without properties that holds nothing. */
    static Buffer emptyMessage(int channel, int classId) {
        return frame(
                HEADER,
                channel,
                Buffer.buffer()
                        .appendShort((short) classId)
                        .appendShort((short) 0)
                        .appendLong(0)
                        .appendShort((short) 0));
    }

    static Buffer shortText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(255, bytes.length);
        return Buffer.buffer().appendByte((byte) length).appendBytes(bytes, 0, length);
    }

    static Buffer longText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Buffer.buffer().appendInt(bytes.length).appendBytes(bytes);
    }

    private static Buffer frame(byte type, int channel, Buffer payload) {
        return Buffer.buffer()
                .appendByte(type)
                .appendShort((short) channel)
                .appendInt(payload.length())
                .appendBuffer(payload)
                .appendByte(END);
    }
}
