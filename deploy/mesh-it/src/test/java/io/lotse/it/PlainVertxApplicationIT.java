package io.lotse.it;

import java.nio.file.Path;

import com.hazelcast.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.servicediscovery.Record;
import io.vertx.servicediscovery.ServiceDiscovery;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.lotse.it.Soon.soon;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/** An application that knows Vert.x and one address of the mesh, and not a class of Lotse: the guide's example. */
class PlainVertxApplicationIT {
    private Mesh mesh;
    private Vertx application;

    @AfterEach
    void stop() {
        if (application != null) {
            done(application.close());
        }
        mesh.close();
    }

    @Test
    void findsServicesByDiscoveryAndCallsAContractOverTheBus(@TempDir Path home) {
        mesh = new Mesh(home);
        NodeProcess node = mesh.start("a");
        JsonObject registered = new JsonObject(
                Http.post(node.control() + "/api/v1/ipmanager/register", new JsonObject().put("service_name", "orders"))
                        .body());

        application = done(join(Mesh.clusterAddress(node)));
        ServiceDiscovery discovery = ServiceDiscovery.create(application);

        Record found = soon(() -> done(discovery.getRecord(new JsonObject().put("name", "orders"))), r -> r != null);
        assertThat(found.getLocation().getInteger("port")).isEqualTo(registered.getInteger("port"));
        assertThat(found.getMetadata().getString("service_id")).isEqualTo(registered.getString("service_id"));

        JsonObject answer = done(application
                        .eventBus()
                        .<JsonObject>request("lotse.registry.endpoint.v1", new JsonObject().put("service", "orders")))
                .body();
        assertThat(answer.getString("service_id")).isEqualTo(registered.getString("service_id"));
    }

    /** What the guide tells an application to do. */
    private static Future<Vertx> join(String member) {
        Config hazelcast = new Config().setClusterName("lotse");
        hazelcast.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
        hazelcast.getNetworkConfig().getJoin().getTcpIpConfig().setEnabled(true).addMember(member);
        hazelcast.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        return Vertx.builder()
                .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost("127.0.0.1")))
                .withClusterManager(new HazelcastClusterManager(hazelcast))
                .buildClustered();
    }

    private static <T> T done(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
