package io.lotse.control;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.PlatformHandler;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;

/** Makes the router from the OpenAPI document: each operation leads to the handler of its operationId. */
final class ApiRouter {
    private final Vertx vertx;
    private final OpenApiDocument document;
    private final RequestReader reader;

    ApiRouter(Vertx vertx, OpenApiDocument document) {
        this.vertx = vertx;
        this.document = document;
        this.reader = new RequestReader(new SchemaCheck(document));
    }

    /**
     * @param handlers one for each operationId
     * @throws IllegalStateException if an operation has no handler, or a handler no operation
     */
    Router create(Map<String, OperationHandler> handlers) {
        Router router = Router.router(vertx);
        Map<String, Set<String>> methodsByPath = new LinkedHashMap<>();
        Set<String> unused = new TreeSet<>(handlers.keySet());
        for (ApiOperation operation : document.operations()) {
            OperationHandler handler = handlers.get(operation.id());
            if (handler == null) {
                throw new IllegalStateException("operation " + operation.id() + " has no handler");
            }
            unused.remove(operation.id());
            methodsByPath
                    .computeIfAbsent(toRoute(operation.path()), p -> new TreeSet<>())
                    .addAll(mount(router, operation, handler));
        }
        if (!unused.isEmpty()) {
            throw new IllegalStateException("handlers without an operation: " + unused);
        }
        methodsByPath.forEach((path, methods) -> router.route(path).handler(context -> refuseMethod(context, methods)));
        return router;
    }

    /** What no route took, and what failed. */
    static void close(Router router) {
        router.route().handler(context -> {
            throw new ContractException(
                    ProblemCode.NOT_FOUND,
                    "there is nothing at " + context.request().path() + ": /docs shows what there is");
        });
        router.route().failureHandler(Problems::handle);
        // a path that cannot be decoded reaches no route
        router.errorHandler(
                400,
                context -> Problems.send(
                        context.request(),
                        new ContractException(
                                ProblemCode.INVALID_REQUEST,
                                "the path cannot be decoded: percent-encode what is not a letter or digit")));
    }

    private Set<String> mount(Router router, ApiOperation operation, OperationHandler handler) {
        Set<String> methods = new TreeSet<>();
        Route route = router.route(operation.method(), toRoute(operation.path()));
        methods.add(operation.method().name());
        if (operation.method().equals(HttpMethod.GET)) {
            route.method(HttpMethod.HEAD);
            methods.add(HttpMethod.HEAD.name());
        }
        route.failureHandler(Problems::handle);
        if (operation.bodySchema() != null) {
            PlatformHandler mediaType = context -> {
                RequestReader.checkMediaType(context.request());
                context.next();
            };
            route.handler(mediaType);
        }
        if (operation.bodySchema() != null || operation.rawBody()) {
            route.handler(BodyHandler.create(false).setBodyLimit(RequestReader.MAX_BODY_BYTES));
        }
        route.handler(context -> answer(context, operation, handler));
        return methods;
    }

    private void answer(RoutingContext context, ApiOperation operation, OperationHandler handler) {
        Future<?> answered;
        try {
            answered = handler.handle(reader.read(operation, context));
        } catch (ContractException e) {
            answered = Future.failedFuture(e);
        }
        answered.onFailure(e -> Problems.send(context.request(), e));
    }

    private static void refuseMethod(RoutingContext context, Set<String> methods) {
        String allowed = String.join(", ", methods);
        context.response().putHeader(HttpHeaders.ALLOW, allowed);
        Problems.send(
                context.request(),
                new ContractException(
                        ProblemCode.METHOD_NOT_ALLOWED,
                        context.request().path() + " does not serve "
                                + context.request().method() + ": it serves " + allowed));
    }

    private static String toRoute(String path) {
        return path.replaceAll("\\{(\\w+)}", ":$1");
    }
}
