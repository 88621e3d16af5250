package io.lotse.reports;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.reports.Report;
import io.lotse.contracts.reports.ReportPage;
import io.lotse.contracts.reports.ReportQuery;
import io.lotse.contracts.reports.ReportSummary;
import io.lotse.contracts.reports.StoredReport;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshView;

/** Keeps the newest reports in the ledger, where every node finds them; those of the schedule and the others have room each. */
final class ReportStore {
    /** Of either sort; some 10 KB each. */
    static final int KEPT = 30;

    private static final Logger LOG = LoggerFactory.getLogger(ReportStore.class);

    private final MeshView view;
    private final LedgerWriter ledger;

    ReportStore(MeshView view, LedgerWriter ledger) {
        this.view = view;
        this.ledger = ledger;
    }

    /**
     * Keeps a report, in place of the oldest of its sort.
     *
     * @param conditions under which alone it is kept
     * @return whether it was kept: it is not if a condition does not hold, or if there is one with its id
     */
    Future<Boolean> keep(Report report, List<Condition> conditions) {
        ReportSummary summary = report.summary();
        String key = LedgerKeys.report(summary.id());
        List<Condition> all = new ArrayList<>(conditions);
        all.add(Condition.absent(key));
        List<Mutation> changes = new ArrayList<>();
        changes.add(Mutation.put(key, new StoredReport(summary, zip(ContractCodec.toBuffer(report)))));
        summaries().stream()
                .filter(s -> s.scheduled() == summary.scheduled())
                .skip(KEPT - 1L)
                .forEach(s -> changes.add(Mutation.delete(LedgerKeys.report(s.id()))));
        return ledger.commit(Transaction.of(summary.madeAt(), all, changes))
                .compose(outcome -> ledger.seen(outcome.revision()).map(outcome.succeeded()));
    }

    /** The newest first. */
    List<ReportSummary> summaries() {
        return view.snapshot().entries(LedgerKeys.REPORTS).stream()
                .flatMap(entry -> decode(entry).stream())
                .map(StoredReport::summary)
                .sorted(Comparator.comparing(ReportSummary::id).reversed())
                .toList();
    }

    ReportPage page(ReportQuery query) {
        List<ReportSummary> some = summaries().stream()
                .filter(s -> query.service() == null || query.service().equals(s.service()))
                .filter(s -> query.cursor() == null || s.id().compareTo(query.cursor()) < 0)
                .limit(query.limit() + 1L)
                .toList();
        boolean more = some.size() > query.limit();
        List<ReportSummary> items = more ? some.subList(0, query.limit()) : some;
        return new ReportPage(items, more ? items.get(items.size() - 1).id() : null);
    }

    /** @throws ContractException {@link ProblemCode#UNKNOWN_REPORT} */
    Report read(String id) {
        return view.snapshot()
                .entry(LedgerKeys.report(String.valueOf(id)))
                .flatMap(ReportStore::decode)
                .map(stored -> ContractCodec.decode(new JsonObject(unzip(stored.content())), Report.class))
                .orElseThrow(() -> new ContractException(
                        ProblemCode.UNKNOWN_REPORT,
                        "no report " + id + " is kept, of the last " + KEPT
                                + " of the schedule and the last " + KEPT
                                + " others: GET /api/v1/reports lists them"));
    }

    /** All that are kept, the newest first; each is read when it is come to. */
    Iterable<Report> newestFirst() {
        return () -> summaries().stream().map(s -> read(s.id())).iterator();
    }

    private static Optional<StoredReport> decode(Entry entry) {
        try {
            return Optional.of(ContractCodec.decode(new JsonObject(entry.value()), StoredReport.class));
        } catch (ContractException ofAnotherRelease) {
            LOG.warn("event=report_unreadable key={} reason=\"{}\"", entry.key(), ofAnotherRelease.getMessage());
            return Optional.empty();
        }
    }

    private static String zip(Buffer json) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(json.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static Buffer unzip(String content) {
        try (GZIPInputStream zip =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(content)))) {
            return Buffer.buffer(zip.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
