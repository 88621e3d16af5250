package io.lotse.launcher.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/** Hears a topic; when the connection ends it comes back, and says which event it heard last. */
final class EventTail {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Set<String> OURS = Set.of("lotse.gap", "lotse.dropped");

    private final ControlClient client;
    private final String path;
    private final Consumer<JsonObject> show;
    private final Consumer<String> say;
    private String last;
    private boolean heard;
    private boolean apart;

    /**
     * @param show is given each event as JSON
     * @param say hears what people should know
     */
    EventTail(ControlClient client, String topic, Consumer<JsonObject> show, Consumer<String> say) {
        this.client = client;
        this.path = Paths.EVENTS + ControlClient.segment(topic);
        this.show = show;
        this.say = say;
    }

    /**
     * Goes on until it is interrupted.
     *
     * @throws Unreachable if no node answers the first time; later it tries on
     * @throws Problem if a node refuses the first time
     */
    void run() throws InterruptedException {
        while (true) {
            try (BufferedReader lines = open()) {
                connected();
                read(lines);
                complain("the node ended the stream");
            } catch (Unreachable | Problem e) {
                if (!heard) {
                    throw e;
                }
                complain(e.getMessage());
            } catch (IOException e) {
                complain(e.getMessage());
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private BufferedReader open() {
        Map<String, String> headers = last == null ? Map.of() : Map.of("Last-Event-ID", last);
        return new BufferedReader(new InputStreamReader(client.stream(path, headers), StandardCharsets.UTF_8));
    }

    private void connected() {
        if (apart) {
            say.accept("connected again, to " + client.node());
        }
        heard = true;
        apart = false;
    }

    private void complain(String reason) {
        if (!apart) {
            apart = true;
            say.accept("no events (" + reason + "); trying on");
        }
    }

    /** Fields by the rules of server-sent events; an empty line ends an event. */
    private void read(BufferedReader lines) throws IOException {
        String type = "";
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                tell(type, data.toString());
                type = "";
                data.setLength(0);
            } else if (line.startsWith("id:")) {
                last = value(line);
            } else if (line.startsWith("event:")) {
                type = value(line);
            } else if (line.startsWith("data:")) {
                data.append(data.length() == 0 ? "" : "\n").append(value(line));
            }
        }
    }

    private static String value(String line) {
        return line.substring(line.indexOf(':') + 1).stripLeading();
    }

    private void tell(String type, String data) {
        if (OURS.contains(type)) {
            say.accept(type + (data.isEmpty() ? "" : " " + data));
            return;
        }
        if (data.isEmpty()) {
            return;
        }
        try {
            show.accept(new JsonObject(data));
        } catch (DecodeException e) {
            say.accept("an event is no JSON: " + data);
        }
    }
}
