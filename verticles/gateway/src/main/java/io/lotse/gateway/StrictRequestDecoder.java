package io.lotse.gateway;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;

/**
 * Refuses a request with both {@code Content-Length} and {@code Transfer-Encoding}, which the decoder of the stack
 * would mend in silence: nobody sends both but to smuggle a request (RFC 9112, 6.1); and a chunk size that it would read
 * wrong. Cuts off a client whose request's head does not become whole in time.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {
    private static final String NAME = "httpDecoder";

    private final ConnectionRules rules;
    /** Null as long as every head came in one piece. */
    private HeadWatch watch;

    private boolean awaitsHead = true;
    /** Of the body that is being read; null while that is none in chunks. */
    private ChunkSizes chunks;

    private boolean refused;

    private StrictRequestDecoder(HttpServerOptions options, ConnectionRules rules) {
        super(options);
        this.rules = rules;
    }

    /** Takes the place of the connection's decoder; before anything was read. */
    static void install(Channel channel, HttpServerOptions options, ConnectionRules rules) {
        // HTTP/2 has another
        if (channel.pipeline().get(NAME) != null) {
            channel.pipeline().replace(NAME, NAME, new StrictRequestDecoder(options, rules));
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (refused || chunks != null && chunks.refuse(in)) {
            refuse(in, out);
            return;
        }
        int before = out.size();
        int from = in.readerIndex();
        super.decode(context, in, out);
        if (chunks != null) {
            chunks.taken(in, from, in.readerIndex());
        }
        for (int i = before; i < out.size(); i++) {
            decoded(out.get(i));
        }
        if (out.size() > before) {
            headIsOver();
        } else if (awaitsHead) {
            watch = watch == null ? new HeadWatch(rules, context.channel()) : watch;
            watch.begin();
        }
    }

    private void headIsOver() {
        if (watch != null) {
            watch.end();
        }
    }

    private void decoded(Object part) {
        awaitsHead = part instanceof LastHttpContent || awaitsHead && !(part instanceof HttpMessage);
        if (part instanceof HttpMessage head) {
            chunks = HttpUtil.isTransferEncodingChunked(head) ? new ChunkSizes() : null;
        }
        if (part instanceof LastHttpContent) {
            chunks = null;
        }
    }

    /** As the decoder does with what it cannot read: the body ends in a failure, and nothing after it is read. */
    private void refuse(ByteBuf in, List<Object> out) {
        in.skipBytes(in.readableBytes());
        if (!refused) {
            refused = true;
            LastHttpContent end = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
            end.setDecoderResult(DecoderResult.failure(new NumberFormatException("a chunk size of over 8 digits")));
            out.add(end);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        super.channelInactive(context);
        headIsOver();
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) throws Exception {
        super.handlerRemoved0(context);
        headIsOver();
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
    }
}
