package io.lotse.interleavings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.ledger.Change;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.ConfigReply;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceChange;
import io.lotse.contracts.registry.RegisteredBatch;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.interleavings.Client.Told;

import static org.assertj.core.api.Assertions.assertThat;

/** All that the ledger went through, against what was promised and what clients were told. */
final class History {
    /** What the ledger held behind each revision; the first is 0. */
    private final List<Map<String, Entry>> states = new ArrayList<>(List.of(Map.of()));

    /** @param changes all, in order */
    History(List<Change> changes) {
        Map<Long, List<Change>> byRevision =
                changes.stream().collect(Collectors.groupingBy(Change::revision, TreeMap::new, Collectors.toList()));
        byRevision.forEach((revision, made) -> {
            Map<String, Entry> next = new TreeMap<>(states.get(states.size() - 1));
            made.forEach(change -> {
                if (change.entry() == null) {
                    next.remove(change.key());
                } else {
                    next.put(change.key(), change.entry());
                }
            });
            // revisions that changed nothing are told to nobody
            while (states.size() < revision) {
                states.add(states.get(states.size() - 1));
            }
            states.add(next);
        });
    }

    Map<String, Entry> last() {
        return states.get(states.size() - 1);
    }

    /** Promise 2, and that an instance and its port come and go together. */
    void everyInstanceHoldsOnePortAndEveryPortIsHeldByAnInstance() {
        for (Map<String, Entry> state : states) {
            List<String> owners = state.entrySet().stream()
                    .filter(e -> e.getKey().startsWith(LedgerKeys.ALLOCATIONS))
                    .map(e -> read(e.getValue(), Allocation.class).serviceId())
                    .toList();
            assertThat(owners).containsExactlyInAnyOrderElementsOf(ids(state));
        }
    }

    /** Promises 1 and 3: what was acknowledged is there, once, however often it was asked. */
    void everyAnswerIsTrue(List<Told> told) {
        Map<String, Object> answers = new HashMap<>();
        for (Told one : told) {
            if (one.answer() == null || one.kind().equals("heartbeat")) {
                continue;
            }
            Object first = answers.putIfAbsent(one.key(), one.answer());
            assertThat(first == null ? one.answer() : first)
                    .as("the answer to a repeat of %s", one)
                    .isEqualTo(one.answer());
            switch (one.kind()) {
                case "register" -> registered(Client.instance(one), one.key());
                case "batch" -> registered((RegisteredBatch) one.answer(), one.key());
                case "deregister" -> deregistered((InstanceChange) one.answer());
                default -> configured((ConfigReply) one.answer());
            }
        }
    }

    private void registered(RegisteredBatch batch, String key) {
        assertThat(batch.items()).allMatch(item -> item.revision() == batch.revision());
        for (int i = 0; i < batch.items().size(); i++) {
            registered(batch.items().get(i), key + "/" + i);
        }
    }

    private void registered(Instance instance, String toldKey) {
        Map<String, Entry> before = states.get((int) instance.revision() - 1);
        Map<String, Entry> after = states.get((int) instance.revision());
        String key = LedgerKeys.instance(instance.serviceId());
        assertThat(before).as("before %s", toldKey).doesNotContainKey(key);
        assertThat(keyOf(after.get(key))).isEqualTo(toldKey);
        String port = LedgerKeys.allocation(instance.host(), instance.protocol(), instance.port());
        assertThat(before).as("the port before %s", toldKey).doesNotContainKey(port);
        assertThat(read(after.get(port), Allocation.class).serviceId()).isEqualTo(instance.serviceId());
    }

    private void deregistered(InstanceChange change) {
        String key = LedgerKeys.instance(change.instance().serviceId());
        long revision = change.instance().revision();
        boolean gone = states.subList((int) revision, states.size()).stream()
                .anyMatch(state -> !state.containsKey(key) || state.get(key).createRevision() > revision);
        assertThat(gone).as("%s is gone", change).isTrue();
    }

    private void configured(ConfigReply reply) {
        Entry made = states.get((int) reply.revision()).get(LedgerKeys.config("development"));
        assertThat(made.modRevision()).isEqualTo(reply.revision());
    }

    /** A key makes one change at most, and none if all that was ever said to it was no. */
    void noKeyMadeTwoInstancesAndNoRefusedOneAny(List<Told> told) {
        Map<String, Long> made = new HashMap<>();
        for (int revision = 1; revision < states.size(); revision++) {
            for (Entry entry : states.get(revision).values()) {
                if (entry.key().startsWith(LedgerKeys.INSTANCES) && entry.createRevision() == revision) {
                    made.merge(keyOf(entry), 1L, Long::sum);
                }
            }
        }
        assertThat(made.values()).allMatch(times -> times == 1);
        Set<String> perhaps = told.stream()
                .filter(one -> one.answer() != null || one.isUnknown())
                .map(Told::key)
                .collect(Collectors.toSet());
        assertThat(perhaps)
                .containsAll(
                        made.keySet().stream().map(key -> key.split("/", 2)[0]).toList());
    }

    /** Of a batch all came at once, or none. */
    void everyBatchIsWhole() {
        for (int revision = 1; revision < states.size(); revision++) {
            long made = revision;
            List<String> keys = states.get(revision).values().stream()
                    .filter(entry -> entry.key().startsWith(LedgerKeys.INSTANCES) && entry.createRevision() == made)
                    .map(History::keyOf)
                    .filter(key -> key.contains("/"))
                    .toList();
            assertThat(keys.size()).isIn(0, 2);
            assertThat(keys.stream().map(key -> key.split("/", 2)[0]).distinct())
                    .hasSizeLessThan(2);
        }
    }

    /** Who was told that there is no such instance, or that there is one, was told so for a reason. */
    void everyRefusalHasItsReason(List<Told> told) {
        for (Told one : told) {
            if (one.refusal() == ProblemCode.UNKNOWN_INSTANCE) {
                assertThat(states).as("%s", one).anyMatch(s -> !ids(s).contains(one.serviceId()));
            } else if (one.refusal() == ProblemCode.INSTANCE_EXISTS) {
                assertThat(states).as("%s", one).anyMatch(s -> ids(s).contains(one.serviceId()));
            } else {
                assertThat(one.refusal()).as("%s", one).isNotIn(ProblemCode.INTERNAL, ProblemCode.NOT_READY);
            }
        }
    }

    private static List<String> ids(Map<String, Entry> state) {
        return state.keySet().stream()
                .filter(key -> key.startsWith(LedgerKeys.INSTANCES))
                .map(key -> key.substring(LedgerKeys.INSTANCES.length()))
                .toList();
    }

    private static String keyOf(Entry instance) {
        return read(instance, RegisteredInstance.class).metadata().get("key");
    }

    private static <T> T read(Entry entry, Class<T> type) {
        return ContractCodec.decode(new JsonObject(entry.value()), type);
    }
}
