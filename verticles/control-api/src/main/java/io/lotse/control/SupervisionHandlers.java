package io.lotse.control;

import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Operation;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.supervision.RestartOrder;
import io.lotse.contracts.supervision.ScriptOrder;
import io.lotse.contracts.supervision.SetOrder;
import io.lotse.contracts.supervision.SupervisedService;
import io.lotse.contracts.supervision.SupervisedServices;
import io.lotse.contracts.supervision.SupervisionContract;
import io.lotse.meshview.MeshView;

/** Brings services up and down, at whichever node they are. */
final class SupervisionHandlers {
    private static final int ACCEPTED = 202;

    private final EventBus bus;
    private final MeshView view;
    private final SupervisedNodes nodes;
    private final String ownNode;

    /** @param ownNode the name of the node that is asked where none is named */
    SupervisionHandlers(EventBus bus, MeshView view, SupervisedNodes nodes, String ownNode) {
        this.bus = bus;
        this.view = view;
        this.nodes = nodes;
        this.ownNode = ownNode;
    }

    Map<String, OperationHandler> byOperationId() {
        return Map.of(
                "supervised_services",
                this::list,
                "supervise_up",
                request -> order(request, SupervisionContract.UP),
                "supervise_down",
                request -> order(request, SupervisionContract.DOWN),
                "restart_service",
                this::restart);
    }

    private Future<?> list(ApiRequest request) {
        return nodes.find(request.text("node"), request.text("set"), null)
                .compose(found -> Answers.json(request.http(), new SupervisedServices(found)));
    }

    private Future<?> order(ApiRequest request, Operation<SetOrder, SupervisedServices> operation) {
        SetOrder order = request.body(SetOrder.class);
        String node = order.node() == null ? ownNode : order.node();
        return operation
                .callFor(bus, node, order)
                .recover(e -> Future.failedFuture(SupervisedNodes.unserved(e, node)))
                .compose(services -> accepted(request, services));
    }

    /** It has no body, so that a browser would send it for any page. */
    private Future<?> restart(ApiRequest request) {
        SameOrigin.require(request.http(), "the supervisor");
        String name = request.text("name");
        Instance instance = view.snapshot().instances().get(name);
        if (instance == null) {
            return nodes.one(request.text("node"), request.text("set"), name).compose(one -> restart(request, one));
        }
        return nodes.find(null, null, instance.serviceName()).compose(found -> {
            SupervisedService own = found.stream()
                    .filter(one -> name.equals(one.serviceId()))
                    .findFirst()
                    .orElse(null);
            return own != null ? restart(request, own) : script(request, instance);
        });
    }

    private Future<Void> restart(ApiRequest request, SupervisedService one) {
        return SupervisionContract.RESTART
                .callFor(bus, one.node(), new RestartOrder(one.set(), one.service()))
                .compose(now -> accepted(request, now));
    }

    private Future<Void> script(ApiRequest request, Instance instance) {
        if (instance.restartScript() == null) {
            throw new ContractException(
                    ProblemCode.SCRIPT_REFUSED,
                    instance.serviceId() + " is not supervised and was registered without a restart_script: nobody"
                            + " knows how to restart it");
        }
        return SupervisionContract.RUN_SCRIPT
                .callFor(bus, instance.host(), new ScriptOrder(instance.serviceId()))
                .recover(e -> Future.failedFuture(notAllowed(e, instance)))
                .compose(outcome -> Answers.json(request.http(), outcome));
    }

    private static Throwable notAllowed(Throwable e, Instance instance) {
        return e instanceof ContractException c && c.code() == ProblemCode.NOT_READY
                ? new ContractException(
                        ProblemCode.SCRIPT_REFUSED,
                        "no node of host " + instance.host()
                                + " runs scripts: start one there with --scripts-folder DIR")
                : e;
    }

    private static Future<Void> accepted(ApiRequest request, Object answer) {
        request.response().setStatusCode(ACCEPTED);
        return Answers.json(request.http(), answer);
    }
}
