package io.lotse.it;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.lotse.it.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

/** A report on real services: one request in five of one is slow, one dies, one is well; told by another node, too. */
class ReportsIT {
    private static final int CALLS = 5;

    @Test
    void theSlowOneAndTheDeadOneAreNamedAndNoOther(@TempDir Path home) throws Exception {
        try (Mesh mesh = new Mesh(home)) {
            NodeProcess a = mesh.start("a", "--reclaim-after", "5");
            NodeProcess b = mesh.join(a, "b");
            mesh.serve(a, "orders");
            mesh.serve(a, "mail");
            OwnPortService dead = mesh.serve(a, "stock");
            soon(() -> assertThat(Http.status(a.gateway() + "/api/orders/")).isEqualTo(200));
            soon(() -> assertThat(Http.status(a.gateway() + "/api/mail/")).isEqualTo(200));

            dead.kill();

            Set<String> ill = Set.of("slow:orders", "down:" + dead.id());
            JsonObject report =
                    soon(() -> reported(a), r -> findings(r).keySet().containsAll(ill));

            assertThat(findings(report).keySet()).isEqualTo(ill);
            JsonObject finding = findings(report).get("slow:orders");
            assertThat(finding.getJsonObject("cost").getDouble("lost_seconds")).isPositive();
            assertThat(finding.getJsonArray("evidence").size()).isPositive();

            String id = report.getJsonObject("summary").getString("id");
            soon(() -> assertThat(Http.get(b.control() + "/api/v1/reports/" + id + ".html")
                            .body())
                    .contains("orders is slow for"));
            assertThat(Http.put(
                                    b.control() + "/api/v1/reports/recommendations/slow:orders",
                                    new JsonObject().put("by", "anna"))
                            .statusCode())
                    .isEqualTo(200);
            soon(() -> assertThat(Http.json(a.control() + "/api/v1/reports/recommendations")
                            .getJsonArray("items"))
                    .hasSize(1));
            JsonObject later = reported(a);
            assertThat(later.getJsonArray("effects").getJsonObject(0).getString("outcome"))
                    .isEqualTo("too_little_data");
            assertThat(Http.json(a.control() + "/api/v1/scaling").getJsonArray("items"))
                    .hasSize(2);
        }
    }

    /** By their ids. */
    private static Map<String, JsonObject> findings(JsonObject report) {
        return report.getJsonArray("findings").stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(f -> f.getString("id"), f -> f));
    }

    /** After some more requests, of which every fifth is slow. */
    private static JsonObject reported(NodeProcess node) {
        for (int i = 0; i < CALLS; i++) {
            assertThat(Http.status(node.gateway() + "/api/orders/slow")).isEqualTo(200);
            for (int k = 0; k < CALLS - 1; k++) {
                assertThat(Http.status(node.gateway() + "/api/orders/")).isEqualTo(200);
                assertThat(Http.status(node.gateway() + "/api/mail/")).isEqualTo(200);
            }
        }
        return new JsonObject(Http.post(node.control() + "/api/v1/reports", new JsonObject().put("period", 600))
                .body());
    }
}
