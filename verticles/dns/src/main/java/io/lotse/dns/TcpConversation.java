package io.lotse.dns;

import java.time.Duration;
import java.util.Optional;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;

/** One connection: messages with their length in front. A client that does not read is not read from either. */
final class TcpConversation {
    private static final int LENGTH_BYTES = 2;

    private final Vertx vertx;
    private final NetSocket socket;
    private final Responder responder;
    private final Duration idle;
    private final RecordParser parser;
    private boolean lengthIsNext = true;
    private long timer = -1;

    TcpConversation(Vertx vertx, NetSocket socket, Responder responder, Duration idle) {
        this.vertx = vertx;
        this.socket = socket;
        this.responder = responder;
        this.idle = idle;
        this.parser = RecordParser.newFixed(LENGTH_BYTES, socket);
        parser.handler(this::take).exceptionHandler(e -> socket.close());
        restartTimer();
    }

    private void take(Buffer bytes) {
        if (lengthIsNext) {
            int length = bytes.getUnsignedShort(0);
            if (length == 0) {
                socket.close();
                return;
            }
            parser.fixedSizeMode(length);
        } else {
            answer(bytes);
            parser.fixedSizeMode(LENGTH_BYTES);
        }
        lengthIsNext = !lengthIsNext;
    }

    private void answer(Buffer message) {
        Optional<Buffer> answer = responder.overTcp(message);
        if (answer.isEmpty()) {
            socket.close();
            return;
        }
        restartTimer();
        socket.write(Buffer.buffer(LENGTH_BYTES + answer.get().length())
                .appendUnsignedShort(answer.get().length())
                .appendBuffer(answer.get()));
        if (socket.writeQueueFull()) {
            parser.pause();
            socket.drainHandler(v -> parser.resume());
        }
    }

    /** Only a whole query counts: single bytes now and then do not keep a connection open. */
    private void restartTimer() {
        vertx.cancelTimer(timer);
        timer = vertx.setTimer(idle.toMillis(), id -> breakOff());
    }

    /** {@code socket.close()} waits for what is not yet written, for ever if the client does not read. */
    private void breakOff() {
        ((NetSocketInternal) socket).channelHandlerContext().close();
    }

    void ended() {
        vertx.cancelTimer(timer);
    }
}
