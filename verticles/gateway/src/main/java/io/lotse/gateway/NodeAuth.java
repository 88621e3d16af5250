package io.lotse.gateway;

import java.lang.ref.WeakReference;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpClient;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.gateway.JwkSet;
import io.lotse.contracts.gateway.ServiceTokenUse;
import io.lotse.contracts.gateway.TokenIssuer;
import io.lotse.meshview.MeshView;

/** What the event loops of one node have in common of letting clients in: keys, and what was verified. */
final class NodeAuth {
    private static final int SIGNATURES_AT_ONCE = 2;
    private static final int MOST_WAITING = 1_000;

    private final ApiKeys apiKeys;
    private final MeshView view;
    private final Clock clock;
    /** Both live for as long as a route holds them. */
    private final Map<List<TokenIssuer>, WeakReference<Tokens>> tokens = new ConcurrentHashMap<>();

    private final Map<String, WeakReference<KeySource>> published = new ConcurrentHashMap<>();
    private Vertx vertx;
    private HttpClient client;
    private WorkerExecutor workers;
    private final AtomicInteger waiting = new AtomicInteger();
    /** Null while no route asks for service tokens. */
    private ServiceTokens serviceTokens;

    NodeAuth(MeshView view, Clock clock) {
        this.view = view;
        this.clock = clock;
        this.apiKeys = new ApiKeys(view, clock);
    }

    /** Follows the ledger from now on. */
    void start(Vertx with) {
        vertx = with;
        client = with.createHttpClient();
        workers = with.createSharedWorkerExecutor("lotse-signatures", SIGNATURES_AT_ONCE);
        apiKeys.start();
    }

    ApiKeys apiKeys() {
        return apiKeys;
    }

    /** Verifies the tokens of these issuers; the same for all event loops and routes. */
    synchronized Tokens tokens(List<TokenIssuer> issuers) {
        tokens.values().removeIf(t -> t.get() == null);
        published.values().removeIf(s -> s.get() == null);
        WeakReference<Tokens> held = tokens.get(issuers);
        Tokens kept = held == null ? null : held.get();
        if (kept == null) {
            kept = new Tokens(issuers, this::source, this::run, clock);
            tokens.put(issuers, new WeakReference<>(kept));
        }
        return kept;
    }

    private KeySource source(TokenIssuer issuer) {
        if (issuer.jwksUrl() == null) {
            return KeySource.of(PublicKeys.of(issuer));
        }
        WeakReference<KeySource> held = published.get(issuer.jwksUrl());
        KeySource kept = held == null ? null : held.get();
        if (kept == null) {
            kept = new PublishedKeys(issuer.jwksUrl(), client, clock);
            published.put(issuer.jwksUrl(), new WeakReference<>(kept));
        }
        return kept;
    }

    private <T> Future<T> run(Callable<T> work) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            return Future.failedFuture(new ContractException(
                    ProblemCode.OVERLOADED, "too many tokens wait to be verified or signed: try again in a moment"));
        }
        return workers.executeBlocking(work, false).onComplete(done -> waiting.decrementAndGet());
    }

    /** Gives services their tokens. The first call makes this gateway's key. */
    synchronized ServiceTokens.Giver serviceTokens(ServiceTokenUse use) {
        if (serviceTokens == null) {
            SigningKeys keys = new SigningKeys(vertx, view, clock);
            keys.start();
            serviceTokens = new ServiceTokens(keys, this::run, clock);
        }
        return serviceTokens.giver(use);
    }

    /** The public keys that the tokens of all gateways are verified with. */
    synchronized JwkSet signingKeys() {
        return SigningKeys.told(
                view.snapshot(), clock.instant(), serviceTokens == null ? List.of() : serviceTokens.ownKeys());
    }
}
