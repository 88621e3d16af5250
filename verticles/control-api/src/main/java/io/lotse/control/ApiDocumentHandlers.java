package io.lotse.control;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;

/** The APIs of the services: what there is, each by itself, and all in one. */
final class ApiDocumentHandlers {
    private final ApiDocuments documents;
    private final Supplier<String> gateway;

    private record Apis(List<ServiceApi> items) {}

    /** @param gateway where clients reach the services; null while there is no gateway */
    ApiDocumentHandlers(ApiDocuments documents, Supplier<String> gateway) {
        this.documents = documents;
        this.gateway = gateway;
    }

    Map<String, OperationHandler> byOperationId() {
        return Map.of("apis", this::list, "merged_api", this::merged, "service_api", this::one);
    }

    private Future<?> list(ApiRequest request) {
        return documents
                .all()
                .compose(all -> Answers.json(
                        request.http(),
                        new Apis(all.stream().map(ApiDocumentHandlers::shown).toList())));
    }

    private static ServiceApi shown(ApiDocuments.Found found) {
        if (found.document() == null) {
            return new ServiceApi(found.service(), found.path(), null, null, null, found.problem());
        }
        JsonObject info = found.document().getJsonObject("info", new JsonObject());
        return new ServiceApi(
                found.service(),
                found.path(),
                info.getValue("title", "").toString(),
                info.getValue("version", "").toString(),
                ApiMerge.operations(found.document()),
                null);
    }

    private Future<?> merged(ApiRequest request) {
        return documents.all().compose(all -> send(request, all, "All services"));
    }

    private Future<?> one(ApiRequest request) {
        String service = request.text("service_name");
        return documents.of(service).compose(found -> {
            if (found == null || found.document() == null) {
                String why = found == null
                        ? "has no active instance here whose metadata say by " + ApiDocuments.KEY
                                + " where its document is"
                        : "has a document that cannot be had: " + found.problem();
                return Future.failedFuture(
                        new ContractException(ProblemCode.NOT_FOUND, "service " + service + " " + why));
            }
            return send(request, List.of(found), service);
        });
    }

    private Future<?> send(ApiRequest request, List<ApiDocuments.Found> all, String title) {
        ApiMerge merge = new ApiMerge();
        all.stream().filter(f -> f.document() != null).forEach(f -> merge.add(f.service(), f.document()));
        String missing = all.stream()
                .filter(f -> f.document() == null)
                .map(f -> "- " + f.service() + ": " + f.problem())
                .collect(Collectors.joining("\n"));
        JsonObject info = new JsonObject().put("title", title).put("version", "now");
        if (!missing.isEmpty()) {
            info.put("description", "Not here:\n" + missing);
        }
        request.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        return Answers.end(request.http(), merge.document(info, gateway.get()).toBuffer());
    }
}
