package io.lotse.gateway;

import java.util.ArrayList;
import java.util.List;

/** Puts a route together. */
final class RouteBuilder {
    private final String name;
    private final List<Interceptor> interceptors = new ArrayList<>();
    private Split targets;
    private Target fallback;
    private String prefix = "";
    private PathTemplate rewrite;
    private Edits requestEdits;
    private Edits responseEdits;
    private Patience patience;
    private RetryRule retries;

    RouteBuilder(String name) {
        this.name = name;
    }

    RouteBuilder targets(Split to) {
        targets = to;
        return this;
    }

    RouteBuilder fallback(Target instead) {
        fallback = instead;
        return this;
    }

    RouteBuilder prefix(String cutOff) {
        prefix = cutOff;
        return this;
    }

    /** @param cutOff what the rewrite takes away at the beginning; null where it does more than that */
    RouteBuilder rewrite(PathTemplate template, String cutOff) {
        rewrite = template;
        prefix = cutOff == null ? "" : cutOff;
        return this;
    }

    RouteBuilder edits(Edits ofRequests, Edits ofAnswers) {
        requestEdits = ofRequests;
        responseEdits = ofAnswers;
        return this;
    }

    RouteBuilder patience(Patience its) {
        patience = its;
        return this;
    }

    RouteBuilder retries(RetryRule rule) {
        retries = rule;
        return this;
    }

    RouteBuilder interceptors(List<Interceptor> features) {
        interceptors.addAll(features);
        return this;
    }

    /** One that comes after the policy's features. */
    RouteBuilder lastInterceptor(Interceptor last) {
        interceptors.add(last);
        return this;
    }

    Route build() {
        return new Route(
                name,
                targets,
                fallback,
                prefix,
                rewrite,
                requestEdits,
                responseEdits,
                patience,
                retries,
                List.copyOf(interceptors));
    }
}
