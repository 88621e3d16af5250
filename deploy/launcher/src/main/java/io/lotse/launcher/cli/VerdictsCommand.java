package io.lotse.launcher.cli;

import java.util.LinkedHashMap;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.lotse.contracts.verdicts.Verdict;
import io.lotse.contracts.verdicts.VerdictKind;
import io.lotse.contracts.verdicts.VerdictPage;

/** {@code lotse verdicts}. */
@Command(
        name = "verdicts",
        mixinStandardHelpOptions = true,
        header = "Show what is wrong with services, and why it is thought so.",
        footer = {"", "With --json: each with the figures that it stands on."})
final class VerdictsCommand extends ShowCommand {
    @Parameters(arity = "0..1", paramLabel = "SERVICE", description = "Only of this service.")
    private String service;

    @Option(names = "--instance", paramLabel = "ID", description = "Only of this instance.")
    private String instance;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            converter = VerdictKindConverter.class,
            description =
                    "Only of this kind: memory_leak, latency_regression, bottleneck, saturation, flapping, anomaly.")
    private VerdictKind kind;

    @Option(names = "--ended", description = "Those that hold no more, too.")
    private boolean ended;

    VerdictsCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    public Integer call() {
        ControlClient client = client();
        Listing<Verdict> verdicts = Listing.of(
                cursor -> client.get(Paths.VERDICTS + query(cursor)).as(VerdictPage.class),
                VerdictPage::items,
                VerdictPage::next);
        if (json()) {
            printJson(verdicts);
        } else if (verdicts.items().isEmpty()) {
            print("nothing is found to be wrong" + (service == null ? "" : " with " + service));
        } else {
            verdicts.items().forEach(this::show);
        }
        return ExitCode.OK;
    }

    private String query(String cursor) {
        Map<String, String> filters = new LinkedHashMap<>();
        filters.put("service", service);
        filters.put("service_id", instance);
        filters.put("kind", kind == null ? null : kind.wireName());
        filters.put("ended", ended ? "true" : null);
        filters.put("cursor", cursor);
        return ControlClient.query(filters);
    }

    private void show(Verdict verdict) {
        String subject = verdict.serviceId() == null ? verdict.serviceName() : verdict.serviceId();
        String age = verdict.ended() == null
                ? "since " + Ages.since(verdict.since())
                : "over since " + Ages.since(verdict.ended());
        print(verdict.kind().wireName() + " of " + subject + ", " + age);
        print("    " + verdict.detail());
    }
}
