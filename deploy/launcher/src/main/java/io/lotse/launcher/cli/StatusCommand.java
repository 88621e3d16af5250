package io.lotse.launcher.cli;

import java.util.List;
import java.util.Map;

import picocli.CommandLine.Command;

import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.ledger.LedgerDescriptor;
import io.lotse.contracts.ledger.LedgerStatus;
import io.lotse.contracts.ledger.Voter;
import io.lotse.meshview.Freshness;

/** {@code lotse status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        header = "Show the nodes, the ledger and how fresh the view is.",
        footer = {"", "Exit codes: 0 shown, 1 no node answers, 2 wrong options."})
final class StatusCommand extends ShowCommand {
    StatusCommand(Map<String, String> environment) {
        super(environment);
    }

    /**
     * What a node says of the mesh.
     *
     * @param node the id of the node that was asked
     * @param ledger null if the node cannot tell
     * @param warnings what an administrator should mend; null of an older node
     */
    record Cluster(String node, List<NodeInfo> members, LedgerStatus ledger, Freshness view, List<String> warnings) {}

    @Override
    public Integer call() {
        return show(client().get(Paths.CLUSTER), answer -> show(answer.as(Cluster.class)));
    }

    private void show(Cluster cluster) {
        Table members = new Table("NODE", "HOST", "PID", "GATEWAY", "CONTROL", "CLUSTER", "UP SINCE", "ROLES");
        for (NodeInfo node : cluster.members()) {
            String asked = node.id().equals(cluster.node()) ? " *" : "";
            members.row(
                    node.name() + asked,
                    node.host(),
                    node.pid(),
                    node.gateway(),
                    node.control(),
                    node.cluster(),
                    Ages.since(node.startedAt()),
                    String.join(",", node.roles()));
        }
        members.print(out());
        print("");
        print("ledger: " + ledger(cluster.ledger()));
        print("view:   " + view(cluster.view()) + " (as the node with the * sees it)");
        if (cluster.warnings() != null) {
            cluster.warnings().forEach(warning -> print("warning: " + warning));
        }
    }

    private static String ledger(LedgerStatus ledger) {
        if (ledger == null) {
            return "does not answer";
        }
        if (ledger.ledger().kind().equals(LedgerDescriptor.POSTGRES)) {
            return "postgres at " + ledger.leader() + ", revision " + ledger.revision() + ", "
                    + (ledger.inTouch() ? "in touch" : "NOT in touch: writes are refused");
        }
        List<String> voters = ledger.ledger().voters().stream()
                .map(voter -> name(voter, ledger.leader()))
                .toList();
        return ledger.ledger().kind() + ", revision " + ledger.revision() + ", "
                + (ledger.inTouch() ? "in touch with a majority" : "NOT in touch with a majority: writes are refused")
                + ", voters: " + String.join(" ", voters);
    }

    private static String name(Voter voter, String leader) {
        return voter.node() + "=" + voter.address() + (voter.node().equals(leader) ? " (leads)" : "");
    }

    private static String view(Freshness view) {
        String age = view.age() == null ? "" : ", confirmed " + Ages.text(view.age()) + " ago";
        return (view.stale() ? "STALE" : "fresh") + ", revision " + view.revision() + age;
    }
}
