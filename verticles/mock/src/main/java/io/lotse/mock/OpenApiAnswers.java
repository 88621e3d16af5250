package io.lotse.mock;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ProblemCode;
import io.lotse.openapi.ApiContract;
import io.lotse.openapi.ApiOperation;
import io.lotse.openapi.ApiReader;

/** Answers as an OpenAPI document says that the service does. */
final class OpenApiAnswers implements Answers {
    /** Where the document itself is had, unless it says something else of that path. */
    static final String DOCUMENT_PATH = "/openapi.json";

    private static final int NO_CONTENT = 204;

    private final String service;
    private final JsonObject document;
    private final ApiContract contract;
    private final RequestFit fit;
    private final AnswerMaker maker;
    private final Map<String, OperationAnswers> answers;
    private final NearPaths paths;

    private OpenApiAnswers(String service, JsonObject document, ApiContract contract, long seed, boolean checks) {
        this.service = service;
        this.document = document;
        this.contract = contract;
        this.fit = checks ? new RequestFit(service, contract) : null;
        AnswerSchemas schemas = new AnswerSchemas(document);
        Map<String, OperationAnswers> all = new HashMap<>();
        contract.operations().forEach(o -> all.put(o.key(), OperationAnswers.of(o.source(), schemas)));
        this.answers = Map.copyOf(all);
        this.maker = new AnswerMaker(schemas.compile(), seed);
        this.paths = new NearPaths(contract.templates());
    }

    /**
     * @param file for people
     * @param checks whether requests that do not fit the document are refused
     * @throws IllegalArgumentException that says in a line why the document cannot be used
     */
    static OpenApiAnswers of(String service, JsonObject document, Path file, long seed, boolean checks) {
        try {
            return new OpenApiAnswers(service, document, ApiReader.read(document), seed, checks);
        } catch (ClassCastException e) {
            throw DocumentFile.wrong(file, "it has something else where an object or a list belongs");
        } catch (StackOverflowError e) {
            throw DocumentFile.wrong(file, "its schemas are nested too deeply");
        } catch (IllegalArgumentException e) {
            throw DocumentFile.wrong(file, DocumentFile.firstLine(e.getMessage()));
        }
    }

    @Override
    public Reply answer(Asked asked) {
        ApiContract.Match match = contract.find(asked.method(), asked.path());
        if (match == null) {
            return unknown(asked);
        }
        ApiOperation operation = match.operation();
        if (operation == null) {
            return notServed(asked, match);
        }
        if (fit != null) {
            Reply refusal = fit.refusal(asked, match);
            if (refusal != null) {
                return refusal;
            }
        }
        Preference preference = Preference.of(asked.request().headers().getAll("Prefer"));
        return maker.make(answers.get(operation.key()), preference, asked);
    }

    private Reply unknown(Asked asked) {
        if (asked.path().equals(DOCUMENT_PATH) && Set.of("GET", "HEAD").contains(asked.method())) {
            return Reply.of(200, "application/json", document.toBuffer());
        }
        return Reply.problem(
                ProblemCode.NOT_FOUND,
                "the API of " + service + " has no path " + asked.path() + paths.near(asked.path()));
    }

    private Reply notServed(Asked asked, ApiContract.Match match) {
        Set<String> methods = new TreeSet<>(match.methods());
        methods.add("OPTIONS");
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        String allowed = String.join(", ", methods);
        Reply reply = asked.method().equals("OPTIONS")
                ? Reply.of(NO_CONTENT, null, null)
                : Reply.problem(
                        ProblemCode.METHOD_NOT_ALLOWED,
                        "the API of " + service + " has no " + asked.method() + " for " + asked.path() + ": it has "
                                + allowed);
        return reply.with(HttpHeaders.ALLOW, allowed);
    }

    @Override
    public String describe() {
        return answers.size() + " operations";
    }

    @Override
    public Collection<String> remarks() {
        return contract.remarks();
    }
}
