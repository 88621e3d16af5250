package io.lotse.control;

import java.util.ArrayList;
import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.supervision.SupervisedService;
import io.lotse.contracts.supervision.SupervisionContract;

/** Finds supervised services, whichever node they are of. */
final class SupervisedNodes {
    private static final String ROLE = "supervisor";

    private final EventBus bus;
    private final MemberWatch members;

    SupervisedNodes(EventBus bus, MemberWatch members) {
        this.bus = bus;
        this.members = members;
    }

    /**
     * Those of all nodes that answer.
     *
     * @param node only those of this node, whose failure is one then; null for all
     * @param set only those of this set; null for all
     * @param service only those of this name; null for all
     */
    Future<List<SupervisedService>> find(String node, String set, String service) {
        if (node != null) {
            return ask(node).map(all -> those(all, set, service));
        }
        List<Future<List<SupervisedService>>> asked = members.members().nodes().stream()
                .filter(member -> member.roles().contains(ROLE))
                .map(NodeInfo::name)
                .distinct()
                .map(name -> ask(name).otherwise(List.of()))
                .toList();
        return Future.all(asked).map(answers -> {
            List<SupervisedService> all = new ArrayList<>();
            asked.forEach(answer -> all.addAll(those(answer.result(), set, service)));
            return all;
        });
    }

    /** The only one; fails with {@link ProblemCode#UNKNOWN_SERVICE} for none, and with what to give where there are several. */
    Future<SupervisedService> one(String node, String set, String service) {
        return find(node, set, service).map(found -> {
            if (found.size() == 1) {
                return found.get(0);
            }
            if (found.isEmpty()) {
                throw new ContractException(
                        ProblemCode.UNKNOWN_SERVICE,
                        "no node supervises a service " + service + ": lotse ps lists those there are");
            }
            List<String> places =
                    found.stream().map(one -> one.set() + " on " + one.node()).toList();
            throw ContractException.invalid(
                    "set", "is needed, and node: there are several " + service + ": " + String.join(", ", places));
        });
    }

    private Future<List<SupervisedService>> ask(String node) {
        return SupervisionContract.STATUS
                .callFor(bus, node, Empty.EMPTY)
                .map(services -> services.items())
                .recover(e -> Future.failedFuture(unserved(e, node)));
    }

    /** What nobody serves is better told by the node's name than by an address. */
    static Throwable unserved(Throwable e, String node) {
        return e instanceof ContractException c && c.code() == ProblemCode.NOT_READY
                ? new ContractException(
                        ProblemCode.NOT_READY,
                        "no supervisor runs at a node " + node + ": lotse status lists the nodes and their roles")
                : e;
    }

    private static List<SupervisedService> those(List<SupervisedService> all, String set, String service) {
        return all.stream()
                .filter(one -> set == null || one.set().equals(set))
                .filter(one -> service == null || one.service().equals(service))
                .toList();
    }
}
