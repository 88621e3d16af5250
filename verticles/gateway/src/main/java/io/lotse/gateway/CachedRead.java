package io.lotse.gateway;

import io.vertx.core.MultiMap;

import io.lotse.contracts.ProblemCode;

/** One GET or HEAD on its way through the cache. */
final class CachedRead implements Interception {
    /** Who waits for another's answer longer than this asks himself. */
    private static final long LONGEST_WAIT_MILLIS = 5_000;

    private final CacheRule rule;
    private final NodeCache node;
    private final CacheQuery query;
    /** What serves the request if it is confirmed, or if nobody answers; null for nothing. */
    private StoredAnswer kept;
    /** Why the service is asked, as {@code Cache-Status} says it. */
    private String forwarded;

    private boolean isValidating;
    private long generation;
    private long askedAt;
    /** Null where nobody can wait for this one. */
    private Flights.Flight flight;

    private Collector collector;
    /** The timer that ends its waiting. */
    private long patience;

    private boolean hasWaited;

    CachedRead(CacheRule rule, NodeCache node, CacheQuery query) {
        this.rule = rule;
        this.node = node;
        this.query = query;
    }

    @Override
    public void request(Exchange exchange) {
        if (query.isForOriginOnly()) {
            ask(exchange, null, "fwd=bypass");
            return;
        }
        long now = node.now();
        StoredAnswer found = node.store().find(query);
        Reuse reuse = found == null ? Reuse.STALE : Reuse.of(found, query.directives(), now);
        if (reuse == Reuse.SERVE) {
            node.count(CacheResult.HIT);
            serve(exchange, found, hit(found, now));
        } else if (reuse == Reuse.SERVE_AND_REFRESH && query.mayBeKept()) {
            Refresh.start(exchange, rule, node, query, found);
            node.count(CacheResult.STALE);
            serve(exchange, found, hit(found, now));
        } else if (query.directives().has("only-if-cached")) {
            exchange.refuse(
                    ProblemCode.NOT_CACHED,
                    "the request asks for a kept answer only, and none serves it: ask without only-if-cached");
        } else if (!awaitOther(exchange)) {
            ask(exchange, found, "fwd=" + why(found, reuse, now));
        }
    }

    private String hit(StoredAnswer found, long now) {
        String served = hasWaited ? "fwd=miss; collapsed" : "hit";
        return served + "; ttl=" + Math.floorDiv(found.freshFor(now), 1_000L);
    }

    private String why(StoredAnswer found, Reuse reuse, long now) {
        if (found != null) {
            boolean isFresh = found.freshFor(now) > 0 && !found.mustValidate();
            return reuse == Reuse.REFUSED_BY_REQUEST && isFresh ? "request" : "stale";
        }
        return node.store().hasVariants(query) ? "vary-miss" : "uri-miss";
    }

    /** @return false if this one asks itself */
    private boolean awaitOther(Exchange exchange) {
        if (hasWaited
                || rule.waiting() == 0
                || !query.mayLead()
                || query.directives().has("no-cache")
                || !node.isShared(query.key())) {
            return false;
        }
        flight = node.flights().begin(query.key());
        if (flight != null || !node.flights().await(query.key(), rule.waiting(), () -> goOn(exchange))) {
            return false;
        }
        patience = exchange.loop().vertx().setTimer(LONGEST_WAIT_MILLIS, t -> goOn(exchange));
        return true;
    }

    private void goOn(Exchange exchange) {
        if (!hasWaited && exchange.outcome() == Outcome.RUNNING) {
            hasWaited = true;
            exchange.loop().vertx().cancelTimer(patience);
            request(exchange);
        }
    }

    private void ask(Exchange exchange, StoredAnswer found, String why) {
        kept = found;
        forwarded = why;
        isValidating = found != null && Validators.has(found.headers());
        generation = node.store().generation(query.uri());
        exchange.proceed();
    }

    @Override
    public void outgoing(Exchange exchange, MultiMap headers) {
        askedAt = node.now();
        if (isValidating) {
            Validators.ask(headers, kept.headers());
        }
    }

    @Override
    public boolean answer(Exchange exchange, Answer answer) {
        int status = answer.status();
        if (isError(status) && serveInstead(exchange, forwarded + "; fwd-status=" + status)) {
            return true;
        }
        if (isValidating && status == 304) {
            confirmed(exchange, answer.headers());
            return true;
        }
        node.count(CacheResult.MISS);
        if (query.isForOriginOnly() || exchange.isOnFallback()) {
            StoredAnswer.removeTags(answer.headers());
            CacheStatus.add(answer.headers(), forwarded);
            return false;
        }
        boolean stores = !query.isHead() && keep(answer);
        if (query.isHead()) {
            learn(answer);
        }
        StoredAnswer.removeTags(answer.headers());
        CacheStatus.add(answer.headers(), forwarded + (stores ? "; stored" : ""));
        return false;
    }

    private static boolean isError(int status) {
        return status == 500 || status >= 502 && status <= 504;
    }

    /** What HEAD tells of what is kept: that it still is true, or that it is out of date (RFC 9111, 4.3.5). */
    private void learn(Answer answer) {
        if (kept == null || answer.status() != 200) {
            return;
        }
        if (kept.status() != 200 || Validators.contradict(answer.headers(), kept.headers())) {
            node.store().remove(query.uri(), kept);
        } else if (query.mayBeKept() && Validators.identify(answer.headers(), kept.headers())) {
            StoredAnswer fresh = rule.confirm(query, kept, answer.headers(), askedAt, node.now());
            node.confirm(query, kept, fresh, generation);
        }
    }

    /** @return whether it is sure to be kept if it comes whole */
    private boolean keep(Answer answer) {
        StoredAnswer head = rule.judge(query, answer.status(), answer.headers(), askedAt, node.now());
        if (head == null) {
            if (kept != null && query.mayBeKept() && !isError(answer.status())) {
                node.store().remove(query.uri(), kept);
            }
            releaseAll();
            return false;
        }
        answer.headers().set("date", head.headers().get("date"));
        String told = answer.headers().get("content-length");
        collector = new Collector(
                node.store(),
                rule.maxBody(),
                told == null ? -1 : Long.parseLong(told),
                body -> {
                    node.store().put(query, head.withBody(body), generation);
                    release();
                },
                this::releaseAll);
        answer.filterBody(collector);
        return told != null;
    }

    /** The service says that what is kept is still true (RFC 9111, 4.3.3 and 4.3.4). */
    private void confirmed(Exchange exchange, MultiMap told) {
        MultiMap confirmation = MultiMap.caseInsensitiveMultiMap().addAll(told);
        exchange.attempt().end();
        if (!Validators.confirms(confirmation, kept.headers())) {
            node.store().remove(query.uri(), kept);
            kept = null;
            isValidating = false;
            exchange.forward(exchange.route().targets().pick(exchange.inbound()));
            return;
        }
        StoredAnswer fresh = rule.confirm(query, kept, confirmation, askedAt, node.now());
        node.confirm(query, kept, fresh, generation);
        node.count(CacheResult.REVALIDATED);
        release();
        CacheReply reply = CacheReply.to(query, fresh, node.now());
        if (!confirmation.contains("age")) {
            // which would say that the service itself did not confirm it (RFC 9111, 5.1)
            reply.headers().remove("age");
        }
        // a cookie is for this client alone, and is not kept
        reply.headers().add("set-cookie", confirmation.getAll("set-cookie"));
        send(exchange, reply, forwarded + "; fwd-status=304");
    }

    @Override
    public boolean failed(Exchange exchange, ProblemCode code, String detail) {
        // nothing came from further on: by RFC 9211, 2.1 that is a hit
        return serveInstead(exchange, "hit");
    }

    /**
     * RFC 5861, 4.
     *
     * @param how what {@code Cache-Status} says first
     */
    private boolean serveInstead(Exchange exchange, String how) {
        long now = node.now();
        if (kept == null || !kept.mayServeOnError(now, query.directives())) {
            return false;
        }
        long ttl = Math.floorDiv(kept.freshFor(now), 1_000L);
        node.count(CacheResult.STALE);
        serve(exchange, kept, how + "; ttl=" + ttl + "; detail=stale-if-error");
        return true;
    }

    private void serve(Exchange exchange, StoredAnswer answer, String status) {
        send(exchange, CacheReply.to(query, answer, node.now()), status);
    }

    private static void send(Exchange exchange, CacheReply reply, String status) {
        CacheStatus.add(reply.headers(), status);
        exchange.answer(reply.status(), reply.headers(), reply.body());
    }

    @Override
    public void ended(Exchange exchange) {
        if (collector != null) {
            collector.drop();
        }
        release();
    }

    /** Nobody need wait for such an answer for a while. */
    private void releaseAll() {
        if (flight != null) {
            node.unshare(query.key());
        }
        release();
    }

    private void release() {
        if (flight != null) {
            flight.end();
            flight = null;
        }
    }
}
