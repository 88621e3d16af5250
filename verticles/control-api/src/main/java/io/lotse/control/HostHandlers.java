package io.lotse.control;

import java.util.List;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.Operation;
import io.lotse.contracts.PageLimit;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.host.HostContract;
import io.lotse.contracts.host.HostFacts;
import io.lotse.contracts.host.HostLoad;
import io.lotse.contracts.host.ProcessQuery;
import io.lotse.contracts.host.SocketQuery;
import io.lotse.meshview.MeshView;

/** The hosts of the mesh: what the ledger keeps of them, and what their agents see at this moment. */
final class HostHandlers {
    private static final String LIMIT = "limit";

    private final EventBus bus;
    private final MeshView view;
    private final Answers answers;

    private record Host(HostFacts facts, HostLoad load) {}

    HostHandlers(EventBus bus, MeshView view, Answers answers) {
        this.bus = bus;
        this.view = view;
        this.answers = answers;
    }

    Map<String, OperationHandler> byOperationId() {
        return Map.of("hosts", this::list, "host", this::one, "sockets", this::sockets, "process", this::process);
    }

    private Future<?> list(ApiRequest request) {
        int limit = PageLimit.of(request.number(LIMIT));
        String after = request.text("cursor") == null ? "" : request.text("cursor");
        List<HostFacts> rest = view.snapshot().hosts().stream()
                .filter(host -> host.host().compareTo(after) > 0)
                .limit(limit + 1L)
                .toList();
        boolean more = rest.size() > limit;
        List<HostFacts> items = more ? rest.subList(0, limit) : rest;
        String next = more ? items.get(limit - 1).host() : null;
        return answers.read(request.http(), new Page<>(items, next));
    }

    private Future<?> one(ApiRequest request) {
        HostFacts facts = known(request);
        return ask(HostContract.HOST_LOAD, facts.host(), Empty.EMPTY)
                .compose(load -> answers.read(request.http(), new Host(facts, load)));
    }

    private Future<?> sockets(ApiRequest request) {
        JsonObject query = request.query("protocol", LIMIT);
        return ask(HostContract.SOCKETS, known(request).host(), ContractCodec.decode(query, SocketQuery.class))
                .compose(sockets -> Answers.json(request.http(), sockets));
    }

    private Future<?> process(ApiRequest request) {
        return ask(HostContract.PROCESS_LOAD, known(request).host(), new ProcessQuery(request.number("pid")))
                .compose(load -> Answers.json(request.http(), load));
    }

    private HostFacts known(ApiRequest request) {
        String name = request.text("host");
        return view.snapshot()
                .host(name)
                .orElseThrow(() -> new ContractException(
                        ProblemCode.UNKNOWN_HOST,
                        "no node of the mesh runs on a host " + name + ": GET hosts lists those there are"));
    }

    private <Q, R> Future<R> ask(Operation<Q, R> operation, String host, Q question) {
        return operation.callFor(bus, host, question).recover(e -> Future.failedFuture(unanswered(e, host)));
    }

    /** These questions change nothing: without an answer nothing is unknown but the answer. */
    static Throwable unanswered(Throwable failure, String host) {
        boolean silent = failure instanceof ContractException e
                && (e.code() == ProblemCode.NOT_READY || e.code() == ProblemCode.OUTCOME_UNKNOWN);
        return silent
                ? new ContractException(
                        ProblemCode.HOST_UNREACHABLE,
                        "the agent of host " + host + " does not answer: ask again, or see whether a node runs there")
                : failure;
    }
}
