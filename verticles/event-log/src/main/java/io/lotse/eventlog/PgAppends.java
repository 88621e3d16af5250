package io.lotse.eventlog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Stores together, in one transaction, the events of a topic that come while a transaction of the topic is under way. */
final class PgAppends {
    private static final int MOST = 500;

    private final Appender appender;
    /** By topic; there while a transaction is under way. */
    private final Map<String, List<Waiting>> waiting = new HashMap<>();

    /** Stores events in one transaction; the offsets. */
    interface Appender {
        Future<List<Long>> append(String topic, long at, List<Entry> entries);
    }

    private record Waiting(Command.Append append, Promise<Answer> done) {}

    PgAppends(Appender appender) {
        this.appender = appender;
    }

    Future<Answer> append(Command.Append append) {
        Waiting one = new Waiting(append, Promise.promise());
        synchronized (waiting) {
            List<Waiting> others = waiting.get(append.topic());
            if (others != null) {
                others.add(one);
                return one.done.future();
            }
            waiting.put(append.topic(), new ArrayList<>());
        }
        store(append.topic(), List.of(one));
        return one.done.future();
    }

    private void store(String topic, List<Waiting> taken) {
        List<Entry> entries =
                taken.stream().flatMap(w -> w.append.entries().stream()).toList();
        long at = taken.stream().mapToLong(w -> w.append.at()).max().orElseThrow();
        appender.append(topic, at, entries).onComplete(stored -> {
            next(topic);
            int begin = 0;
            for (Waiting one : taken) {
                int end = begin + one.append.entries().size();
                if (stored.succeeded()) {
                    one.done.complete(Answer.offsets(List.copyOf(stored.result().subList(begin, end))));
                } else {
                    one.done.fail(stored.cause());
                }
                begin = end;
            }
        });
    }

    private void next(String topic) {
        List<Waiting> taken = new ArrayList<>();
        synchronized (waiting) {
            List<Waiting> others = waiting.get(topic);
            if (others.isEmpty()) {
                waiting.remove(topic);
                return;
            }
            int events = 0;
            while (!others.isEmpty() && events < MOST) {
                Waiting one = others.remove(0);
                events += one.append.entries().size();
                taken.add(one);
            }
        }
        store(topic, taken);
    }
}
