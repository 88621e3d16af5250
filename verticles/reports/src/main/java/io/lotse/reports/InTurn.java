package io.lotse.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.vertx.core.Future;

/** Asks one question after the other: what is asked of all services at once would be a flood. */
final class InTurn {
    private InTurn() {}

    /** The answers, in the order of the items; fails with the first failure, and asks no further then. */
    static <T, R> Future<List<R>> all(Iterable<T> items, Function<T, Future<R>> ask) {
        List<R> answers = new ArrayList<>();
        Future<List<R>> asked = Future.succeededFuture(answers);
        for (T item : items) {
            asked = asked.compose(before -> ask.apply(item)).map(answer -> {
                answers.add(answer);
                return answers;
            });
        }
        return asked;
    }
}
