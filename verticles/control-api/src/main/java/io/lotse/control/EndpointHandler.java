package io.lotse.control;

import java.util.LinkedHashMap;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.registry.EndpointQuery;
import io.lotse.contracts.registry.Instance;
import io.lotse.meshview.InstanceQueries;

/**
 * Tells where an instance or a service is. It is what clients ask most, so it keeps the JSON of instances until they
 * change, and takes plain requests before the router sees them. For one event loop only.
 */
final class EndpointHandler implements OperationHandler {
    static final String PATH = "/api/v1/ipmanager/endpoint/";
    private static final int MOST_KEPT = 4_096;

    private final InstanceQueries queries;
    private final Answers answers;
    private final Map<String, Encoded> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Encoded> eldest) {
            return size() > MOST_KEPT;
        }
    };

    private record Encoded(Instance instance, Buffer json) {}

    EndpointHandler(InstanceQueries queries, Answers answers) {
        this.queries = queries;
        this.answers = answers;
    }

    @Override
    public Future<?> handle(ApiRequest request) {
        return answer(new EndpointQuery(request.text("service_id"), request.text("environment")), request.http());
    }

    /** Answers what needs no routing; false if the router must look at it. */
    boolean takes(HttpServerRequest request) {
        String path = request.path();
        if (path == null
                || !path.startsWith(PATH)
                || request.query() != null
                || !request.method().equals(HttpMethod.GET)) {
            return false;
        }
        String idOrName = path.substring(PATH.length());
        if (idOrName.isEmpty() || idOrName.indexOf('/') >= 0 || idOrName.indexOf('%') >= 0) {
            return false;
        }
        try {
            answer(new EndpointQuery(idOrName), request);
        } catch (ContractException e) {
            Problems.send(request, e);
        }
        return true;
    }

    private Future<Void> answer(EndpointQuery query, HttpServerRequest request) {
        Instance instance = queries.endpoint(query);
        Encoded encoded = kept.get(instance.serviceId());
        if (encoded == null || !encoded.instance().equals(instance)) {
            encoded = new Encoded(instance, ContractCodec.toBuffer(instance));
            kept.put(instance.serviceId(), encoded);
        }
        return answers.read(request, encoded.json());
    }
}
