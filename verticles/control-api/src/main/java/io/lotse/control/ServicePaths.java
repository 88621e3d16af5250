package io.lotse.control;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where the gateway serves a service that has no route of its own. */
final class ServicePaths {
    private ServicePaths() {}

    static String of(String service) {
        return "/api/" + URLEncoder.encode(service, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
