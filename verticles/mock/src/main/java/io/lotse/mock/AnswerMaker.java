package io.lotse.mock;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.Json;

import io.lotse.contracts.ProblemCode;
import io.lotse.openapi.ApiOperation;

/** Makes the answer to a request out of an operation's. */
final class AnswerMaker {
    private final ValueMaker values;
    private final long seed;

    AnswerMaker(ValueMaker values, long seed) {
        this.values = values;
        this.seed = seed;
    }

    Reply make(OperationAnswers answers, Preference preference, Asked asked) {
        Optional<OperationAnswers.Chosen> chosen = choose(answers, preference);
        if (chosen.isEmpty()) {
            return Reply.problem(
                    ProblemCode.INVALID_REQUEST,
                    "Prefer: code=" + preference.code() + " is no answer of " + asked.method() + " " + asked.path()
                            + ": it has " + String.join(", ", answers.byStatus().keySet()));
        }
        OperationAnswers.One answer = chosen.get().answer();
        int status = chosen.get().status();
        Reply reply;
        if (answer.content().isEmpty()) {
            reply = Reply.of(status, null, null);
        } else {
            reply = withContent(status, answer.content(), preference, asked);
            if (reply.status() != status) {
                return reply;
            }
        }
        answer.headers().forEach((name, source) -> reply.with(name, headerText(name, source)));
        return preference.applied() == null ? reply : reply.with("Preference-Applied", preference.applied());
    }

    private static Optional<OperationAnswers.Chosen> choose(OperationAnswers answers, Preference preference) {
        if (preference.code() == null) {
            return answers.usual()
                    .or(() -> Optional.of(
                            new OperationAnswers.Chosen(200, new OperationAnswers.One(Map.of(), Map.of()))));
        }
        return preference.code().matches("[2-5][0-9]{2}")
                ? answers.of(Integer.parseInt(preference.code()))
                : Optional.empty();
    }

    private Reply withContent(
            int status, Map<String, OperationAnswers.Source> content, Preference preference, Asked asked) {
        Optional<String> type = Accepted.best(
                content.entrySet().stream()
                        .filter(e -> OperationAnswers.isMade(e.getKey(), e.getValue()))
                        .map(Map.Entry::getKey)
                        .toList(),
                asked.request().headers().getAll(HttpHeaders.ACCEPT));
        if (type.isEmpty()) {
            return Reply.problem(
                    ProblemCode.NOT_ACCEPTABLE,
                    "the request accepts " + asked.header(HttpHeaders.ACCEPT) + ", and the answer " + status
                            + " can be made as " + String.join(" or ", made(content)));
        }
        OperationAnswers.Source source = content.get(type.get());
        Optional<Object> example = source.example(preference.example());
        if (preference.example() != null && example.isEmpty()) {
            return Reply.problem(
                    ProblemCode.INVALID_REQUEST,
                    "Prefer: example=" + preference.example() + " is no example of the answer " + status + " as "
                            + type.get() + ": it has " + names(source));
        }
        String place = asked.method() + " " + status + " " + source.key();
        Object value = example.orElseGet(() -> values.make(source.schema(), source.key(), seed(place)));
        return Reply.of(status, Accepted.concrete(type.get()), body(type.get(), value));
    }

    private static List<String> made(Map<String, OperationAnswers.Source> content) {
        List<String> made = content.entrySet().stream()
                .filter(e -> OperationAnswers.isMade(e.getKey(), e.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        return made.isEmpty() ? List.of("none of its types, for want of an example") : made;
    }

    private static String names(OperationAnswers.Source source) {
        String names = String.join(
                ", ",
                source.examples().keySet().stream()
                        .filter(name -> !name.equals(OperationAnswers.Source.NAMELESS))
                        .toList());
        return names.isEmpty() ? "none with a name" : names;
    }

    private long seed(String place) {
        return seed * 31 + place.hashCode();
    }

    private static Buffer body(String type, Object value) {
        Object plain = value == OperationAnswers.NULL ? null : value;
        if (ApiOperation.isJson(ApiOperation.mediaType(type))) {
            return Buffer.buffer(Json.encode(plain));
        }
        return Buffer.buffer(plain instanceof String text ? text : Json.encode(plain));
    }

    /** On one line, whatever an example says. */
    private String headerText(String name, OperationAnswers.Source source) {
        Object value = source.example(null)
                .orElseGet(() -> source.schema() == null ? "" : values.make(source.schema(), source.key(), seed(name)));
        String text = value instanceof String s ? s : value == OperationAnswers.NULL ? "" : Json.encode(value);
        return text.replaceAll("[^\\x20-\\x7e]", " ").strip();
    }
}
