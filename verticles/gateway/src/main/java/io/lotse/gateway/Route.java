package io.lotse.gateway;

import java.util.List;
import java.util.stream.Stream;

/**
 * What becomes of a request, compiled when it changed, for one event loop.
 *
 * @param name what it is called; for the standard path the service's name
 * @param targets where its requests go; null where a feature answers all of them
 * @param fallback where they go when those cannot answer; null for nowhere
 * @param prefix what is cut off a path at its beginning; empty for nothing
 * @param rewrite makes the upstream's path; null for the standard path and where the path stays as it came
 * @param requestEdits what is done to the headers of requests; null for nothing
 * @param responseEdits what is done to the headers of answers; null for nothing
 * @param patience how long it waits for whom
 * @param retries when a request is sent again
 * @param interceptors the features that its policy asks for
 */
record Route(
        String name,
        Split targets,
        Target fallback,
        String prefix,
        PathTemplate rewrite,
        Edits requestEdits,
        Edits responseEdits,
        Patience patience,
        RetryRule retries,
        List<Interceptor> interceptors) {
    /** What the standard path begins with, before the service's name. */
    static final String STANDARD = "/api/";

    /** All targets, the fallback among them. */
    Stream<Target> allTargets() {
        Stream<Target> own =
                targets == null ? Stream.of() : targets.shares().stream().map(Split.Share::target);
        return fallback == null ? own : Stream.concat(own, Stream.of(fallback));
    }

    /** What an endpoint is asked for. Another host's gateway is asked by the standard path. */
    String uri(InboundRequest inbound, Endpoint to, Target target) {
        if (!to.isGateway()) {
            return uri(inbound);
        }
        boolean isStandard = rewrite == null && !prefix.isEmpty();
        return isStandard ? inbound.target() : STANDARD + target.service() + uri(inbound);
    }

    /** What a service is asked for: path and query. */
    String uri(InboundRequest inbound) {
        String asked = inbound.target();
        if (rewrite != null) {
            return rewrite.fill(NormalPath.of(asked), inbound.host());
        }
        return prefix.isEmpty() ? asked : withoutPrefix(asked);
    }

    private String withoutPrefix(String asked) {
        String rest = asked.substring(prefix.length());
        return rest.startsWith("?") ? "/" + rest : rest;
    }
}
