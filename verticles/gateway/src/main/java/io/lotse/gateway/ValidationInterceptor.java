package io.lotse.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.gateway.Validation;
import io.lotse.contracts.gateway.ValidationMode;
import io.lotse.openapi.ApiContract;
import io.lotse.openapi.ApiOperation;
import io.lotse.openapi.ApiValues;

/**
 * Holds requests against the OpenAPI document of the service that they are for. A JSON body is gathered first; other bodies go through
 * as they come. What another gateway sent on was held against it there.
 */
final class ValidationInterceptor implements Interceptor {
    private static final Logger LOG = LoggerFactory.getLogger(ValidationInterceptor.class);
    private static final int DEFAULT_BODY = 256 * 1024;
    /** A larger body is looked through by another thread than an event loop's. */
    private static final int SMALL_BODY = 8 * 1024;

    /** So many mistakes are told in words, too. */
    private static final int SHOWN = 3;

    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String route;
    private final ApiContracts.Source source;
    private final boolean enforces;
    private final int maxBody;
    private final LongSupplier nanoClock;
    private long untold;
    private long toldAt;

    /** @param route the route's name, for people */
    ValidationInterceptor(String route, Validation rule, ApiContracts.Source source, LongSupplier nanoClock) {
        this.route = route;
        this.nanoClock = nanoClock;
        this.toldAt = nanoClock.getAsLong() - TELL_NANOS;
        this.source = source;
        this.enforces = rule.openapi() == ValidationMode.ENFORCE;
        this.maxBody = rule.maxBody() == null ? DEFAULT_BODY : rule.maxBody();
    }

    @Override
    public Interception join(Exchange exchange) {
        ApiContract contract = exchange.inbound().fromGateway() ? null : source.contract();
        return contract == null ? null : new Look(contract);
    }

    /** Looks at one request. */
    private final class Look implements Interception {
        private final ApiContract contract;

        Look(ApiContract contract) {
            this.contract = contract;
        }

        @Override
        public void request(Exchange exchange) {
            HttpServerRequest request = exchange.inbound().request();
            String uri = exchange.route().uri(exchange.inbound());
            int end = PathPattern.endOfPath(uri);
            String path = end == 0 ? "/" : NormalPath.of(uri.substring(0, end));
            ApiContract.Match match = contract.find(request.method().name(), path);
            if (path.equals(source.path()) || match != null && isPreflight(request, match)) {
                // who holds requests against a document lets it be asked for
                exchange.proceed();
            } else if (match == null) {
                refuse(
                        exchange,
                        Refusal.of(ProblemCode.NOT_FOUND, "the API of " + source.service() + " has no path " + path));
            } else if (match.operation() == null) {
                refuse(exchange, notServed(request, path, match));
            } else {
                look(exchange, uri, match);
            }
        }

        /** Browsers ask, not the API's clients; documents do not speak of it. */
        private boolean isPreflight(HttpServerRequest request, ApiContract.Match match) {
            return match.operation() == null && request.method().equals(HttpMethod.OPTIONS);
        }

        private Refusal notServed(HttpServerRequest request, String path, ApiContract.Match match) {
            String allowed = String.join(", ", match.methods());
            return Refusal.of(
                    ProblemCode.METHOD_NOT_ALLOWED,
                    "the API of " + source.service() + " has no " + request.method() + " for " + path + ": it has "
                            + allowed,
                    MultiMap.caseInsensitiveMultiMap().add(HttpHeaders.ALLOW, allowed));
        }

        private void look(Exchange exchange, String uri, ApiContract.Match match) {
            HttpServerRequest request = exchange.inbound().request();
            ApiOperation operation = match.operation();
            JsonObject values;
            try {
                values = new JsonObject().put(operation.key(), ApiValues.of(request, uri, match));
            } catch (IllegalArgumentException e) {
                decide(exchange, List.of(new FieldError("#/query", "cannot be decoded: " + e.getMessage())));
                return;
            }
            boolean hasBody = exchange.upload().hasBody();
            if (operation.content() == null || !hasBody) {
                List<FieldError> missing = operation.needsBody() && !hasBody
                        ? List.of(new FieldError("#/body", "is missing: send " + types(operation)))
                        : List.of();
                decide(exchange, joined(contract.mistakes(values), missing));
                return;
            }
            String type = ApiOperation.mediaType(request.getHeader(HttpHeaders.CONTENT_TYPE));
            ApiOperation.Body body = operation.body(type);
            if (body == null) {
                refuse(
                        exchange,
                        Refusal.of(
                                ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                                "the body is " + (type.isEmpty() ? "of no type" : type) + ": send "
                                        + types(operation)));
            } else if (body.key() == null || !ApiOperation.isJson(type)) {
                decide(exchange, contract.mistakes(values));
            } else {
                lookIntoBody(exchange, values, body.key());
            }
        }

        private void lookIntoBody(Exchange exchange, JsonObject values, String key) {
            String coding = exchange.inbound().request().getHeader(HttpHeaders.CONTENT_ENCODING);
            if (coding != null && !coding.equalsIgnoreCase("identity")) {
                refuse(
                        exchange,
                        Refusal.of(
                                ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                                "the body is coded as " + coding + ", and is held against a document: send it plain"));
            } else if (exchange.upload().length() > maxBody) {
                bodyTooLarge(exchange);
            } else {
                exchange.upload()
                        .gather(maxBody, body -> lookInto(exchange, body, values, key), () -> bodyTooLarge(exchange));
            }
        }

        private void lookInto(Exchange exchange, Buffer body, JsonObject values, String key) {
            if (body.length() <= SMALL_BODY) {
                decide(exchange, mistakes(body, values, key));
            } else {
                exchange.loop()
                        .vertx()
                        .executeBlocking(() -> mistakes(body, values, key), false)
                        .onSuccess(found -> decide(exchange, found));
            }
        }

        private List<FieldError> mistakes(Buffer body, JsonObject values, String key) {
            try {
                values.put(key, new JsonObject().put("body", Json.decodeValue(body)));
                return contract.mistakes(values);
            } catch (DecodeException e) {
                return joined(
                        contract.mistakes(values), List.of(new FieldError("#/body", "is no JSON: " + firstLine(e))));
            }
        }

        private void bodyTooLarge(Exchange exchange) {
            refuse(
                    exchange,
                    Refusal.of(
                            ProblemCode.BODY_TOO_LARGE,
                            "the route " + route + " takes JSON of " + maxBody + " bytes at most"));
        }

        private void decide(Exchange exchange, List<FieldError> mistakes) {
            if (mistakes.isEmpty()) {
                exchange.proceed();
            } else {
                refuse(
                        exchange,
                        new Refusal(
                                ProblemCode.INVALID_REQUEST,
                                ProblemCode.INVALID_REQUEST.httpStatus(),
                                "the API of " + source.service() + " does not take this: " + text(mistakes),
                                MultiMap.caseInsensitiveMultiMap(),
                                mistakes));
            }
        }
    }

    /** Refuses the request, or says that it would be. */
    private void refuse(Exchange exchange, Refusal refusal) {
        if (enforces) {
            exchange.refuse(refusal);
            return;
        }
        warn(refusal.detail());
        exchange.proceed();
    }

    /** At most every ten seconds: clients that are wrong once are wrong often. */
    private void warn(String detail) {
        untold++;
        long now = nanoClock.getAsLong();
        if (now - toldAt >= TELL_NANOS) {
            LOG.warn("event=request_invalid route={} requests={} last=\"{}\"", route, untold, detail);
            untold = 0;
            toldAt = now;
        }
    }

    private static String types(ApiOperation operation) {
        return String.join(
                " or ", operation.content().keySet().stream().sorted().toList());
    }

    private static List<FieldError> joined(List<FieldError> some, List<FieldError> others) {
        List<FieldError> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    private static String text(List<FieldError> mistakes) {
        String first = mistakes.stream()
                .limit(SHOWN)
                .map(m -> m.field() + " " + m.message())
                .collect(Collectors.joining("; "));
        return mistakes.size() <= SHOWN ? first : first + "; and " + (mistakes.size() - SHOWN) + " more";
    }

    private static String firstLine(DecodeException e) {
        return e.getMessage()
                .replaceFirst("^Failed to decode: ?", "")
                .lines()
                .findFirst()
                .orElse("");
    }
}
