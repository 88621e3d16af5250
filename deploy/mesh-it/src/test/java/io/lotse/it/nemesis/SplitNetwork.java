package io.lotse.it.nemesis;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.lotse.it.nemesis.NodeClient.Answer;
import io.lotse.it.nemesis.NodeClient.Meaning;
import io.lotse.it.nemesis.Violation.Rule;

/** The leader on one side, the two others on the other: the side of one must refuse writes, read on and route on. */
final class SplitNetwork implements Fault {
    private final Duration split;
    private List<String> minority;

    SplitNetwork(Duration split) {
        this.split = split;
    }

    @Override
    public String name() {
        return "partition, leader \\| others";
    }

    @Override
    public Duration lasts() {
        return split;
    }

    @Override
    public List<String> begin(Cluster cluster) {
        minority = Sides.leader(cluster);
        cluster.network().part(Set.copyOf(minority), Set.copyOf(Cluster.NODES));
        return Sides.without(minority);
    }

    @Override
    public String watch(Cluster cluster, Findings findings) {
        NodeClient alone = cluster.client(minority.get(0));
        long begunAt = System.nanoTime();
        Answer refusal = findings.registerOnce(alone);
        long millis = Duration.ofNanos(System.nanoTime() - begunAt).toMillis();
        if (refusal.meaning() == Meaning.DONE) {
            findings.broken(Rule.THE_MINORITY_REFUSES_AND_READS_ON, "it acknowledged " + refusal.said());
        }
        if (alone.instances().isEmpty()) {
            findings.broken(Rule.THE_MINORITY_REFUSES_AND_READS_ON, "it answers no reads");
        }
        int routed = route(cluster.gateway(minority.get(0)));
        if (routed != 200) {
            findings.broken(Rule.THE_MINORITY_REFUSES_AND_READS_ON, "its gateway answers " + routed);
        }
        return "the side of one refused after " + millis + " ms, and read and routed on";
    }

    private static int route(String gateway) {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(gateway + "/api/" + EchoService.NAME + "/"))
                                    .timeout(Duration.ofSeconds(20))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    @Override
    public String end(Cluster cluster) {
        cluster.network().heal();
        return "";
    }
}
