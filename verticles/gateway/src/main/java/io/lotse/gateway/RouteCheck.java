package io.lotse.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.vertx.core.http.HttpMethod;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.Reading;
import io.lotse.contracts.gateway.HeaderEdits;
import io.lotse.contracts.gateway.RouteDefinition;
import io.lotse.contracts.gateway.RouteMatch;
import io.lotse.contracts.gateway.RouteTarget;
import io.lotse.contracts.gateway.StaticAnswer;
import io.lotse.contracts.gateway.Validation;

/** Finds all mistakes of declared routes at once. */
final class RouteCheck {
    static final String NAME = "[a-z0-9][a-z0-9._-]{0,62}";
    private static final String HOST = "(\\*\\.)?[a-zA-Z0-9-]+(\\.[a-zA-Z0-9-]+)*|\\[[0-9a-fA-F:.]+]";
    private static final String HEADER = "[a-zA-Z0-9!#$%&'*+.^_`|~-]+";
    /** What frames a message is the gateway's own. */
    private static final Set<String> FRAMING =
            Set.of("content-length", "transfer-encoding", "connection", "upgrade", "keep-alive", "te", "lotse-hop");

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final List<FieldError> errors = new ArrayList<>();

    private RouteCheck() {}

    /** Each mistake of routes that are declared together; fields are named {@code routes[N]...}. */
    static List<FieldError> errors(List<RouteDefinition> routes) {
        RouteCheck check = new RouteCheck();
        for (int i = 0; i < routes.size(); i++) {
            check.route("routes[" + i + "].", routes.get(i));
        }
        return Reading.all(check.errors, together(routes));
    }

    /**
     * Each mistake that lies in how routes stand beside each other.
     *
     * @param routes those that could not be read are null
     */
    static List<FieldError> together(List<RouteDefinition> routes) {
        RouteCheck check = new RouteCheck();
        Map<String, Integer> names = new HashMap<>();
        Map<Object, RouteDefinition> ranks = new HashMap<>();
        for (int i = 0; i < routes.size(); i++) {
            RouteDefinition route = routes.get(i);
            if (route == null || route.name() == null) {
                continue;
            }
            Integer sameName = names.putIfAbsent(route.name(), i);
            if (sameName != null) {
                check.wrong(
                        "routes[" + i + "].name",
                        "'" + route.name() + "' is the name of routes[" + sameName + "] too: give another");
            }
            RouteDefinition alike = ranks.putIfAbsent(rank(route), route);
            if (alike != null) {
                check.wrong("routes[" + i + "].match", sameAs(alike));
            }
        }
        return check.errors;
    }

    /** Each mistake of a single route. */
    static List<FieldError> errors(RouteDefinition route) {
        RouteCheck check = new RouteCheck();
        check.route("", route);
        return List.copyOf(check.errors);
    }

    /** Each mistake of a static answer. */
    static List<FieldError> errors(String at, StaticAnswer answer) {
        RouteCheck check = new RouteCheck();
        check.answer(at, answer);
        return check.errors;
    }

    /** Each mistake of a target. */
    static List<FieldError> errors(String at, RouteTarget target) {
        RouteCheck check = new RouteCheck();
        check.target(at, target);
        return check.errors;
    }

    /** @throws ContractException {@link ProblemCode#INVALID_REQUEST} if there is a mistake */
    static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw ContractException.invalid(errors);
        }
    }

    /** The mistake of a route that takes the same requests as another one, with the same priority. */
    static List<FieldError> alike(RouteDefinition route, List<Declared> others) {
        return others.stream()
                .map(Declared::definition)
                .filter(other -> rank(other).equals(rank(route)))
                .map(other -> new FieldError("match", sameAs(other)))
                .toList();
    }

    private static String sameAs(RouteDefinition other) {
        return "takes the same requests as route " + other.name()
                + ", with the same priority: give one of them another priority, or remove it";
    }

    /** Which requests it takes, and how early. */
    private static Object rank(RouteDefinition route) {
        return List.of(
                route.match() == null ? sorted(RouteMatch.ALL) : sorted(route.match()),
                route.priority() == null ? 0 : route.priority());
    }

    /** Two matches that say the same are equal, also where segments have other names. */
    private static RouteMatch sorted(RouteMatch match) {
        String path = match.path() == null ? "/**" : match.path().replaceAll("\\{[^}]*}", "{}");
        return new RouteMatch(
                match.hosts().stream().sorted().toList(),
                path,
                match.methods().stream().sorted().toList(),
                match.headers());
    }

    private void route(String at, RouteDefinition route) {
        if (route.name() == null || !route.name().matches(NAME)) {
            wrong(
                    at + "name",
                    said(route.name()) + ": give 1 to 63 of a-z, 0-9, '.', '_' and '-', a letter or digit first");
        }
        PathPattern path = match(at + "match.", route.match() == null ? RouteMatch.ALL : route.match());
        destination(at, route, path);
        if (route.rewrite() != null) {
            template(at + "rewrite", route.rewrite(), path);
            if (!route.rewrite().startsWith("/")) {
                wrong(at + "rewrite", "'" + route.rewrite() + "' does not begin with a slash");
            }
        }
        edits(at + "request_headers.", route.requestHeaders());
        edits(at + "response_headers.", route.responseHeaders());
        errors.addAll(PolicyCheck.errors(at + "policy.", route.policy()));
        validation(at + "policy.validation.service", route);
    }

    private void validation(String at, RouteDefinition route) {
        Validation rule = route.policy() == null ? null : route.policy().validation();
        if (rule != null && rule.service() == null && RouteScope.of(route, null).service() == null) {
            wrong(at, "is missing, and the route does not lead to one service: give the one whose document counts");
        }
    }

    private PathPattern match(String at, RouteMatch match) {
        for (int i = 0; i < match.hosts().size(); i++) {
            if (!match.hosts().get(i).matches(HOST)) {
                wrong(
                        at + "hosts[" + i + "]",
                        "'" + match.hosts().get(i)
                                + "' is no name: give one such as shop.example or *.shop.example, without a port");
            }
        }
        for (int i = 0; i < match.methods().size(); i++) {
            String method = match.methods().get(i);
            if (!method.matches(HEADER)
                    || !method.equals(method.toUpperCase(java.util.Locale.ROOT))
                    || method.equals(HttpMethod.CONNECT.name())) {
                wrong(
                        at + "methods[" + i + "]",
                        "'" + method + "' is no method that passes here: give one such as GET");
            }
        }
        headers(at + "headers.", match.headers());
        try {
            return match.path() == null ? PathPattern.ALL : PathPattern.parse(match.path());
        } catch (IllegalArgumentException e) {
            wrong(at + "path", e.getMessage());
            return PathPattern.ALL;
        }
    }

    private void destination(String at, RouteDefinition route, PathPattern path) {
        int destinations = (route.targets().isEmpty() ? 0 : 1)
                + (route.answer() == null ? 0 : 1)
                + (route.redirect() == null ? 0 : 1);
        if (destinations != 1) {
            wrong(at + "targets", "there are " + destinations + " of targets, answer and redirect: give exactly one");
        }
        int weights = 0;
        for (int i = 0; i < route.targets().size(); i++) {
            RouteTarget target = route.targets().get(i);
            target(at + "targets[" + i + "].", target);
            weights += target.weight() == null ? 1 : Math.max(0, target.weight());
        }
        if (!route.targets().isEmpty() && weights == 0) {
            wrong(at + "targets", "all weights are 0: give one of them more");
        }
        if (route.answer() != null) {
            answer(at + "answer.", route.answer());
        }
        if (route.redirect() != null) {
            Integer status = route.redirect().status();
            if (status != null && !REDIRECTS.contains(status)) {
                wrong(at + "redirect.status", status + " is no redirect: give 301, 302, 303, 307 or 308");
            }
            if (route.redirect().location() == null
                    || route.redirect().location().isBlank()) {
                wrong(at + "redirect.location", "is missing: give a URL or a path");
            } else {
                template(at + "redirect.location", route.redirect().location(), path);
            }
        }
    }

    private void target(String at, RouteTarget target) {
        if (target.service() == null || !target.service().matches(NAME)) {
            wrong(at + "service", said(target.service()) + ": give the name of a service");
        }
        if (target.weight() != null && (target.weight() < 0 || target.weight() > 10_000)) {
            wrong(at + "weight", target.weight() + " is no weight: give 0 to 10000");
        }
        headers(at + "headers.", target.headers());
    }

    private void answer(String at, StaticAnswer answer) {
        if (answer.status() < 200 || answer.status() > 599) {
            wrong(at + "status", answer.status() + " is no status of an answer: give 200 to 599");
        }
        headers(at + "headers.", answer.headers());
        answer.headers().keySet().forEach(name -> framing(at + "headers." + name, name));
    }

    private void edits(String at, HeaderEdits edits) {
        if (edits == null) {
            return;
        }
        headers(at + "set.", edits.set());
        headers(at + "add.", edits.add());
        edits.set().keySet().forEach(name -> framing(at + "set." + name, name));
        edits.add().keySet().forEach(name -> framing(at + "add." + name, name));
        Set<String> seen = new HashSet<>();
        for (String name : edits.remove()) {
            framing(at + "remove", name);
            if (!name.matches(HEADER) || !seen.add(name)) {
                wrong(at + "remove", "'" + name + "' is no name of a header, or stands there twice");
            }
        }
    }

    private void headers(String at, Map<String, String> headers) {
        headers.forEach((name, value) -> {
            if (!name.matches(HEADER)) {
                wrong(at + name, "is no name of a header");
            }
            if (value == null || value.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7f || c > 0xff)) {
                wrong(at + name, "has a value that a header cannot have");
            }
        });
    }

    private void framing(String at, String name) {
        if (FRAMING.contains(name.toLowerCase(java.util.Locale.ROOT))) {
            wrong(at, "frames messages and is the gateway's own: leave it out");
        }
    }

    private void template(String at, String text, PathPattern path) {
        try {
            PathTemplate.parse(text, path);
        } catch (IllegalArgumentException e) {
            wrong(at, e.getMessage());
        }
    }

    private void wrong(String field, String message) {
        errors.add(new FieldError(field, message));
    }

    private static String said(String value) {
        return value == null ? "is missing" : "'" + value + "' is no name";
    }
}
