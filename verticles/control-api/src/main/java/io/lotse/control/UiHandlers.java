package io.lotse.control;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The dashboard: one page, and the files that it asks for. Everything comes from this node. */
final class UiHandlers {
    private static final String POLICY = "default-src 'none'; script-src 'self' @IMPORT_MAP@; style-src 'self';"
            + " img-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none';"
            + " require-trusted-types-for 'script'; trusted-types lit-html default";
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String ASK_EACH_TIME = "no-cache";

    private final Site site = Site.OF_THIS_RELEASE;

    Map<String, OperationHandler> byOperationId() {
        return Map.of("home", this::home);
    }

    /** Serves the scripts and styles of the page. */
    void mountAssets(Router router) {
        router.get("/ui/*").handler(this::asset);
        router.head("/ui/*").handler(this::asset);
    }

    private Future<?> home(ApiRequest request) {
        request.response()
                .putHeader("Content-Security-Policy", site.policy())
                .putHeader("Referrer-Policy", "no-referrer");
        return send(request.http(), site.page(), ASK_EACH_TIME);
    }

    private void asset(RoutingContext context) {
        if (context.normalizedPath().equals(UiLateAsset.CHARTS.path())) {
            context.vertx()
                    .executeBlocking(UiLateAsset.CHARTS::load)
                    .onSuccess(charts -> send(context, charts))
                    .onFailure(context::fail);
            return;
        }
        UiAsset asset = site.assets().get(context.normalizedPath());
        if (asset == null) {
            context.next();
        } else {
            send(context, asset);
        }
    }

    private static void send(RoutingContext context, UiAsset asset) {
        // a page of another release may ask for another content: this one must not pass for it
        boolean exact = asset.hash().equals(context.request().getParam("v"));
        send(context.request(), asset, exact ? FOR_EVER : ASK_EACH_TIME);
    }

    private static Future<Void> send(HttpServerRequest request, UiAsset asset, String caching) {
        HttpServerResponse response = request.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, caching)
                .putHeader(HttpHeaders.ETAG, asset.etag())
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .putHeader("X-Content-Type-Options", "nosniff");
        String known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        if (known != null && known.contains(asset.etag())) {
            return response.setStatusCode(304).end();
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, asset.mediaType());
        String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        if (accepted != null && accepted.contains("gzip")) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
            return Answers.end(request, asset.gzipped());
        }
        return Answers.end(request, asset.content());
    }

    /** The page with its policy, and all files by path; made once in a process. */
    private record Site(UiAsset page, String policy, Map<String, UiAsset> assets) {
        private static final Pattern REFERENCE = Pattern.compile("\"(/ui/[^\"]+)\"");

        static final Site OF_THIS_RELEASE = make();

        private static Site make() {
            String html = UiAsset.load("/ui/index.html", UiModules.resource("/ui/index.html"))
                    .content()
                    .toString();
            UiModules modules = new UiModules();
            Map<String, UiAsset> assets = new HashMap<>();
            Matcher references = REFERENCE.matcher(html);
            while (references.find()) {
                String path = references.group(1);
                if (path.endsWith(".js")) {
                    modules.add(path);
                } else {
                    assets.put(path, UiAsset.load(path, UiModules.resource(path)));
                }
            }
            assets.putAll(modules.byPath());
            String importMap = modules.importMap();
            String page = REFERENCE
                    .matcher(html)
                    .replaceAll(found -> '"' + assets.get(found.group(1)).url() + '"')
                    .replace("@IMPORT_MAP@", importMap)
                    .replace("@PRELOADS@", preloads(modules));
            String policy =
                    POLICY.replace("@IMPORT_MAP@", UiAsset.policyHash(importMap.getBytes(StandardCharsets.UTF_8)));
            return new Site(UiAsset.of("/index.html", page.getBytes(StandardCharsets.UTF_8)), policy, assets);
        }

        /** Lets the browser ask for all modules at once, instead of one level of imports after the other. */
        private static String preloads(UiModules modules) {
            return modules.byPath().values().stream()
                    .map(module -> "<link rel=\"modulepreload\" href=\"" + module.url() + "\">")
                    .collect(Collectors.joining("\n"));
        }
    }
}
