package io.lotse.launcher.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import picocli.CommandLine.Command;

import io.lotse.contracts.Counts;
import io.lotse.contracts.ledger.LedgerImport;
import io.lotse.contracts.ledger.LedgerStatus;
import io.lotse.contracts.ledger.LedgerStorage;
import io.lotse.contracts.ledger.Voter;

/** {@code lotse ledger status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        header = "Show which ledger this is, how it stands, and what it takes of the disk.",
        footer = {"", "Exit codes: 0 shown, 1 no node answers, 2 wrong options."})
final class LedgerStatusCommand extends ShowCommand {
    LedgerStatusCommand(Map<String, String> environment) {
        super(environment);
    }

    private record Overview(LedgerStatus ledger, Map<String, Long> entries, LedgerImport unfinishedImport) {}

    @Override
    public Integer call() {
        return show(client().get(Paths.LEDGER), answer -> show(answer.as(Overview.class)));
    }

    private void show(Overview overview) {
        LedgerStatus ledger = overview.ledger();
        Table table = new Table("WHAT", "VALUE");
        table.row("ledger", ledger.ledger().kind() + " " + ledger.ledger().ledgerId());
        table.row("voters", voters(ledger.ledger().voters()));
        table.row("leader", ledger.leader());
        table.row(
                "this node", ledger.role() + (ledger.inTouch() ? ", in touch" : ", NOT in touch: writes are refused"));
        table.row("revision", ledger.revision());
        table.row("changes kept from", ledger.compactedRevision());
        table.row("entries", entries(overview.entries()));
        if (ledger.storage() != null) {
            show(ledger.storage(), table);
        }
        if (overview.unfinishedImport() != null) {
            LedgerImport begun = overview.unfinishedImport();
            table.row(
                    "import",
                    "UNFINISHED: " + begun.done() + " of " + Counts.of(begun.entries(), "entry", "entries") + ", begun "
                            + begun.startedAt() + ", checksum " + begun.sha256() + ": run it again");
        }
        table.print(out());
    }

    private static void show(LedgerStorage storage, Table table) {
        table.row("folder", storage.folder());
        table.row("size on disk", megabytes(storage.sizeBytes()));
        table.row("last snapshot", storage.snapshotAt() == null ? "none yet" : Ages.since(storage.snapshotAt()));
        table.row(
                "disk free",
                megabytes(storage.freeBytes()) + ", writes are refused below " + megabytes(storage.floorBytes())
                        + writesNow(storage));
    }

    private static String writesNow(LedgerStorage storage) {
        if (storage.hasRoom()) {
            return "";
        }
        return storage.refusing() ? ": THEY ARE REFUSED NOW" : ": ANOTHER VOTER TAKES THEM NOW";
    }

    private static String voters(List<Voter> voters) {
        return voters.stream().map(v -> v.node() + "=" + v.address()).collect(Collectors.joining(" "));
    }

    private static String entries(Map<String, Long> kinds) {
        return kinds.entrySet().stream()
                .map(kind -> kind.getValue() + " " + kind.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String megabytes(long bytes) {
        return bytes < 10 << 20 ? bytes / 1024 + " KB" : (bytes >> 20) + " MB";
    }
}
