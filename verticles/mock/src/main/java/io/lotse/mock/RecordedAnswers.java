package io.lotse.mock;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ProblemCode;

/**
 * Answers with what was recorded for the same method, path and query. Of several the one to the same body; of several such one after the
 * other, and then the last again.
 */
final class RecordedAnswers implements Answers {
    private static final int SHOWN = 5;

    private final String service;
    private final List<Recording> recordings;
    private final NearPaths paths;
    /** How often each was the last of several, known by itself: two alike are two. */
    private final Map<Recording, Integer> turns = Collections.synchronizedMap(new IdentityHashMap<>());

    private RecordedAnswers(String service, List<Recording> recordings) {
        this.service = service;
        this.recordings = recordings;
        this.paths = new NearPaths(recordings.stream().map(Recording::path).toList());
    }

    static RecordedAnswers of(String service, List<Recording> recordings) {
        return new RecordedAnswers(service, recordings);
    }

    @Override
    public Reply answer(Asked asked) {
        String path = asked.path();
        List<Recording> ofPath = recordings.stream()
                .filter(recording -> recording.path().equals(path))
                .toList();
        if (ofPath.isEmpty()) {
            return Reply.problem(
                    ProblemCode.NOT_FOUND, "nothing of " + service + " is recorded for " + path + paths.near(path));
        }
        // GET serves HEAD, too (RFC 9110, 9.3.2)
        String method = asked.method().equals("HEAD") ? "GET" : asked.method();
        List<Recording> ofMethod =
                ofPath.stream().filter(r -> r.method().equals(method)).toList();
        if (ofMethod.isEmpty()) {
            String methods =
                    ofPath.stream().map(Recording::method).distinct().sorted().collect(Collectors.joining(", "));
            return Reply.problem(
                            ProblemCode.METHOD_NOT_ALLOWED,
                            "no " + method + " " + path + " of " + service + " is recorded: there is " + methods)
                    .with("Allow", methods);
        }
        Map<String, List<String>> query = Recording.query(asked.request().uri());
        List<Recording> ofQuery =
                ofMethod.stream().filter(r -> r.query().equals(query)).toList();
        if (ofQuery.isEmpty()) {
            return Reply.problem(
                    ProblemCode.NOT_FOUND,
                    method + " " + path + " of " + service + " is not recorded with the query " + query + ": there is "
                            + ofMethod.stream()
                                    .map(r -> r.query().toString())
                                    .distinct()
                                    .limit(SHOWN)
                                    .collect(Collectors.joining(", ")));
        }
        JsonObject body = Recording.body(asked.header("content-type"), asked.body());
        List<Recording> ofBody =
                ofQuery.stream().filter(r -> r.body().equals(body)).toList();
        return reply(next(ofBody.isEmpty() ? ofQuery : ofBody));
    }

    private Recording next(List<Recording> several) {
        int turn = turns.merge(several.get(several.size() - 1), 1, Integer::sum) - 1;
        return several.get(Math.min(turn, several.size() - 1));
    }

    private static Reply reply(Recording recording) {
        return new Reply(recording.status(), recording.responseHeaders(), recording.answer());
    }

    @Override
    public String describe() {
        return recordings.size() + " recorded answers";
    }
}
