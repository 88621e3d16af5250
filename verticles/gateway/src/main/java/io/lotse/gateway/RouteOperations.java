package io.lotse.gateway;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.Reading;
import io.lotse.contracts.gateway.GatewayContract;
import io.lotse.contracts.gateway.RouteChange;
import io.lotse.contracts.gateway.RouteDefinition;
import io.lotse.contracts.gateway.RouteEntry;
import io.lotse.contracts.gateway.RouteList;
import io.lotse.contracts.gateway.RouteRemoval;
import io.lotse.contracts.gateway.RouteSet;
import io.lotse.contracts.gateway.RouteSource;
import io.lotse.contracts.gateway.UpstreamList;
import io.lotse.contracts.gateway.Validation;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.meshview.IdempotentRequest;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshView;

/** Lists the declared routes, and changes those of the ledger. */
final class RouteOperations {
    private static final Logger LOG = LoggerFactory.getLogger(RouteOperations.class);

    private final MeshView view;
    private final DeclaredRoutes declared;
    private final Upstreams upstreams;
    private final NodeRoutes node;
    private final LedgerWriter ledger;
    private final Clock clock;

    RouteOperations(Vertx vertx, MeshView view, NodeRoutes node, Clock clock) {
        this.view = view;
        this.declared = node.declared();
        this.upstreams = new Upstreams(
                node.healths(), view, new PlaceFinder(node.config().host()));
        this.node = node;
        this.ledger = new LedgerWriter(vertx, view);
        this.clock = clock;
    }

    /** Ready once the future has succeeded. */
    Future<Void> serve(EventBus bus) {
        return Future.all(Stream.of(
                                GatewayContract.ROUTES.serve(bus, this::list),
                                GatewayContract.PUT_ROUTE.serve(bus, this::put),
                                GatewayContract.REMOVE_ROUTE.serve(bus, this::remove),
                                GatewayContract.CHECK_ROUTES.serve(bus, this::check),
                                GatewayContract.UPSTREAMS.serve(
                                        bus, q -> Future.succeededFuture(new UpstreamList(upstreams.now()))))
                        .map(MessageConsumer::completion)
                        .toList())
                .mapEmpty();
    }

    private Future<RouteList> list(Empty nothing) {
        return Future.succeededFuture(new RouteList(entries(declared.all()), declared.refused()));
    }

    private Future<RouteList> check(RouteSet set) {
        RouteCheck.refuse(RouteCheck.errors(set.routes()));
        List<Declared> alone = set.routes().stream()
                .map(r -> new Declared(r, RouteSource.LEDGER, 0))
                .toList();
        return Future.succeededFuture(new RouteList(entries(alone), List.of()));
    }

    private List<RouteEntry> entries(List<Declared> routes) {
        return RouteWarnings.entries(routes, view.snapshot(), declared::policy, this::ofApi);
    }

    private List<String> ofApi(RouteDefinition route) {
        Validation rule = route.policy() == null ? null : route.policy().validation();
        return rule == null
                ? List.of()
                : node.apis()
                        .warnings(RouteScope.of(route, node.config().environment())
                                .api(rule));
    }

    /** Answers once the route is in the ledger and in the own view. */
    private Future<RouteEntry> put(RouteChange change) {
        if (change.route() == null) {
            throw ContractException.invalid("route", "is missing: give the whole route");
        }
        String name = change.route().name();
        RouteCheck.refuse(Reading.all(
                RouteCheck.errors(change.route()), RouteCheck.alike(change.route(), ledgerRoutesBut(name))));
        if (change.dryRun()) {
            return Future.succeededFuture(entry(change, 0));
        }
        IdempotentRequest request = IdempotentRequest.of(
                "route", change.idempotencyKey(), new RouteChange(change.route(), change.ifRevision(), false, null));
        String key = LedgerKeys.route(name);
        return ledger.commit(request.transaction(
                        change.route(),
                        clock.instant(),
                        unchanged(key, change.ifRevision()),
                        List.of(),
                        List.of(Mutation.put(key, change.route()))))
                .compose(outcome -> ledger.seen(outcome.revision()).compose(s -> {
                    if (!outcome.succeeded()) {
                        return conflict(name, change.ifRevision());
                    }
                    LOG.info("event=route_put route={} revision={}", name, outcome.revision());
                    return Future.succeededFuture(entry(change, outcome.revision()));
                }));
    }

    /** What there is to say about a route in its place among the others. */
    private RouteEntry entry(RouteChange change, long revision) {
        Declared own = new Declared(change.route(), RouteSource.LEDGER, revision);
        List<Declared> all = Stream.concat(
                        declared.all().stream()
                                .filter(d -> !isLedgers(d, change.route().name())),
                        Stream.of(own))
                .toList();
        return entries(all).stream()
                .filter(e -> e.source() == RouteSource.LEDGER
                        && e.route().name().equals(change.route().name()))
                .findFirst()
                .orElseThrow();
    }

    private List<Declared> ledgerRoutesBut(String name) {
        return LedgerRoutes.of(view.snapshot()).stream()
                .filter(d -> !isLedgers(d, name))
                .toList();
    }

    private static boolean isLedgers(Declared route, String name) {
        return route.source() == RouteSource.LEDGER && route.definition().name().equals(name);
    }

    private Future<RouteEntry> remove(RouteRemoval removal) {
        String name = String.valueOf(removal.name());
        Optional<Declared> there = LedgerRoutes.of(view.snapshot()).stream()
                .filter(d -> isLedgers(d, name))
                .findFirst();
        IdempotentRequest request = IdempotentRequest.of(
                "remove-route", removal.idempotencyKey(), new RouteRemoval(name, removal.ifRevision(), false, null));
        if (there.isEmpty() && !request.repeatable()) {
            return Future.failedFuture(unknown(name));
        }
        RouteEntry removed = there.map(d -> new RouteEntry(d.definition(), d.source(), d.revision(), List.of()))
                .orElse(null);
        if (removal.dryRun()) {
            return removed == null ? Future.failedFuture(unknown(name)) : Future.succeededFuture(removed);
        }
        return ledger.earlier(request)
                .compose(earlier -> earlier.map(Future::succeededFuture)
                        .orElseGet(() -> there.isEmpty()
                                ? Future.failedFuture(unknown(name))
                                : commitRemoval(name, removal.ifRevision(), removed, request)))
                .compose(outcome -> removed(outcome, name, removal, removed));
    }

    private Future<Outcome> commitRemoval(String name, Long ifRevision, RouteEntry removed, IdempotentRequest request) {
        String key = LedgerKeys.route(name);
        List<Condition> conditions = ifRevision == null ? List.of(Condition.present(key)) : unchanged(key, ifRevision);
        return ledger.commit(
                request.transaction(removed, clock.instant(), conditions, List.of(), List.of(Mutation.delete(key))));
    }

    private Future<RouteEntry> removed(Outcome outcome, String name, RouteRemoval removal, RouteEntry removed) {
        return ledger.seen(outcome.revision()).compose(s -> {
            if (!outcome.succeeded()) {
                return s.entry(LedgerKeys.route(name)).isEmpty()
                        ? Future.failedFuture(unknown(name))
                        : conflict(name, removal.ifRevision());
            }
            RouteEntry before =
                    removed == null ? ContractCodec.decode(new JsonObject(outcome.memo()), RouteEntry.class) : removed;
            LOG.info("event=route_removed route={} revision={}", name, outcome.revision());
            return Future.succeededFuture(before);
        });
    }

    private static List<Condition> unchanged(String key, Long revision) {
        return revision == null ? List.of() : List.of(Condition.unchanged(key, revision));
    }

    private <T> Future<T> conflict(String name, Long ifRevision) {
        long now = view.snapshot()
                .entry(LedgerKeys.route(name))
                .map(e -> e.modRevision())
                .orElse(0L);
        return Future.failedFuture(new ContractException(
                ProblemCode.CONFLICT,
                "route " + name + " is at revision " + now + ", not at " + ifRevision
                        + ": read it again and repeat the change on top"));
    }

    private static ContractException unknown(String name) {
        return new ContractException(
                ProblemCode.UNKNOWN_ROUTE,
                "the ledger holds no route " + name + ": GET /api/v1/gateway/routes lists those there are");
    }
}
