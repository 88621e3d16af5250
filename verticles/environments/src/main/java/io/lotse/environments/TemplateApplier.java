package io.lotse.environments;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.environments.EnvironmentChange;
import io.lotse.contracts.environments.EnvironmentCreation;
import io.lotse.contracts.environments.EnvironmentKind;
import io.lotse.contracts.environments.EnvironmentsContract;
import io.lotse.contracts.environments.TemplateApplication;
import io.lotse.contracts.environments.TemplateFile;
import io.lotse.contracts.environments.TemplateOutcome;
import io.lotse.contracts.environments.Templates;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ledger.Transaction;
import io.lotse.contracts.ports.ConfigChange;
import io.lotse.contracts.ports.ConfigDifference;
import io.lotse.contracts.ports.ConfigReply;
import io.lotse.contracts.ports.EnvironmentConfig;
import io.lotse.contracts.ports.PortHolder;
import io.lotse.contracts.ports.PortRange;
import io.lotse.contracts.ports.PortsContract;
import io.lotse.meshview.LedgerWriter;
import io.lotse.meshview.MeshSnapshot;

/**
 * Applies templates, each in one transaction: all configurations and environments, or none. What is as the template wants
 * it is left alone.
 */
final class TemplateApplier {
    private static final Logger LOG = LoggerFactory.getLogger(TemplateApplier.class);
    private static final int MOST_SLOTS = 200;
    private static final int MAX_ROUNDS = 8;

    private final EventBus bus;
    private final LedgerWriter ledger;
    private final Clock clock;
    private final TemplateStore templates = new TemplateStore();

    TemplateApplier(EventBus bus, LedgerWriter ledger, Clock clock) {
        this.bus = bus;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * What a template changes.
     *
     * @param impacts the configurations that it makes others
     * @param created the environments that are not there yet
     */
    private record Plan(List<ConfigImpact> impacts, List<Environment> created) {
        boolean isEmpty() {
            return impacts.isEmpty() && created.isEmpty();
        }

        List<ConfigDifference> differences() {
            return impacts.stream().flatMap(i -> i.differences().stream()).toList();
        }
    }

    Templates list() {
        return templates.list();
    }

    /** Answers once all of it is in the ledger and in the own view, or at once where it is only to be told. */
    Future<TemplateOutcome> apply(TemplateApplication asked) {
        JsonObject template = templates.filled(asked);
        return ledger.fresh(LedgerKeys.CONFIGS).compose(snapshot -> attempt(asked, template, snapshot, 0));
    }

    private Future<TemplateOutcome> attempt(
            TemplateApplication asked, JsonObject template, MeshSnapshot snapshot, int round) {
        Plan plan = plan(template, snapshot);
        if (asked.dryRun() || plan.isEmpty()) {
            return Future.succeededFuture(outcome(asked, template, plan));
        }
        return ledger.commit(transaction(plan, snapshot)).compose(outcome -> {
            if (outcome.succeeded()) {
                return made(plan, snapshot, outcome.revision()).map(v -> {
                    tell(asked.name(), plan, outcome.revision());
                    return outcome(asked, template, plan);
                });
            }
            if (round + 1 == MAX_ROUNDS) {
                return Future.failedFuture(new ContractException(
                        ProblemCode.CONFLICT, "others change the configuration all the time: ask again"));
            }
            return ledger.seen(outcome.revision()).compose(now -> attempt(asked, template, now, round + 1));
        });
    }

    /** Takes all of it back where an instance was faster with a port that it takes, as {@link Configurations} does. */
    private Future<?> made(Plan plan, MeshSnapshot before, long revision) {
        return ledger.fresh(LedgerKeys.CONFIGS).compose(now -> {
            List<PortHolder> holders = plan.impacts().stream()
                    .flatMap(i -> i.holders(now).stream())
                    .toList();
            return holders.isEmpty()
                    ? Future.succeededFuture()
                    : ledger.commit(takenBack(plan, before, revision)).map(v -> {
                        ConfigImpact.refuse("the template's environments", holders);
                        return null;
                    });
        });
    }

    private Transaction takenBack(Plan plan, MeshSnapshot before, long revision) {
        List<Condition> conditions = new ArrayList<>();
        List<Mutation> mutations = new ArrayList<>();
        for (ConfigImpact impact : plan.impacts()) {
            String environment = impact.before().environment();
            String key = LedgerKeys.config(environment);
            boolean wasThere = before.config(environment).revision() > 0;
            conditions.add(Condition.unchanged(key, revision));
            mutations.add(wasThere ? Mutation.put(key, impact.before()) : Mutation.delete(key));
        }
        for (Environment environment : plan.created()) {
            String key = LedgerKeys.environment(environment.name());
            conditions.add(Condition.unchanged(key, revision));
            mutations.add(Mutation.delete(key));
        }
        return Transaction.of(clock.instant(), conditions, mutations);
    }

    private Plan plan(JsonObject template, MeshSnapshot snapshot) {
        List<ConfigImpact> impacts = new ArrayList<>();
        for (Object each : template.getJsonArray("configs", new JsonArray())) {
            JsonObject changes = (JsonObject) each;
            EnvironmentConfig before =
                    snapshot.config(changes.getString("environment")).config();
            EnvironmentConfig after =
                    ContractCodec.decode(ContractCodec.encode(before).mergeIn(changes), EnvironmentConfig.class);
            ConfigImpact impact = Configurations.checked(new ConfigChange(after, null, null), snapshot);
            ConfigImpact.refuse(after.environment(), impact.holders(snapshot));
            if (!impact.differences().isEmpty()) {
                impacts.add(impact);
            }
        }
        return new Plan(impacts, missing(template.getJsonObject("slots"), snapshot));
    }

    private List<Environment> missing(JsonObject slots, MeshSnapshot snapshot) {
        List<Environment> missing = new ArrayList<>();
        if (slots == null) {
            return missing;
        }
        int count = number(slots, "count", MOST_SLOTS);
        int ports = number(slots, "ports", PortRange.MAX_PORT);
        List<PortRange> cut = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            String name = slots.getValue("prefix") + "-" + i;
            CreationCheck.check(
                    new EnvironmentCreation(name, EnvironmentKind.TEST, ports, null, false, null, null, null));
            if (snapshot.environment(name).isEmpty()) {
                PortRange slot = new Slots(snapshot).cut(ports, cut);
                cut.add(slot);
                missing.add(new Environment(
                        name, EnvironmentKind.TEST, slot, false, clock.instant(), "template", null, null));
            }
        }
        return missing;
    }

    private static int number(JsonObject slots, String field, int most) {
        if (slots.getValue(field) instanceof Integer number && number >= 1 && number <= most) {
            return number;
        }
        throw ContractException.invalid(
                "parameters", slots.getValue(field) + " is no " + field + " of environments: give 1 to " + most);
    }

    private Transaction transaction(Plan plan, MeshSnapshot snapshot) {
        MeshSnapshot.Planned planned = snapshot.environmentPlan();
        List<Condition> conditions = new ArrayList<>();
        List<Mutation> mutations = new ArrayList<>();
        conditions.add(Condition.unchanged(LedgerKeys.ENVIRONMENT_PLAN, planned.revision()));
        mutations.add(Mutation.put(LedgerKeys.ENVIRONMENT_PLAN, planned.plan()));
        for (ConfigImpact impact : plan.impacts()) {
            String environment = impact.after().environment();
            String key = LedgerKeys.config(environment);
            conditions.add(Condition.unchanged(key, snapshot.config(environment).revision()));
            mutations.add(Mutation.put(key, impact.after()));
        }
        for (Environment environment : plan.created()) {
            String key = LedgerKeys.environment(environment.name());
            conditions.add(Condition.absent(key));
            mutations.add(Mutation.put(key, environment));
        }
        return Transaction.of(clock.instant(), conditions, mutations);
    }

    private void tell(String template, Plan plan, long revision) {
        LOG.info(
                "event=template_applied template={} configs={} environments={} revision={}",
                template,
                plan.impacts().size(),
                plan.created().size(),
                revision);
        plan.impacts().forEach(i -> PortsContract.CONFIG_CHANGED.publish(bus, new ConfigReply(i.after(), revision)));
        plan.created()
                .forEach(e -> EnvironmentsContract.ENVIRONMENT_CREATED.publish(
                        bus, new EnvironmentChange(e, "created by the template " + template, 0, e.createdAt())));
    }

    private static TemplateOutcome outcome(TemplateApplication asked, JsonObject template, Plan plan) {
        List<TemplateFile> files = template.getJsonArray("files", new JsonArray()).stream()
                .map(file -> ContractCodec.decode((JsonObject) file, TemplateFile.class))
                .toList();
        return new TemplateOutcome(
                asked.name(),
                plan.differences(),
                plan.created().stream().map(e -> e.name() + " " + e.ports()).toList(),
                files,
                !asked.dryRun());
    }
}
