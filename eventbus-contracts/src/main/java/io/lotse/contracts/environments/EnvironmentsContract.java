package io.lotse.contracts.environments;

import java.time.Duration;
import java.util.Set;

import io.lotse.contracts.Empty;
import io.lotse.contracts.EventType;
import io.lotse.contracts.Operation;
import io.lotse.contracts.ProblemCode;

/** What can be asked about environments, and what is told of them. */
public final class EnvironmentsContract {
    public static final Operation<EnvironmentCreation, EnvironmentState> CREATE = new Operation<>(
            "lotse.environments.create.v1",
            EnvironmentCreation.class,
            EnvironmentState.class,
            "Creates an environment with a slot of ports of its own",
            Duration.ofSeconds(8),
            Set.of(
                    ProblemCode.ENVIRONMENT_EXISTS,
                    ProblemCode.RANGE_OVERLAPS,
                    ProblemCode.NO_FREE_PORT,
                    ProblemCode.CONFLICT,
                    ProblemCode.IDEMPOTENCY_KEY_REUSED,
                    ProblemCode.LEDGER_UNAVAILABLE));

    public static final Operation<EnvironmentRemoval, EnvironmentChange> REMOVE = new Operation<>(
            "lotse.environments.remove.v1",
            EnvironmentRemoval.class,
            EnvironmentChange.class,
            "Removes an environment with all that is in it; one that did not come to its end is finished by the mesh",
            Duration.ofSeconds(30),
            Set.of(
                    ProblemCode.UNKNOWN_ENVIRONMENT,
                    ProblemCode.ENVIRONMENT_IN_USE,
                    ProblemCode.CONFLICT,
                    ProblemCode.LEDGER_UNAVAILABLE));

    public static final Operation<PlanChange, EnvironmentPlan> CHANGE_PLAN = new Operation<>(
            "lotse.environments.change-plan.v1",
            PlanChange.class,
            EnvironmentPlan.class,
            "Replaces the plan that the slots of new environments are cut by",
            Duration.ofSeconds(6),
            Set.of(ProblemCode.LEDGER_UNAVAILABLE));

    public static final Operation<Empty, Templates> TEMPLATES = new Operation<>(
            "lotse.environments.templates.v1",
            Empty.class,
            Templates.class,
            "Lists the templates of configurations",
            Duration.ofSeconds(3),
            Set.of());

    public static final Operation<TemplateApplication, TemplateOutcome> APPLY_TEMPLATE = new Operation<>(
            "lotse.environments.apply-template.v1",
            TemplateApplication.class,
            TemplateOutcome.class,
            "Applies a template, all of it or nothing; applied twice, the second time changes nothing",
            Duration.ofSeconds(8),
            Set.of(
                    ProblemCode.NOT_FOUND,
                    ProblemCode.PORTS_IN_USE,
                    ProblemCode.RANGE_OVERLAPS,
                    ProblemCode.NO_FREE_PORT,
                    ProblemCode.CONFLICT,
                    ProblemCode.LEDGER_UNAVAILABLE));

    public static final EventType<EnvironmentChange> ENVIRONMENT_CREATED = new EventType<>(
            "EnvironmentCreated",
            "lotse.environments.environment-created.v1",
            EnvironmentChange.class,
            EventType.Reach.MESH,
            "There is a new environment");

    public static final EventType<EnvironmentChange> ENVIRONMENT_EXPIRING = new EventType<>(
            "EnvironmentExpiring",
            "lotse.environments.environment-expiring.v1",
            EnvironmentChange.class,
            EventType.Reach.MESH,
            "An environment's time is over soon: it will be removed with all that is in it");

    public static final EventType<EnvironmentChange> ENVIRONMENT_REMOVED = new EventType<>(
            "EnvironmentRemoved",
            "lotse.environments.environment-removed.v1",
            EnvironmentChange.class,
            EventType.Reach.MESH,
            "An environment is gone with all that was in it");

    private EnvironmentsContract() {}
}
