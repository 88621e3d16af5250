package io.lotse.kubernetes;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;

import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.kubernetes.KubernetesContract;
import io.lotse.contracts.kubernetes.Rollout;
import io.lotse.contracts.kubernetes.RolloutOrder;
import io.lotse.contracts.kubernetes.RolloutState;
import io.lotse.kubernetes.KubernetesConfig.Access;
import io.lotse.kubernetes.KubernetesConfig.Pace;
import io.lotse.kubernetes.KubernetesConfig.Which;
import io.lotse.kubernetes.KubernetesConfig.Wishes;
import io.lotse.testfaults.SettableClock;
import io.lotse.testsupport.Bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class RolloutsTest {
    private static final RolloutOrder ORDERS = new RolloutOrder("shop", "orders");
    private static final String NOW = "2026-01-01T00:00:00Z";
    private static final Duration PATIENT = Duration.ofMinutes(10);

    private final Vertx vertx = Vertx.vertx();
    private final ApiServer server = new ApiServer();
    private final List<Rollout> told = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    private ClusterApi api;

    @BeforeEach
    void listen() {
        Bus.wait(KubernetesContract.ROLLOUT_ENDED
                .subscribe(vertx.eventBus(), told::add)
                .completion());
    }

    @AfterEach
    void close() {
        Bus.wait(api.close());
        Bus.wait(vertx.close());
        server.close();
    }

    @Test
    void theTemplateIsMarkedAsKubectlDoesAndTheEndIsToldWhenAllPodsAreNewAndReady() {
        server.client().resource(deployment(Map.of("app", "x"))).create();
        serve(PATIENT);

        Rollout begun = restart(ORDERS);

        assertThat(begun.workload()).isEqualTo("Deployment shop/orders");
        assertThat(begun.state()).isEqualTo(RolloutState.BEGUN);
        Deployment marked = server.client()
                .apps()
                .deployments()
                .inNamespace("shop")
                .withName("orders")
                .get();
        assertThat(marked.getSpec().getTemplate().getMetadata().getAnnotations())
                .containsEntry("kubectl.kubernetes.io/restartedAt", NOW);
        assertThat(marked.getSpec().getTemplate().getMetadata().getLabels()).containsEntry("app", "x");
        assertThat(restart(ORDERS)).as("it is under way").isEqualTo(begun);
        assertThat(told).isEmpty();
        status(2, 2, 3);
        status(2, 2, 2);

        await().until(() -> !told.isEmpty());
        assertThat(told).singleElement().satisfies(ended -> {
            assertThat(ended.state()).isEqualTo(RolloutState.READY);
            assertThat(ended.detail()).isNull();
            assertThat(ended.lasted()).isPositive();
        });
    }

    @Test
    void theWorkloadBehindAServiceIsFoundByWhatItSelects() {
        server.client()
                .resource(new ServiceBuilder(ApiServer.service("shop", "orders", Map.of()))
                        .editSpec()
                        .addToSelector("app", "o")
                        .endSpec()
                        .build())
                .create();
        server.client()
                .resource(new StatefulSetBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName("orders-v7")
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(1)
                        .withNewTemplate()
                        .withNewMetadata()
                        .addToLabels("app", "o")
                        .endMetadata()
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
        serve(PATIENT);

        assertThat(restart(ORDERS).workload()).isEqualTo("StatefulSet shop/orders-v7");
    }

    @Test
    void whatIsNotReadyInTimeIsToldWithWhatWasSeenLast() {
        server.client().resource(deployment(Map.of("app", "x"))).create();
        serve(Duration.ofMillis(300));

        restart(ORDERS);

        await().until(() -> !told.isEmpty());
        assertThat(told).singleElement().satisfies(ended -> {
            assertThat(ended.state()).isEqualTo(RolloutState.FAILED);
            assertThat(ended.detail()).startsWith("not ready within 0 s: 0 of 2 pods are ready");
        });
    }

    @Test
    void whatDoesNotReplaceItsPodsByItselfIsToldAtOnce() {
        DaemonSet byHand = new DaemonSetBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("orders")
                .endMetadata()
                .withNewSpec()
                .withNewUpdateStrategy()
                .withType("OnDelete")
                .endUpdateStrategy()
                .withNewTemplate()
                .withNewMetadata()
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
        server.client().resource(byHand).create();
        serve(PATIENT);

        assertThat(restart(ORDERS).kind()).isEqualTo("DaemonSet");

        await().until(() -> !told.isEmpty());
        assertThat(told.get(0).detail()).contains("updateStrategy: OnDelete");
    }

    @Test
    void onlyNamedServicesAreRestartedAndWhatIsNotThereIsSaid() {
        serve(PATIENT);

        assertThatThrownBy(() -> restart(new RolloutOrder("shop", "billing")))
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("billing is none of those that may be restarted");
        assertThatThrownBy(() -> restart(ORDERS))
                .isInstanceOf(CompletionException.class)
                .extracting(e -> ((ContractException) e.getCause()).code())
                .isEqualTo(ProblemCode.UNKNOWN_SERVICE);
        server.client().resource(deployment(Map.of("app", "x"))).create();
        assertThat(restart(ORDERS).kind()).as("a failure is not kept").isEqualTo("Deployment");
    }

    private void serve(Duration rollout) {
        Access access = new Access(server.kubeconfig(folder), null, "east");
        Pace pace = new Pace(
                Duration.ofMinutes(10), Duration.ofMillis(10), Duration.ofSeconds(30), Duration.ofMillis(20), rollout);
        KubernetesConfig config = new KubernetesConfig(
                "a-id",
                "a",
                "h",
                "development",
                new Wishes(Which.NONE, access, List.of(), Set.of("orders"), List.of(), null),
                pace);
        api = new ClusterApi(vertx, access, pace.patience());
        Rollouts rollouts = new Rollouts(vertx, config, new SettableClock(Instant.parse(NOW)), api);
        Bus.wait(KubernetesContract.RESTART
                .serveFor(vertx.eventBus(), "east", rollouts::restart)
                .completion());
    }

    private Rollout restart(RolloutOrder order) {
        return Bus.wait(KubernetesContract.RESTART.callFor(vertx.eventBus(), "east", order));
    }

    private void status(int updated, int available, int total) {
        server.client()
                .apps()
                .deployments()
                .inNamespace("shop")
                .withName("orders")
                .editStatus(d -> new DeploymentBuilder(d)
                        .editOrNewStatus()
                        .withObservedGeneration(d.getMetadata().getGeneration())
                        .withUpdatedReplicas(updated)
                        .withAvailableReplicas(available)
                        .withReplicas(total)
                        .endStatus()
                        .build());
    }

    private static Deployment deployment(Map<String, String> labels) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("orders")
                .endMetadata()
                .withNewSpec()
                .withReplicas(2)
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
    }
}
