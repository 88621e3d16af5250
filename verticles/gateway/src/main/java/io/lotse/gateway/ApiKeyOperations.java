package io.lotse.gateway;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.gateway.ApiKey;
import io.lotse.contracts.gateway.ApiKeyCreation;
import io.lotse.contracts.gateway.ApiKeyList;
import io.lotse.contracts.gateway.ApiKeyRevocation;
import io.lotse.contracts.gateway.CreatedApiKey;
import io.lotse.contracts.gateway.GatewayContract;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Outcome;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshView;

/** Makes, lists and revokes API keys, and tells the keys that service tokens are verified with. */
final class ApiKeyOperations {
    private static final Logger LOG = LoggerFactory.getLogger(ApiKeyOperations.class);

    private final MeshView view;
    private final NodeAuth node;
    private final LedgerWriter ledger;
    private final Clock clock;

    ApiKeyOperations(Vertx vertx, MeshView view, NodeAuth node, Clock clock) {
        this.view = view;
        this.node = node;
        this.ledger = new LedgerWriter(vertx, view);
        this.clock = clock;
    }

    /** Ready once the future has succeeded. */
    Future<Void> serve(EventBus bus) {
        return Future.all(Stream.of(
                                GatewayContract.CREATE_API_KEY.serve(bus, this::create),
                                GatewayContract.API_KEYS.serve(
                                        bus, q -> Future.succeededFuture(new ApiKeyList(ApiKeys.of(view.snapshot())))),
                                GatewayContract.REVOKE_API_KEY.serve(bus, this::revoke),
                                GatewayContract.SIGNING_KEYS.serve(
                                        bus, q -> Future.succeededFuture(node.signingKeys())))
                        .map(MessageConsumer::completion)
                        .toList())
                .mapEmpty();
    }

    /** Answers once the own view has the key. */
    private Future<CreatedApiKey> create(ApiKeyCreation wanted) {
        Instant now = clock.instant();
        String secret = ApiKeys.newSecret();
        ApiKey key = new ApiKey(
                wanted.name(), ApiKeys.hash(secret), wanted.roles(), wanted.scopes(), now, wanted.expiresAt());
        RouteCheck.refuse(errors(key, now));
        String at = LedgerKeys.apiKey(key.name());
        return commit(now, Condition.absent(at), Mutation.put(at, key)).compose(outcome -> {
            if (!outcome.succeeded()) {
                return Future.failedFuture(new ContractException(
                        ProblemCode.API_KEY_EXISTS,
                        "an API key is called " + key.name()
                                + " already: give another name, or revoke that one first"));
            }
            LOG.info("event=api_key_created key={} revision={}", key.name(), outcome.revision());
            return Future.succeededFuture(new CreatedApiKey(secret, key));
        });
    }

    private static List<FieldError> errors(ApiKey wanted, Instant now) {
        List<FieldError> errors = new ArrayList<>(ApiKeys.errors(wanted));
        if (wanted.expiresAt() != null && !wanted.expiresAt().isAfter(now)) {
            errors.add(new FieldError("expires_at", wanted.expiresAt() + " is past: give a time to come"));
        }
        return errors;
    }

    /** Answers once the own view has it no more. */
    private Future<ApiKey> revoke(ApiKeyRevocation revocation) {
        String name = String.valueOf(revocation.name());
        Optional<ApiKey> there = ApiKeys.of(view.snapshot()).stream()
                .filter(k -> k.name().equals(name))
                .findFirst();
        if (there.isEmpty()) {
            return Future.failedFuture(unknown(name));
        }
        String at = LedgerKeys.apiKey(name);
        return commit(clock.instant(), Condition.present(at), Mutation.delete(at))
                .compose(outcome -> {
                    if (!outcome.succeeded()) {
                        return Future.failedFuture(unknown(name));
                    }
                    LOG.info("event=api_key_revoked key={} revision={}", name, outcome.revision());
                    return Future.succeededFuture(there.get());
                });
    }

    private Future<Outcome> commit(Instant now, Condition condition, Mutation mutation) {
        return ledger.commit(Transaction.of(now, List.of(condition), List.of(mutation)))
                .compose(outcome -> ledger.seen(outcome.revision()).map(outcome));
    }

    private static ContractException unknown(String name) {
        return new ContractException(
                ProblemCode.UNKNOWN_API_KEY,
                "no API key is called " + name + ": GET /api/v1/gateway/keys lists those there are");
    }
}
