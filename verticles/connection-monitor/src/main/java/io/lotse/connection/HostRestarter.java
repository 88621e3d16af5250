package io.lotse.connection;

import java.util.List;
import java.util.Optional;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.cluster.ClusterContract;
import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.kubernetes.KubernetesContract;
import io.lotse.contracts.kubernetes.RolloutOrder;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.supervision.RestartOrder;
import io.lotse.contracts.supervision.ScriptOrder;
import io.lotse.contracts.supervision.SupervisedService;
import io.lotse.contracts.supervision.SupervisedServices;
import io.lotse.contracts.supervision.SupervisedState;
import io.lotse.contracts.supervision.SupervisionContract;

/**
 * Asks the supervisor of the instance's host, by the set that it runs in, else by its restart script; of what runs in
 * Kubernetes, a node that reaches the cluster.
 */
final class HostRestarter implements Restarter {
    private final EventBus bus;

    HostRestarter(EventBus bus) {
        this.bus = bus;
    }

    @Override
    public Future<String> restart(Instance instance) {
        String cluster = instance.metadata().get(KubernetesContract.CLUSTER_METADATA);
        String service = instance.metadata().get(KubernetesContract.SERVICE_METADATA);
        if (cluster != null && service != null && service.indexOf('/') > 0) {
            int slash = service.indexOf('/');
            return KubernetesContract.RESTART
                    .callFor(bus, cluster, new RolloutOrder(service.substring(0, slash), service.substring(slash + 1)))
                    .map(rollout -> "by a rollout of " + rollout.workload());
        }
        return ClusterContract.MEMBERS
                .call(bus, Empty.EMPTY)
                .compose(members -> supervised(members.nodes(), instance))
                .compose(found -> found.isPresent() ? order(found.get()) : script(instance));
    }

    /** The service of this instance, if a node of its host supervises it; a node that does not answer has none. */
    private Future<Optional<SupervisedService>> supervised(List<NodeInfo> nodes, Instance instance) {
        List<Future<SupervisedServices>> answers = nodes.stream()
                .filter(node -> node.host().equals(instance.host()))
                .map(node -> SupervisionContract.STATUS
                        .callFor(bus, node.name(), Empty.EMPTY)
                        .otherwise(new SupervisedServices(List.of())))
                .toList();
        return Future.all(answers).map(all -> answers.stream()
                .flatMap(answer -> answer.result().items().stream())
                .filter(service -> instance.serviceId().equals(service.serviceId()))
                .findFirst());
    }

    private Future<String> order(SupervisedService service) {
        SupervisedState state = service.state();
        if (state == SupervisedState.STARTING || state == SupervisedState.RESTARTING) {
            return Future.succeededFuture(service.node() + " is starting it already");
        }
        return SupervisionContract.RESTART
                .callFor(bus, service.node(), new RestartOrder(service.set(), service.service()))
                .map(ordered -> "by the supervisor of " + service.node());
    }

    private Future<String> script(Instance instance) {
        if (instance.restartScript() == null) {
            return Future.failedFuture(new ContractException(
                    ProblemCode.UNKNOWN_INSTANCE,
                    "no node of " + instance.host() + " supervises it and it has no restart_script: restart it there"));
        }
        return SupervisionContract.RUN_SCRIPT
                .callFor(bus, instance.host(), new ScriptOrder(instance.serviceId()))
                .compose(ran -> ran.exitCode() != null && ran.exitCode() == 0
                        ? Future.succeededFuture("by " + ran.script())
                        : Future.failedFuture(new ContractException(
                                ProblemCode.INTERNAL,
                                ran.script()
                                        + (ran.exitCode() == null
                                                ? " took too long and was killed"
                                                : " ended with " + ran.exitCode()))));
    }
}
