package io.lotse.gateway;

import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * The name by which a request is found again in the logs of all who had to do with it: {@code X-Request-Id}. It is no secret
 * and proves nothing.
 */
final class RequestId {
    static final CharSequence FIELD = HttpHeaders.createOptimized("X-Request-Id");

    private static final int LONGEST = 128;
    private static final HexFormat HEX = HexFormat.of();

    private RequestId() {}

    /**
     * Leaves a request the id that it brings along, if that is one; else it gets a new one. From here on the request has one id,
     * which upstreams get as any other field.
     */
    static String give(HttpServerRequest request) {
        String brought = request.headers().get(FIELD);
        if (brought != null && isValid(brought) && isAlone(request)) {
            return brought;
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String made = HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
        request.headers().set(FIELD, made);
        return made;
    }

    /** The id that the request was given. */
    static String of(HttpServerRequest request) {
        String given = request.headers().get(FIELD);
        return given == null ? give(request) : given;
    }

    /** Tells the client the id, whatever an upstream or a kept answer says. */
    static void tell(HttpServerRequest request) {
        request.response().headers().set(FIELD, of(request));
    }

    private static boolean isAlone(HttpServerRequest request) {
        List<String> all = request.headers().getAll(FIELD);
        return all.size() == 1;
    }

    /** Letters, digits and marks that neither a log nor a shell nor HTML takes for more than they are. */
    private static boolean isValid(String id) {
        if (id.isEmpty() || id.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean isWord = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!isWord && "-_.:+/=@".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
