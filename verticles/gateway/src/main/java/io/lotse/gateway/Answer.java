package io.lotse.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.ReadStream;

/** The head of an answer on its way to the client; what is changed here is what the client gets. */
final class Answer {
    private final HttpServerResponse to;
    /** Null where the body is here as a whole. */
    private final ReadStream<Buffer> body;

    private BodyFilter filter;

    private Answer(HttpServerResponse to, ReadStream<Buffer> body) {
        this.to = to;
        this.body = body;
    }

    /** Takes over the head of an upstream's answer, all rules of the route applied. */
    static Answer begin(HttpClientResponse from, HttpServerResponse to, Route route) {
        to.setStatusCode(from.statusCode());
        if (from.statusMessage() != null && !from.statusMessage().equals(to.getStatusMessage())) {
            to.setStatusMessage(from.statusMessage());
        }
        HeaderRules.response(from.headers(), from.version(), to.headers());
        if (route.responseEdits() != null) {
            route.responseEdits().apply(to.headers());
        }
        return new Answer(to, from);
    }

    /** The head of an answer that the gateway gives itself, which is whole already. */
    static Answer own(HttpServerResponse to) {
        return new Answer(to, null);
    }

    /** This answer is not sent: another one will be. */
    void forget() {
        if (!to.headWritten()) {
            to.headers().clear();
        }
    }

    /** The body on its way; null where it is here as a whole. */
    ReadStream<Buffer> body() {
        return body;
    }

    int status() {
        return to.getStatusCode();
    }

    void status(int status) {
        to.setStatusCode(status);
    }

    MultiMap headers() {
        return to.headers();
    }

    /** Lets the body go through this. Who changes the body's length sets or removes {@code Content-Length}. */
    void filterBody(BodyFilter added) {
        filter = filter == null ? added : BodyFilter.chain(filter, added);
    }

    /** The body's length in bytes as the head tells it, or this if it does not. */
    long lengthOr(long otherwise) {
        String told = to.headers().get(HttpHeaders.CONTENT_LENGTH);
        return told == null ? otherwise : Long.parseLong(told);
    }

    /** What becomes of a body that is here as a whole. */
    Buffer filtered(Buffer whole) {
        return filter == null ? whole : BodyFilter.all(filter, whole);
    }

    /** Null where the body goes as it comes. */
    BodyFilter filter() {
        return filter;
    }
}
