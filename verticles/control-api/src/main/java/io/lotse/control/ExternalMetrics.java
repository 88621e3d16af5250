package io.lotse.control;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.reports.ReportsContract;
import io.lotse.contracts.reports.ScalingAdvice;
import io.lotse.contracts.reports.ScalingQuery;

/** How many instances services should have, in the words of Kubernetes' external metrics API. */
final class ExternalMetrics {
    private static final String GROUP_VERSION = "external.metrics.k8s.io/v1beta1";
    private static final String KIND = "ExternalMetricValueList";
    private static final String SERVICE = "service";

    private static final Map<String, Function<ScalingAdvice, Integer>> METRICS = new TreeMap<>(Map.of(
            "lotse_recommended_replicas", ScalingAdvice::recommended,
            "lotse_current_replicas", ScalingAdvice::current));

    private final EventBus bus;

    ExternalMetrics(EventBus bus) {
        this.bus = bus;
    }

    Map<String, OperationHandler> byOperationId() {
        return Map.of("external_metrics", ExternalMetrics::list, "external_metric", this::values);
    }

    private static Future<?> list(ApiRequest request) {
        JsonArray resources = new JsonArray();
        METRICS.keySet()
                .forEach(name -> resources.add(new JsonObject()
                        .put("name", name)
                        .put("singularName", "")
                        .put("namespaced", true)
                        .put("kind", KIND)
                        .put("verbs", JsonArray.of("get"))));
        return Answers.json(
                request.http(),
                new JsonObject()
                        .put("kind", "APIResourceList")
                        .put("apiVersion", "v1")
                        .put("groupVersion", GROUP_VERSION)
                        .put("resources", resources)
                        .getMap());
    }

    private Future<?> values(ApiRequest request) {
        String metric = request.text("metric");
        Function<ScalingAdvice, Integer> value = METRICS.get(metric);
        if (value == null) {
            throw new ContractException(
                    ProblemCode.NOT_FOUND, "there is no metric " + metric + ": there are " + METRICS.keySet());
        }
        LabelSelector selector = LabelSelector.parse(request.text("labelSelector"));
        return ReportsContract.SCALING
                .call(bus, new ScalingQuery(null))
                .compose(list -> Answers.json(
                        request.http(),
                        new JsonObject()
                                .put("kind", KIND)
                                .put("apiVersion", GROUP_VERSION)
                                .put("metadata", new JsonObject())
                                .put("items", items(metric, value, selector, list.items()))
                                .getMap()));
    }

    /** What nothing can be said of is left out: the autoscaler then leaves it as it is. */
    private static JsonArray items(
            String metric, Function<ScalingAdvice, Integer> value, LabelSelector selector, List<ScalingAdvice> all) {
        JsonArray items = new JsonArray();
        for (ScalingAdvice advice : all) {
            Integer replicas = value.apply(advice);
            if (replicas != null && selector.selects(Map.of(SERVICE, advice.serviceName()))) {
                items.add(new JsonObject()
                        .put("metricName", metric)
                        .put("metricLabels", new JsonObject().put(SERVICE, advice.serviceName()))
                        .put(
                                "timestamp",
                                advice.at().truncatedTo(ChronoUnit.SECONDS).toString())
                        .put("value", replicas.toString()));
            }
        }
        return items;
    }
}
