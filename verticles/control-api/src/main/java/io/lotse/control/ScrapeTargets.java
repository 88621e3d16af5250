package io.lotse.control;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.cluster.NodeInfo;
import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.MeshView;

/** What Prometheus is to scrape, in the form that its discovery over HTTP takes: the nodes, and the instances that tell figures. */
final class ScrapeTargets {
    /** The entry of an instance's metadata that names where it shows its figures. */
    private static final String METRICS_PATH = "metrics_path";

    private final MeshView view;
    private final MemberWatch members;

    /** One group as Prometheus reads it. Labels that begin with two underscores are for its own use. */
    private record Group(List<String> targets, Map<String, String> labels) {}

    ScrapeTargets(MeshView view, MemberWatch members) {
        this.view = view;
        this.members = members;
    }

    Map<String, OperationHandler> byOperationId() {
        return Map.of("scrape_nodes", this::nodes, "scrape_services", this::services);
    }

    private Future<?> nodes(ApiRequest request) {
        return answer(
                request,
                members.members().nodes().stream()
                        .filter(node -> node.control() != null)
                        .map(ScrapeTargets::node));
    }

    private static Group node(NodeInfo node) {
        return new Group(
                List.of(URI.create(node.control()).getAuthority()),
                Map.of("lotse_node", node.name(), "lotse_host", node.host()));
    }

    private Future<?> services(ApiRequest request) {
        return answer(
                request,
                view.snapshot().instances().values().stream()
                        .filter(i -> i.port() > 0 && i.metadata().containsKey(METRICS_PATH))
                        .map(ScrapeTargets::instance));
    }

    private static Group instance(Instance instance) {
        String address = instance.ipAddress().contains(":") ? "[" + instance.ipAddress() + "]" : instance.ipAddress();
        return new Group(
                List.of(address + ":" + instance.port()),
                Map.of(
                        "__metrics_path__",
                        instance.metadata().get(METRICS_PATH),
                        "lotse_service",
                        instance.serviceName(),
                        "lotse_instance",
                        instance.serviceId(),
                        "lotse_environment",
                        instance.environment()));
    }

    private static Future<?> answer(ApiRequest request, Stream<Group> groups) {
        JsonArray all = new JsonArray(groups.map(ContractCodec::encode).collect(Collectors.toList()));
        request.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        return Answers.end(request.http(), Buffer.buffer(all.encode()));
    }
}
