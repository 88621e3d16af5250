package io.lotse.control;

import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ports.Reassignment;
import io.lotse.contracts.registry.Deregistration;
import io.lotse.contracts.registry.Heartbeat;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstancePage;
import io.lotse.contracts.registry.ProcessReport;
import io.lotse.contracts.registry.Registration;
import io.lotse.contracts.registry.RegistryContract;
import io.lotse.contracts.registry.ServiceQuery;
import io.lotse.contracts.registry.StartOrderQuery;
import io.lotse.meshview.InstanceQueries;
import io.lotse.meshview.MeshSnapshot;

/** Instances: writes go to the registry over the bus, lists come from the view. */
final class RegistryHandlers {
    private static final String SERVICE_ID = "service_id";

    private final EventBus bus;
    private final InstanceQueries queries;
    private final Answers answers;
    private final OwnWrites writes;

    RegistryHandlers(EventBus bus, InstanceQueries queries, Answers answers, OwnWrites writes) {
        this.bus = bus;
        this.queries = queries;
        this.answers = answers;
        this.writes = writes;
    }

    Map<String, OperationHandler> byOperationId() {
        return Map.of(
                "register", this::register,
                "deregister", this::deregister,
                "heartbeat", this::heartbeat,
                "services", this::services,
                "start_order", this::startOrder,
                "offer", this::offer,
                "report_processes", this::processes);
    }

    private Future<?> register(ApiRequest request) {
        Registration registration = ContractCodec.decode(request.bodyWithKey(), Registration.class);
        return RegistryContract.REGISTER.call(bus, registration).compose(instance -> writes.shown(instance.revision())
                .compose(v -> created(request, instance)));
    }

    private static Future<Void> created(ApiRequest request, Instance instance) {
        HttpServerResponse response = request.response();
        response.setStatusCode(201).putHeader(HttpHeaders.LOCATION, EndpointHandler.PATH + instance.serviceId());
        return Answers.json(request.http(), instance);
    }

    private Future<?> deregister(ApiRequest request) {
        Deregistration deregistration = ContractCodec.decode(request.bodyWithKey(), Deregistration.class);
        return RegistryContract.DEREGISTER
                .call(bus, deregistration)
                .compose(change -> writes.shown(snapshot -> isGone(change.instance(), snapshot)))
                .compose(v -> noContent(request));
    }

    private static boolean isGone(Instance deregistered, MeshSnapshot snapshot) {
        return snapshot.instance(deregistered.serviceId())
                .map(again -> again.revision() > deregistered.revision())
                .orElse(true);
    }

    private Future<?> heartbeat(ApiRequest request) {
        return RegistryContract.HEARTBEAT
                .call(bus, new Heartbeat(request.text(SERVICE_ID)))
                .compose(reply -> {
                    request.response()
                            .putHeader(
                                    "Lotse-Heartbeat-Timeout",
                                    Long.toString(reply.timeout().toSeconds()));
                    reply.reassignments().forEach(asked -> tell(asked, request));
                    reply.lapsed().forEach(asked -> request.response()
                            .putHeader("Lotse-Reassignment-Lapsed", Integer.toString(asked.port())));
                    return noContent(request);
                });
    }

    private Future<?> offer(ApiRequest request) {
        return RegistryContract.OFFER
                .call(bus, ContractCodec.decode(request.body(), Registration.class))
                .compose(offer -> Answers.json(request.http(), offer));
    }

    private Future<?> processes(ApiRequest request) {
        JsonObject report = request.body().put(SERVICE_ID, request.text(SERVICE_ID));
        return RegistryContract.REPORT_PROCESSES
                .call(bus, ContractCodec.decode(report, ProcessReport.class))
                .compose(written -> Answers.json(request.http(), written));
    }

    /** What a holder is asked, and what an asker may do, without a body to read at each heartbeat. */
    private static void tell(Reassignment asked, ApiRequest request) {
        String header = asked.wasGranted() ? "Lotse-Move-To-Port" : "Lotse-Leave-Port";
        request.response().putHeader(header, Integer.toString(asked.port()));
    }

    private Future<?> services(ApiRequest request) {
        JsonObject query = request.query("name", "type", "status", "environment", "cursor", "limit");
        InstancePage page = queries.page(ContractCodec.decode(query, ServiceQuery.class));
        return answers.read(request.http(), new Page<>(page.items(), page.next()));
    }

    private Future<?> startOrder(ApiRequest request) {
        return RegistryContract.START_ORDER
                .call(bus, new StartOrderQuery(request.text("environment")))
                .compose(order -> Answers.json(request.http(), order));
    }

    private static Future<Void> noContent(ApiRequest request) {
        return request.response().setStatusCode(204).end();
    }
}
