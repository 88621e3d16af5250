package io.lotse.registry;

import java.util.List;

import io.vertx.servicediscovery.Record;
import io.vertx.servicediscovery.ServiceDiscovery;
import org.junit.jupiter.api.Test;

import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.EndpointQuery;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.RegistryContract;
import io.lotse.contracts.registry.ServiceQuery;
import io.lotse.contracts.registry.StartOrder;
import io.lotse.contracts.registry.StartOrderQuery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the registry answers about instances, and what service discovery shows. */
class RegistryReadsTest extends RegistryFixture {
    @Test
    void listsInstancesInStartOrderWithWhatIsMissing() {
        call(RegistryContract.REGISTER, Requests.instance("db"));
        call(RegistryContract.REGISTER, Requests.instance("cache"));
        call(RegistryContract.REGISTER, Requests.instance("app", "db", "cache"));
        call(RegistryContract.DEREGISTER, new Deregistration("cache", null));

        StartOrder order = call(RegistryContract.START_ORDER, new StartOrderQuery(null));

        assertThat(order.stages()).containsExactly(List.of("db"), List.of("app"));
        assertThat(order.missing()).containsExactly("cache");
    }

    @Test
    void answersEndpointByIdAndByName() {
        Instance instance = call(RegistryContract.REGISTER, Requests.instance("orders-1"));

        assertThat(call(RegistryContract.ENDPOINT, new EndpointQuery("orders-1")))
                .isEqualTo(instance);
        assertThat(call(RegistryContract.ENDPOINT, new EndpointQuery("orders"))).isEqualTo(instance);
        assertThat(call(RegistryContract.SERVICES, new ServiceQuery("orders", null, null, null, null, null))
                        .items())
                .containsExactly(instance);
        assertThat(failure(RegistryContract.ENDPOINT, new EndpointQuery("nothing"))
                        .code())
                .isEqualTo(ProblemCode.UNKNOWN_SERVICE);
    }

    @Test
    void keepsServiceDiscoveryEqualToTheView() {
        ServiceDiscovery discovery = ServiceDiscovery.create(vertx);
        wait(discovery.publish(new Record().setName("somebody-elses").setType("custom")));
        Instance instance = call(RegistryContract.REGISTER, Requests.instance("orders-1"));

        await().until(() -> names(discovery).contains("orders"));
        Record record = wait(discovery.getRecord(r -> r.getName().equals("orders")));
        assertThat(record.getLocation().getInteger("port")).isEqualTo(instance.port());
        assertThat(record.getMetadata().getString("service_id")).isEqualTo("orders-1");

        call(RegistryContract.DEREGISTER, new Deregistration("orders-1", null));
        await().until(() -> !names(discovery).contains("orders"));
        assertThat(names(discovery)).containsExactly("somebody-elses");
        wait(discovery.unpublish(wait(discovery.getRecord(r -> true)).getRegistration()));
    }

    private static List<String> names(ServiceDiscovery discovery) {
        return wait(discovery.getRecords(r -> true)).stream()
                .map(Record::getName)
                .toList();
    }
}
