package io.lotse.openapi;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;

import io.lotse.contracts.FieldError;

/** A service's OpenAPI document, compiled: what it says of requests. Any thread may ask. */
public final class ApiContract {
    /** A request with more mistakes than these is told of so many. */
    private static final int MOST_TOLD = 50;

    private static final int MOST_READ = 500;
    private static final String PROPERTIES = "/properties";
    private static final List<String> OTHERS = List.of("/additionalProperties", "/unevaluatedProperties");

    private final List<ApiPath> paths;
    private final Validator validator;
    private final Set<String> remarks;
    /** What a schema said that could not be followed; null for nothing. */
    private volatile String misunderstood;

    /**
     * A request's place in the document.
     *
     * @param operation null if the path does not serve the method
     * @param parameters those of the path, by name
     * @param methods what the path serves
     */
    public record Match(ApiOperation operation, Map<String, List<String>> parameters, Set<String> methods) {}

    /** @param paths those that say more exactly what a path has to be first */
    ApiContract(List<ApiPath> paths, Validator validator, Set<String> remarks) {
        this.paths = List.copyOf(paths);
        this.validator = validator;
        this.remarks = Set.copyOf(remarks);
    }

    /** What of the document is not held against requests, and why. */
    public Set<String> remarks() {
        String further = misunderstood;
        if (further == null) {
            return remarks;
        }
        Set<String> all = new TreeSet<>(remarks);
        all.add("a schema cannot be followed, and requests that it is for go on: " + further);
        return all;
    }

    /** All operations of the document. */
    public List<ApiOperation> operations() {
        return paths.stream()
                .flatMap(path -> path.operations().values().stream())
                .toList();
    }

    /** The paths of the document, with its server's path before each. */
    public List<String> templates() {
        return paths.stream().map(ApiPath::template).toList();
    }

    /**
     * Finds the operation of a request.
     *
     * @param path in normal form, without a query
     * @return null if the document has no such path
     */
    public Match find(String method, String path) {
        List<String> segments = ApiPath.segments(path);
        for (ApiPath candidate : paths) {
            Map<String, List<String>> parameters = candidate.match(segments);
            if (parameters != null) {
                Map<String, ApiOperation> operations = candidate.operations();
                ApiOperation exact = operations.get(method);
                // GET serves HEAD, too (RFC 9110, 9.3.2)
                ApiOperation found = exact == null && method.equals("HEAD") ? operations.get("GET") : exact;
                return new Match(found, parameters, new TreeSet<>(operations.keySet()));
            }
        }
        return null;
    }

    /**
     * Each mistake of a request: a JSON pointer into the request and what is wrong there.
     *
     * @param values what the request has, by the keys of its operation and its body
     */
    public List<FieldError> mistakes(JsonObject values) {
        OutputUnit found;
        try {
            found = validator.validate(values);
        } catch (StackOverflowError e) {
            return List.of(new FieldError("#/body", "is nested too deeply"));
        } catch (RuntimeException e) {
            // the service's mistake, which is none of its client's
            misunderstood = e.toString();
            return List.of();
        }
        if (Boolean.TRUE.equals(found.getValid()) || found.getErrors() == null) {
            return List.of();
        }
        List<OutputUnit> errors = found.getErrors().stream().limit(MOST_READ).toList();
        Set<FieldError> told = new LinkedHashSet<>();
        for (OutputUnit error : errors) {
            if (told.size() < MOST_TOLD && says(error, errors)) {
                told.add(new FieldError(pointer(error.getInstanceLocation()), words(error)));
            }
        }
        return new ArrayList<>(told);
    }

    /** Of mistakes within mistakes the innermost tell what to mend; of alternatives none does. */
    private static boolean says(OutputUnit error, List<OutputUnit> all) {
        boolean isOfAlternatives = isAlternatives(error);
        for (OutputUnit other : all) {
            if (isOfOwnProperty(error, other)
                    || isAlternatives(other) && isWithin(error, other)
                    || !isOfAlternatives && isWithin(other, error)) {
                return false;
            }
        }
        return true;
    }

    /** The validator holds a property that is wrong against what is said of others, too. */
    private static boolean isOfOwnProperty(OutputUnit error, OutputUnit other) {
        String properties = other.getKeywordLocation();
        return properties.endsWith(PROPERTIES)
                && error.getInstanceLocation().startsWith(other.getInstanceLocation())
                && OTHERS.stream().anyMatch(word -> error.getKeywordLocation()
                        .startsWith(properties.substring(0, properties.length() - PROPERTIES.length()) + word));
    }

    private static boolean isAlternatives(OutputUnit error) {
        return error.getKeywordLocation().endsWith("/oneOf")
                || error.getKeywordLocation().endsWith("/anyOf");
    }

    private static boolean isWithin(OutputUnit inner, OutputUnit outer) {
        return inner != outer
                && inner.getKeywordLocation().startsWith(outer.getKeywordLocation() + "/")
                && inner.getInstanceLocation().startsWith(outer.getInstanceLocation());
    }

    /** Without the key that stands before all. */
    private static String pointer(String location) {
        int end = location.indexOf('/', 2);
        return end < 0 ? "#" : "#" + location.substring(end);
    }

    private static String words(OutputUnit error) {
        return error.getError().replaceFirst("^Instance ", "");
    }
}
