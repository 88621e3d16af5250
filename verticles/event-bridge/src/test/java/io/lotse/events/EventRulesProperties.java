package io.lotse.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.vertx.core.json.JsonObject;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import io.lotse.contracts.ContractCodec;
import io.lotse.contracts.events.CloudEvent;
import io.lotse.contracts.events.Publication;
import io.lotse.contracts.events.PublishedEvent;

import static org.assertj.core.api.Assertions.assertThat;

/** An event that keeps the rules can be told, and is heard as it was published. */
class EventRulesProperties {

    @Property
    void whatKeepsTheRulesIsHeardAsItWasPublished(@ForAll("events") CloudEvent event) {
        if (!EventRules.check(new Publication("orders", List.of(event))).isEmpty()) {
            return;
        }
        PublishedEvent told = new PublishedEvent("orders", "position", Instant.EPOCH, event);

        JsonObject heard = new JsonObject(ContractCodec.toBuffer(told));

        assertThat(ContractCodec.decode(heard, PublishedEvent.class)).isEqualTo(told);
        assertThat(heard).isEqualTo(new JsonObject(ContractCodec.encode(told).toBuffer()));
    }

    @Provide
    Arbitrary<CloudEvent> events() {
        Arbitrary<Map<String, Object>> extensions =
                Arbitraries.maps(texts("ext", "Ext", "data"), values()).ofMaxSize(2);
        return Combinators.combine(
                        texts("1", "id", "\uD83D\uDEA2"),
                        texts("/orders", "urn:shop:orders", "%"),
                        texts("order.created", "a b"),
                        texts("2026-03-01T12:00:00Z", "2026-02-31T12:00:00Z").injectNull(0.5),
                        texts("application/json", "text").injectNull(0.5),
                        values().injectNull(0.1),
                        texts("QQ==", "?").injectNull(0.8),
                        extensions)
                .as((id, source, type, time, mediaType, data, base64, more) ->
                        new CloudEvent(id, source, "1.0", type, null, time, mediaType, null, data, base64, more));
    }

    /** Mostly what is right. */
    private static Arbitrary<String> texts(String... usual) {
        Arbitrary<String> odd = Arbitraries.of("", "\uD800", "\uFFFF", "\u0000", "x".repeat(300));
        return Arbitraries.integers().between(0, 9).flatMap(n -> n == 0 ? odd : Arbitraries.of(usual));
    }

    private static Arbitrary<Object> values() {
        Arbitrary<Object> flat = Arbitraries.of(
                "a",
                "\uD83D\uDEA2",
                "\uDEA2",
                "",
                1,
                1L << 40,
                0.5,
                true,
                Double.POSITIVE_INFINITY,
                Double.NaN,
                List.of());
        return Arbitraries.oneOf(
                flat,
                Combinators.combine(flat, flat).as(List::of),
                Combinators.combine(flat, flat).as((name, value) -> Map.of(name.toString(), value)),
                Arbitraries.of(99, 100, 101, 996, 998, 1_000).map(EventRulesProperties::nested));
    }

    private static Object nested(int depth) {
        List<Object> whole = List.of();
        for (int i = 1; i < depth; i++) {
            whole = new ArrayList<>(List.of(whole));
        }
        return whole;
    }
}
