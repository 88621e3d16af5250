package io.lotse.eventlog;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.events.EventsContract;

/** What commands do to the groups of durable topics in PostgreSQL, within a transaction: as {@link EventState} does on voters. */
final class PgGroups {
    private static final String LOCK_GROUP =
            "SELECT state FROM lotse_events.consumer_group WHERE topic = $1 AND name = $2 FOR UPDATE";
    private static final String PUT_GROUP = "INSERT INTO lotse_events.consumer_group (topic, name, state)"
            + " VALUES ($1, $2, $3) ON CONFLICT (topic, name) DO UPDATE SET state = excluded.state";
    private static final String DELETE_GROUP = "DELETE FROM lotse_events.consumer_group WHERE topic = $1 AND name = $2";
    private static final String HEADERS = "SELECT event_offset, stored_at, key, size FROM lotse_events.event"
            + " WHERE topic = $1 AND event_offset >= $2 ORDER BY event_offset LIMIT $3";
    private static final String BODIES = "SELECT event_offset, stored_at, body FROM lotse_events.event"
            + " WHERE topic = $1 AND event_offset = ANY($2) ORDER BY event_offset";
    /** Of events that a fetch looks at beside those it can hand out. */
    private static final int PASSED_OVER = 500;

    private final SqlConnection c;

    PgGroups(SqlConnection connection) {
        this.c = connection;
    }

    /** Does what a command says that stores no events. */
    Future<Answer> run(Command command) {
        if (command instanceof Command.Retain retain) {
            return new PgTopic(c, retain.topic())
                    .retain(retain.at(), retain.limits())
                    .map(Answer.NOTHING);
        } else if (command instanceof Command.PutGroup put) {
            return put(put);
        } else if (command instanceof Command.RemoveGroup remove) {
            return group(remove, remove.group())
                    .compose(g -> c.preparedQuery(DELETE_GROUP).execute(Tuple.of(remove.topic(), remove.group())))
                    .map(Answer.NOTHING);
        } else if (command instanceof Command.Seek seek) {
            return seek(seek);
        } else if (command instanceof Command.Fetch fetch) {
            return fetch(fetch);
        }
        return settle(command);
    }

    private Future<Answer> put(Command.PutGroup put) {
        PgTopic topic = new PgTopic(c, put.topic());
        return topic.lock().compose(state -> found(put.topic(), put.group())
                .compose(known -> {
                    if (known != null) {
                        known.times(put.visibilityMillis(), put.backoffMillis());
                        return Future.succeededFuture(known);
                    }
                    return topic.place(state, put.from(), put.since())
                            .map(next -> new Group(next, put.visibilityMillis(), put.backoffMillis()));
                })
                .compose(group -> save(put.topic(), put.group(), group)
                        .map(Answer.of(group.state(put.topic(), put.group(), state.end())))));
    }

    private Future<Answer> seek(Command.Seek seek) {
        PgTopic topic = new PgTopic(c, seek.topic());
        return group(seek, seek.group()).compose(group -> topic.state()
                .compose(state -> topic.place(state, seek.from(), seek.since()).compose(next -> {
                    group.seek(next);
                    return save(seek.topic(), seek.group(), group)
                            .map(Answer.of(group.state(seek.topic(), seek.group(), state.end())));
                })));
    }

    private Future<Answer> fetch(Command.Fetch fetch) {
        return group(fetch, fetch.group())
                .compose(group -> new PgTopic(c, fetch.topic()).state().compose(state -> {
                    group.trim(state.first());
                    long now = state.time(fetch.at());
                    Limits limits = fetch.limits().of(fetch.topic());
                    Group.Wish wish = new Group.Wish(
                            now, fetch.max(), EventState.MOST_BYTES, fetch.visibilityMillis(), limits.deliveries());
                    return coming(fetch.topic(), group.next(), fetch.max() + PASSED_OVER)
                            .compose(coming -> {
                                Group.Outcome outcome = group.fetch(wish, coming.iterator());
                                return save(fetch.topic(), fetch.group(), group)
                                        .compose(v -> bury(fetch.topic(), fetch.group(), outcome.dead(), now))
                                        .compose(v -> handed(fetch.topic(), outcome.given()));
                            });
                }));
    }

    private Future<List<Header>> coming(String topic, long from, int max) {
        return c.preparedQuery(HEADERS).execute(Tuple.of(topic, from, max)).map(rows -> {
            List<Header> headers = new ArrayList<>();
            rows.forEach(r -> headers.add(new Header(
                    r.getLong("event_offset"), r.getLong("stored_at"), r.getLong("key"), null, r.getInteger("size"))));
            return headers;
        });
    }

    private Future<RowSet<Row>> bodies(String topic, List<Long> offsets) {
        return c.preparedQuery(BODIES).execute(Tuple.of(topic).addArrayOfLong(offsets.toArray(Long[]::new)));
    }

    private Future<Answer> handed(String topic, List<Group.Given> given) {
        List<Group.Given> ordered = given.stream()
                .sorted((a, b) -> Long.compare(a.offset(), b.offset()))
                .toList();
        return bodies(topic, ordered.stream().map(Group.Given::offset).toList()).map(rows -> {
            List<Answer.Handed> handed = new ArrayList<>();
            for (Row row : rows) {
                Group.Given one = ordered.get(handed.size());
                handed.add(new Answer.Handed(
                        one.offset(),
                        one.attempt(),
                        one.until(),
                        row.getLong("stored_at"),
                        row.getBuffer("body").getBytes()));
            }
            return Answer.handed(handed);
        });
    }

    private Future<?> bury(String topic, String group, List<Group.Dead> died, long now) {
        if (died.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Group.Dead> ordered = died.stream()
                .sorted((a, b) -> Long.compare(a.offset(), b.offset()))
                .toList();
        return bodies(topic, ordered.stream().map(Group.Dead::offset).toList()).compose(rows -> {
            List<Entry> letters = new ArrayList<>();
            rows.forEach(r -> letters.add(DeadLetterEvent.of(
                    topic,
                    group,
                    ordered.get(letters.size()),
                    r.getBuffer("body").getBytes(),
                    now)));
            return new PgTopic(c, EventsContract.DEAD_LETTERS_PREFIX + topic).append(letters, now);
        });
    }

    private Future<Answer> settle(Command command) {
        if (command instanceof Command.Ack ack) {
            return group(ack, ack.group())
                    .compose(g -> settled(ack.topic(), ack.group(), g, Settling.each(ack.offsets(), g::ack)));
        } else if (command instanceof Command.Nack nack) {
            return nack(nack);
        }
        Command.Extend extend = (Command.Extend) command;
        return group(extend, extend.group()).compose(g -> now(extend)
                .compose(now -> settled(
                        extend.topic(),
                        extend.group(),
                        g,
                        Settling.each(extend.offsets(), o -> g.extend(o, now, extend.visibilityMillis())))));
    }

    private Future<Answer> nack(Command.Nack nack) {
        return group(nack, nack.group()).compose(g -> now(nack).compose(now -> {
            List<Group.Dead> died = new ArrayList<>();
            int deliveries = nack.limits().of(nack.topic()).deliveries();
            Answer answer = Settling.each(
                    nack.offsets(), o -> g.nack(o, now, nack.delayMillis(), nack.reason(), deliveries, died));
            return bury(nack.topic(), nack.group(), died, now)
                    .compose(v -> settled(nack.topic(), nack.group(), g, answer));
        }));
    }

    private Future<Long> now(Command command) {
        return new PgTopic(c, command.topic()).state().map(state -> state.time(command.at()));
    }

    private Future<Answer> settled(String topic, String name, Group group, Answer answer) {
        return save(topic, name, group).map(answer);
    }

    private Future<Group> group(Command command, String name) {
        return found(command.topic(), name).map(group -> {
            if (group == null) {
                throw new ContractException(
                        ProblemCode.UNKNOWN_GROUP,
                        "topic " + command.topic() + " has no group " + name + ": make it first");
            }
            return group;
        });
    }

    /** Null where there is none; otherwise nobody else changes it until the transaction ends. */
    private Future<Group> found(String topic, String name) {
        return c.preparedQuery(LOCK_GROUP)
                .execute(Tuple.of(topic, name))
                .map(rows -> rows.size() == 0 ? null : decode(rows.iterator().next()));
    }

    static Group decode(Row row) {
        try (DataInputStream in = new DataInputStream(
                new ByteArrayInputStream(row.getBuffer("state").getBytes()))) {
            return Group.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Future<?> save(String topic, String name, Group group) {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                DataOutputStream out = new DataOutputStream(bytes)) {
            group.write(out);
            return c.preparedQuery(PUT_GROUP)
                    .execute(Tuple.of(topic, name).addBuffer(Buffer.buffer(bytes.toByteArray())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
