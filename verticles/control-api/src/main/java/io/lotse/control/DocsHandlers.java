package io.lotse.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;

import io.lotse.contracts.AsyncApi;
import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;

/** Pages for people: the OpenAPI document as a page, and what each problem means. Everything comes from this node. */
final class DocsHandlers {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String ASSETS = "/docs/assets/";

    private final OpenApiDocument document;
    private final Buffer page = resource("docs.html");
    private final String problemPage = resource("problem.html").toString();

    DocsHandlers(OpenApiDocument document) {
        this.document = document;
    }

    Map<String, OperationHandler> byOperationId() {
        return Map.of(
                "openapi",
                this::openapi,
                "asyncapi",
                DocsHandlers::asyncApi,
                "docs",
                this::docs,
                "problem",
                this::problem);
    }

    /** Serves the scripts and styles of the page. */
    void mountAssets(Router router) {
        router.get(ASSETS + "start.js").handler(context -> context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/javascript; charset=utf-8")
                .end(resource("docs.js")));
        String root = "META-INF/resources/webjars/swagger-ui/" + BuildProperties.get("swagger-ui.version");
        router.get(ASSETS + "*").handler(StaticHandler.create(FileSystemAccess.RELATIVE, root));
    }

    private Future<?> openapi(ApiRequest request) {
        request.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        return Answers.end(request.http(), document.text());
    }

    private static Future<?> asyncApi(ApiRequest request) {
        request.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        return Answers.end(request.http(), AsyncApiText.TEXT);
    }

    private Future<?> docs(ApiRequest request) {
        return html(request, page);
    }

    private Future<?> problem(ApiRequest request) {
        String wanted = request.text("code");
        ProblemCode code = Arrays.stream(ProblemCode.values())
                .filter(c -> c.code().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new ContractException(
                        ProblemCode.NOT_FOUND, "there is no problem code " + wanted + ": /docs lists those there are"));
        String text = problemPage
                .replace("@CODE@", code.code())
                .replace("@TYPE@", code.type())
                .replace("@TITLE@", code.title())
                .replace("@STATUS@", Integer.toString(code.httpStatus()));
        return html(request, Buffer.buffer(text));
    }

    private static Future<Void> html(ApiRequest request, Buffer page) {
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, HTML)
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff");
        return Answers.end(request.http(), page);
    }

    private static Buffer resource(String name) {
        try (InputStream in = DocsHandlers.class.getResourceAsStream(name)) {
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Made once in a process, by who asks for it first. */
    private static final class AsyncApiText {
        private static final Buffer TEXT = AsyncApi.document().toBuffer();
    }
}
