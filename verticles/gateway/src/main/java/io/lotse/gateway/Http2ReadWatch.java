package io.lotse.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the streams of an HTTP/2 connection whose client gives them no leave to send what waits: it need not stop reading to
 * hold answers up. One look at all streams now and then; the connection itself {@link ReadWatch} looks at.
 */
final class Http2ReadWatch extends Deadlines.Watched {
    private static final Logger LOG = LoggerFactory.getLogger(Http2ReadWatch.class);
    private static final int LOOKS = 10;

    private final ConnectionRules rules;
    private final Channel channel;
    private final Http2ConnectionHandler handler;
    private final Http2Connection connection;
    private final Http2RemoteFlowController flow;
    private final Http2Connection.PropertyKey key;
    /** How much leave the client gave the connection, in bytes. */
    private long leave;

    private long looked;

    private Http2ReadWatch(ConnectionRules rules, Channel channel, Http2ConnectionHandler handler) {
        this.rules = rules;
        this.channel = channel;
        this.handler = handler;
        this.connection = handler.connection();
        this.flow = handler.encoder().flowController();
        this.key = connection.newKey();
    }

    /** Watches the connection until it is closed. */
    static void install(ConnectionRules rules, Channel channel, Http2ConnectionHandler handler) {
        Http2ReadWatch watch = new Http2ReadWatch(rules, channel, handler);
        watch.listen();
        rules.loop().deadlines().add(watch);
        channel.closeFuture().addListener(closed -> rules.loop().deadlines().remove(watch));
    }

    private void listen() {
        handler.decoder()
                .frameListener(new Http2FrameListenerDecorator(handler.decoder().frameListener()) {
                    @Override
                    public void onWindowUpdateRead(ChannelHandlerContext context, int streamId, int increment)
                            throws Http2Exception {
                        given(streamId, increment);
                        super.onWindowUpdateRead(context, streamId, increment);
                    }
                });
    }

    private void given(int streamId, int increment) {
        if (streamId == 0) {
            leave += increment;
            return;
        }
        Http2Stream stream = connection.stream(streamId);
        if (stream != null) {
            waiting(stream).leave += increment;
        }
    }

    private Waiting waiting(Http2Stream stream) {
        Waiting known = stream.getProperty(key);
        if (known == null) {
            known = new Waiting();
            stream.setProperty(key, known);
        }
        return known;
    }

    @Override
    void check(long now) {
        if (now - looked < rules.send() / LOOKS || connection.numActiveStreams() == 0) {
            return;
        }
        looked = now;
        try {
            connection.forEachActiveStream(stream -> {
                look(stream, now);
                return true;
            });
        } catch (Http2Exception e) {
            LOG.debug("event=look_failed client={} reason={}", channel.remoteAddress(), e.toString());
        }
    }

    private void look(Http2Stream stream, long now) {
        if (!flow.hasFlowControlled(stream) || !channel.isWritable()) {
            Waiting known = stream.getProperty(key);
            if (known != null) {
                known.begun = false;
            }
            return;
        }
        Waiting waiting = waiting(stream);
        boolean byItself = flow.windowSize(stream) <= 0;
        long given = byItself ? waiting.leave : leave;
        if (!waiting.begun || waiting.byItself != byItself || given - waiting.seen >= ReadWatch.STEP) {
            waiting.begun = true;
            waiting.byItself = byItself;
            waiting.seen = given;
            waiting.since = now;
        } else if (now - waiting.since >= rules.send()) {
            overdue(stream, waiting);
        }
    }

    private void overdue(Http2Stream stream, Waiting waiting) {
        if (rules.unhurried().test(Connections.address(channel))) {
            waiting.begun = false;
            return;
        }
        LOG.debug("event=slow_read client={} stream={}", channel.remoteAddress(), stream.id());
        rules.loop().slowClients().cutOff(SlowClients.With.READING);
        ChannelHandlerContext context = channel.pipeline().context(handler);
        handler.resetStream(context, stream.id(), Http2Error.CANCEL.code(), context.newPromise());
        context.flush();
    }

    /** How a stream waits for its client. */
    private static final class Waiting {
        private boolean begun;
        /** Whether its own window is closed; else it is the connection's. */
        private boolean byItself;
        /** How much leave it was given, in bytes. */
        private long leave;

        private long seen;
        private long since;
    }
}
