package io.lotse.meshview;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.vertx.core.json.JsonObject;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.events.DeliveryClass;
import io.lotse.contracts.events.TopicDeclaration;
import io.lotse.contracts.events.TopicDeclarations;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;

/** What is declared about topics, as this node knows it; for any thread. */
public final class DeclaredTopics {
    private volatile TopicDeclarations declared;

    /** Follows the view from now on. */
    public DeclaredTopics(MeshView view) {
        view.onChange(change -> {
            // a new snapshot comes without changes
            if (change.changes().isEmpty()
                    || change.changes().stream().anyMatch(c -> c.key().startsWith(LedgerKeys.TOPICS))) {
                declared = read(change.now());
            }
        });
        declared = read(view.snapshot());
    }

    private static TopicDeclarations read(MeshSnapshot snapshot) {
        List<TopicDeclaration> all = new ArrayList<>();
        for (Entry entry : snapshot.entries(LedgerKeys.TOPICS)) {
            all.add(ContractCodec.decode(new JsonObject(entry.value()), TopicDeclaration.class));
        }
        return new TopicDeclarations(all);
    }

    /** All declarations, by pattern. */
    public TopicDeclarations all() {
        return declared;
    }

    /** What holds for a topic, if it is durable. */
    public Optional<TopicDeclaration> durable(String topic) {
        return declared.of(topic).filter(d -> d.delivery() == DeliveryClass.DURABLE);
    }

    /** Whether any topic may be durable. */
    public boolean isAnyDurable() {
        return declared.items().stream().anyMatch(d -> d.delivery() == DeliveryClass.DURABLE);
    }
}
