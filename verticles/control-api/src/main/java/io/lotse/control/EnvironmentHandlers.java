package io.lotse.control;

import java.util.List;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.Empty;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.environments.Environment;
import io.lotse.contracts.environments.EnvironmentCreation;
import io.lotse.contracts.environments.EnvironmentPlan;
import io.lotse.contracts.environments.EnvironmentRemoval;
import io.lotse.contracts.environments.EnvironmentState;
import io.lotse.contracts.environments.EnvironmentsContract;
import io.lotse.contracts.environments.PlanChange;
import io.lotse.contracts.environments.TemplateApplication;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;

/** Environments: they are shown from the view, created and removed over the bus. */
final class EnvironmentHandlers {
    private static final String PATH = "/api/v1/environments/";
    private static final String NAME = "name";

    private final EventBus bus;
    private final MeshView view;
    private final Answers answers;
    private final OwnWrites writes;

    EnvironmentHandlers(EventBus bus, MeshView view, Answers answers, OwnWrites writes) {
        this.bus = bus;
        this.view = view;
        this.answers = answers;
        this.writes = writes;
    }

    Map<String, OperationHandler> byOperationId() {
        return Map.of(
                "environments", this::list,
                "environment", this::show,
                "create_environment", this::create,
                "remove_environment", this::remove,
                "environment_plan", this::plan,
                "change_environment_plan", this::changePlan,
                "templates", this::templates,
                "apply_template", this::applyTemplate);
    }

    private Future<?> templates(ApiRequest request) {
        return EnvironmentsContract.TEMPLATES
                .call(bus, Empty.EMPTY)
                .compose(templates -> Answers.json(request.http(), templates));
    }

    private Future<?> applyTemplate(ApiRequest request) {
        TemplateApplication application =
                ContractCodec.decode(request.body().put(NAME, request.text(NAME)), TemplateApplication.class);
        return EnvironmentsContract.APPLY_TEMPLATE
                .call(bus, application)
                .compose(outcome -> Answers.json(request.http(), outcome));
    }

    private Future<?> list(ApiRequest request) {
        MeshSnapshot snapshot = view.snapshot();
        List<EnvironmentState> all =
                snapshot.environments().stream().map(e -> state(e, snapshot)).toList();
        return answers.read(request.http(), new Page<>(all, null));
    }

    private Future<?> show(ApiRequest request) {
        MeshSnapshot snapshot = view.snapshot();
        Environment environment = known(request.text(NAME), snapshot);
        return answers.read(request.http(), state(environment, snapshot));
    }

    private static Environment known(String name, MeshSnapshot snapshot) {
        return snapshot.environment(name).orElseThrow(() -> notFound(name));
    }

    static ContractException notFound(String name) {
        return new ContractException(
                ProblemCode.NOT_FOUND,
                "there is no environment " + name + ": GET /api/v1/environments lists those there are");
    }

    private static EnvironmentState state(Environment environment, MeshSnapshot snapshot) {
        List<Instance> instances = snapshot.instances().values().stream()
                .filter(i -> environment.name().equals(i.environment()))
                .toList();
        long active = instances.stream()
                .filter(i -> i.status() == InstanceStatus.ACTIVE)
                .count();
        return new EnvironmentState(
                environment,
                snapshot.config(environment.name()).config(),
                instances.size(),
                Math.toIntExact(active),
                snapshot.entry(LedgerKeys.environment(environment.name()))
                        .map(Entry::modRevision)
                        .orElse(0L));
    }

    private Future<?> create(ApiRequest request) {
        EnvironmentCreation creation = ContractCodec.decode(request.bodyWithKey(), EnvironmentCreation.class);
        return EnvironmentsContract.CREATE.call(bus, creation).compose(state -> writes.shown(state.revision())
                .compose(v -> {
                    request.response()
                            .setStatusCode(201)
                            .putHeader(
                                    HttpHeaders.LOCATION,
                                    PATH + state.environment().name());
                    return Answers.json(request.http(), state);
                }));
    }

    private Future<?> remove(ApiRequest request) {
        String name = request.text(NAME);
        return EnvironmentsContract.REMOVE
                .call(bus, new EnvironmentRemoval(name, request.isTrue("confirm")))
                .recover(e -> Future.failedFuture(
                        e instanceof ContractException c && c.code() == ProblemCode.UNKNOWN_ENVIRONMENT
                                ? notFound(name)
                                : e))
                .compose(change -> writes.shown(now -> isGone(change.environment(), now))
                        .compose(v -> Answers.json(request.http(), change)));
    }

    private static boolean isGone(Environment removed, MeshSnapshot snapshot) {
        return snapshot.environment(removed.name())
                .map(again -> !again.createdAt().equals(removed.createdAt()))
                .orElse(true);
    }

    private Future<?> plan(ApiRequest request) {
        return answers.read(request.http(), view.snapshot().environmentPlan().plan());
    }

    private Future<?> changePlan(ApiRequest request) {
        PlanChange change = new PlanChange(ContractCodec.decode(request.body(), EnvironmentPlan.class));
        return EnvironmentsContract.CHANGE_PLAN.call(bus, change).compose(plan -> writes.shown(
                        now -> now.environmentPlan().plan().equals(plan))
                .compose(v -> Answers.json(request.http(), plan)));
    }
}
