package io.lotse.gateway;

import java.util.List;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * Compresses answers for clients that accept it. What goes to another gateway stays as it is: the one that the client asked
 * compresses.
 */
final class CompressionInterceptor implements Interceptor {
    /** A body that is here as a whole is compressed in one go, on the event loop: no larger ones, in bytes. */
    private static final long MOST_AT_ONCE = 256 * 1024;

    private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");

    private final CompressionRule rule;
    private final boolean asksForPlain;

    /** @param asksForPlain whether services are asked for plain bodies, so that what is kept of them serves all clients */
    CompressionInterceptor(CompressionRule rule, boolean asksForPlain) {
        this.rule = rule;
        this.asksForPlain = asksForPlain;
    }

    @Override
    public Interception join(Exchange exchange) {
        InboundRequest inbound = exchange.inbound();
        return inbound.fromGateway() || inbound.isWebSocket() ? null : new Passage(inbound.request());
    }

    /** One answer on its way out. */
    private final class Passage implements Interception {
        private final HttpServerRequest request;
        /** Null while nothing is compressed. */
        private Gzip gzip;

        Passage(HttpServerRequest request) {
            this.request = request;
        }

        @Override
        public void outgoing(Exchange exchange, MultiMap headers) {
            if (asksForPlain) {
                headers.set(HttpHeaders.ACCEPT_ENCODING, HttpHeaders.IDENTITY);
            }
        }

        @Override
        public boolean answer(Exchange exchange, Answer answer) {
            long length = answer.lengthOr(-1);
            if (isForGzip(answer, length)) {
                compress(exchange, answer, length < 0);
            }
            return false;
        }

        @Override
        public void ownAnswer(Exchange exchange, Answer answer, long length) {
            if (isForGzip(answer, length) && length <= MOST_AT_ONCE) {
                compress(exchange, answer, false);
            }
        }

        /** Whether an answer is to be compressed; says to caches that this depends on the request. */
        private boolean isForGzip(Answer answer, long length) {
            MultiMap headers = answer.headers();
            if (answer.status() == 304) {
                confirm(headers);
            }
            if (length == 0 || !CompressionRule.allows(answer.status(), headers)) {
                return false;
            }
            AcceptedCodings accepted = AcceptedCodings.of(request.headers());
            if (!accepted.onlyCoded() && !rule.isWorthwhile(headers, length)) {
                return false;
            }
            vary(headers);
            return accepted.gzip()
                    && request.version() != HttpVersion.HTTP_1_0
                    && !CompressionRule.forbidsTransforming(request.headers());
        }

        /** @param flush whether the client gets every chunk as it comes, as from a stream of events */
        private void compress(Exchange exchange, Answer answer, boolean flush) {
            if (request.method().equals(HttpMethod.HEAD)) {
                // a body of untold length may be too small: what GET would say is not known
                if (!flush) {
                    describe(answer.headers());
                }
                return;
            }
            release(exchange);
            gzip = exchange.loop().compressors().take(rule.level());
            if (gzip != null) {
                describe(answer.headers());
                answer.filterBody(new Filter(flush));
            }
        }

        /** A client that has the compressed form is told that it is still true of that form. */
        private void confirm(MultiMap headers) {
            String etag = headers.get(HttpHeaders.ETAG);
            List<String> known = request.headers().getAll(HttpHeaders.IF_NONE_MATCH);
            if (etag != null && etag.startsWith("\"") && known.stream().anyMatch(l -> l.contains("W/" + etag))) {
                headers.set(HttpHeaders.ETAG, "W/" + etag);
                vary(headers);
            }
        }

        @Override
        public void ended(Exchange exchange) {
            release(exchange);
        }

        private void release(Exchange exchange) {
            if (gzip != null) {
                exchange.loop().compressors().giveBack(gzip);
                gzip = null;
            }
        }

        /** What still comes of an answer that is over falls: others may have the compressor by then. */
        private final class Filter implements BodyFilter {
            private final boolean flush;

            Filter(boolean flush) {
                this.flush = flush;
            }

            @Override
            public Buffer take(Buffer chunk) {
                return gzip == null ? null : gzip.add(chunk, flush);
            }

            @Override
            public Buffer end() {
                return gzip == null ? null : gzip.end();
            }
        }
    }

    private static void describe(MultiMap headers) {
        headers.remove(HttpHeaders.CONTENT_LENGTH)
                // parts are parts of the plain body
                .remove("accept-ranges")
                .set(HttpHeaders.CONTENT_ENCODING, GZIP);
        String etag = headers.get(HttpHeaders.ETAG);
        if (etag != null && etag.startsWith("\"")) {
            headers.set(HttpHeaders.ETAG, "W/" + etag);
        }
    }

    private static void vary(MultiMap headers) {
        boolean said = headers.getAll(HttpHeaders.VARY).stream()
                .anyMatch(l -> HeaderRules.names(l, "accept-encoding") || HeaderRules.names(l, "*"));
        if (!said) {
            headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        }
    }
}
